"""A page of people and a search, against an empty page with bare SQL, and against Django's admin."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

from canxie.desk.people.queries import written
from canxie.engine.scoping.scope import subtree
from canxie.engine.sealing.seals import blind
from tests.bench.clerk import bounds, empty_page, fetch, get
from tests.bench.harness import Pair, row, side_by_side, timed
from tests.bench.population import INITIALS, NAME, NUMBER, TELEPHONE, places

COLUMNS = "p.id, p.name, p.sex, p.born_on, p.category, p.degree, p.path, s.tier, s.last_visit_on, s.due_on"
BOTH = "registry_person p JOIN registry_standing s ON s.person_id = p.id"
PAGE = f"""SELECT {COLUMNS} FROM (
    SELECT person_id FROM registry_standing
    WHERE path >= %s AND path < %s AND due_on IS NOT NULL ORDER BY due_on, person_id LIMIT 64
) AS first JOIN registry_standing s ON s.person_id = first.person_id JOIN registry_person p ON p.id = s.person_id
WHERE p.state = 'living' ORDER BY s.due_on, s.person_id LIMIT 51"""  # noqa: S608  # ours alone
COUNT = """SELECT count(*) FROM (
SELECT 1 FROM registry_person WHERE path >= %s AND path < %s AND state = 'living' LIMIT 10001) AS counted"""
SLOWEST = 0.1
"""Seconds in which 95 of 100 pages of the county come."""


def people(level: str, place: str, **asked: str) -> str:
    """The address of the roster as it is asked for a place."""
    said = (
        {"village": place, "town": place[:9]} if level == "village" else {"town": place} if level == "township" else {}
    )
    return f"/people/?{written({**said, **asked})}"


def admin(place: str, **asked: str) -> str:
    first, beyond = subtree(place)
    return f"/admin/registry/person/?{urlencode({'path__gte': first, 'path__lt': beyond, 'state': 'living', **asked})}"


NAMES = "SELECT code, name FROM divisions_division WHERE code IN ({})"
CONTACTS = """SELECT p.path, u.name FROM accounts_post p JOIN accounts_user u ON u.id = p.user_id
WHERE p.role = 'commissioner' AND p.until_at IS NULL AND p.path IN ({})"""


def named(rows: list[tuple[object, ...]]) -> None:
    """The village of each row, which the page names, and who is the contact there."""
    villages: list[object] = [*{row[6] for row in rows}]
    marks = ", ".join(["%s"] * len(villages))
    fetch(NAMES.format(marks), villages)
    fetch(CONTACTS.format(marks), villages)


def page_by_hand(place: str) -> None:
    empty_page()
    named(fetch(PAGE, bounds(place)))
    fetch(COUNT, bounds(place))


def declare_page(level: str) -> None:
    @row(f"list page, {level}", against="an empty page and SQL", bound=2.0)
    def against_sql(size: int) -> Pair:
        place = places(size)[level]
        return side_by_side(partial(get, people(level, place)), partial(page_by_hand, place))

    @row(f"list page, {level}", against="Django's admin", bound=0.2)
    def against_admin(size: int) -> Pair:
        place = places(size)[level]
        return side_by_side(partial(get, people(level, place)), partial(get, admin(place)))


for level in ("village", "township", "county"):
    declare_page(level)


@row("list page, county, 95th of 100", against="100 ms", bound=1.0)
def slowest(size: int) -> Pair:
    address = people("county", places(size)["county"])
    get(address)
    return Pair(sorted(timed(partial(get, address)) for _ in range(100))[94], SLOWEST)


WHERE = {
    "name": ("p.name_key >= %s AND p.name_key < %s", [NAME, NAME + "\U0010ffff"]),
    "initials": ("p.initials >= %s AND p.initials < %s", [INITIALS, INITIALS + "\U0010ffff"]),
}
TYPED = {"name": NAME, "initials": INITIALS, "last four": NUMBER[-4:], "number": NUMBER, "phone": TELEPHONE}


def where(kind: str, county: str) -> tuple[str, list[object]]:
    """The condition of an indexed search, and its values."""
    match kind:
        case "last four":
            return "p.tail_index = %s", [blind("tail", county + NUMBER[-4:])]
        case "number":
            return "p.identifier_index = %s", [blind("identifier", NUMBER)]
        case "phone":
            inner = "SELECT person_id FROM registry_phone WHERE number_index = %s"
            return f"p.id IN ({inner})", [blind("phone", TELEPHONE)]
    condition, values = WHERE[kind]
    return condition, [*values]


def search_by_hand(kind: str, place: str) -> Callable[[], None]:
    condition, values = where(kind, place[:6])
    rows = f"{BOTH} WHERE p.path >= %s AND p.path < %s AND p.state = 'living' AND {condition}"
    wanted = f"SELECT {COLUMNS} FROM {rows} ORDER BY s.due_on, p.id LIMIT 51"  # noqa: S608  # ours alone
    counted = f"SELECT count(*) FROM {rows}"  # noqa: S608  # as above

    def search() -> None:
        empty_page()
        rows = fetch(wanted, bounds(place) + values)
        assert rows, kind
        named(rows)
        fetch(counted, bounds(place) + values)

    return search


def declare_search(kind: str, level: str) -> None:
    @row(f"search by {kind}, {level}", against="an empty page and SQL", bound=2.0)
    def against_sql(size: int) -> Pair:
        place = places(size)[level]
        return side_by_side(partial(get, people(level, place, q=TYPED[kind])), search_by_hand(kind, place))

    @row(f"search by {kind}, {level}", against="Django's admin", bound=0.1)
    def against_admin(size: int) -> Pair:
        place = places(size)[level]
        typed = str(where(kind, place[:6])[1][0]) if kind in {"last four", "number", "phone"} else TYPED[kind]
        return side_by_side(partial(get, people(level, place, q=TYPED[kind])), partial(get, admin(place, q=typed)))


for kind in TYPED:
    for level in ("village", "township", "county"):
        declare_search(kind, level)
