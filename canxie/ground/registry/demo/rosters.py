"""Two lists the way offices really keep them, to try the import by hand: mostly known, a little new, some wrong."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from numpy.random import Generator

from canxie.engine.audit.trail import action, note
from canxie.engine.demos import Counts, Demo, Progress
from canxie.engine.demos.names import adults
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.engine.sealing.seals import blind
from canxie.ground.divisions.models import Division
from canxie.ground.powers import Power
from canxie.ground.registry.choices import Category, Degree
from canxie.ground.registry.demo.books import LOST, TOWN, VILLAGE, Line, of_town, of_village
from canxie.ground.registry.demo.county import AREA, phone_of
from canxie.ground.registry.models import Certificate, Household, Person, Phone
from canxie.kernel.identity import check_digit

OF_TOWN, OF_VILLAGE = "榆岭镇残疾人名册.xlsx", "槐里村在册人员.xlsx"
MOST = 412
CHANGED, WRONG, NEW = 0.055, 0.05, 14
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@action("registry.invent_rosters")
def invent(*, by: Scope, demo: Demo) -> Counts:
    """Write both files. They hold invented people only, and the trail says so like of any other file."""
    by.must_cover(demo.place, Power.REGISTRY_IMPORT)
    chance, counts = demo.chance("rosters"), Counts()
    demo.files.mkdir(parents=True, exist_ok=True)
    for name, file, write in ((TOWN, OF_TOWN, of_town), (VILLAGE, OF_VILLAGE, of_village)):
        place = Division.objects.get(name=name, valid_to=None, code__startswith=demo.place)
        lines = lines_of(place.code)[:MOST]
        write(f"{demo.files / file}", lambda some: dirty(chance, some, demo.today), lines, demo.today)
        note(by, "registry.invent_rosters", place, place=place.code, rows=len(lines), file=file)
        counts[file] = len(lines)
    return counts


def lines_of(path: str) -> list[Line]:
    """Read the living of a place, as its office would have typed them."""
    people = Person.objects.living().filter(path__startswith=path).select_related("household").order_by("path", "id")
    of = {"person__path__startswith": path}
    phones = {one.person_id: one.number.clear() for one in Phone.objects.filter(main=True, **of).order_by("-id")}
    papers = {
        one.person_id: one.number.clear() for one in Certificate.objects.filter(state="active", **of).order_by("id")
    }
    villages = dict(Division.objects.below(path).filter(valid_to=None).values_list("code", "name"))
    return [
        line(one, one.household, villages[one.path], phones.get(one.pk, ""), papers.get(one.pk, "")) for one in people
    ]


def line(person: Person, home: Household, village: str, phone: str, certificate: str) -> Line:
    return Line(
        name=person.name,
        number=person.identifier.clear() if person.identifier else "",
        sex=person.get_sex_display(),
        certificate=certificate,
        category=Category(person.category).label,
        degree=Degree(person.degree or 4).label,
        phone=phone.replace("-", ""),
        village=village,
        address=home.address,
        head=home.head,
        relation=person.get_relation_display(),
        born_on=person.born_on,
        dibao={True: "是", False: "否"}.get(person.dibao, "") if person.dibao is not None else "",
    )


def dirty(chance: Generator, lines: Sequence[Line], today: date) -> list[Line]:
    """Change some, spoil some, write many in an untidy way, and add people whom nobody knows yet."""
    done = []
    for number, one in enumerate(lines):
        luck = chance.random()
        if luck < WRONG:
            done.append(SPOILERS[int(chance.integers(len(SPOILERS)))](one, lines[number // 2]))
        elif luck < WRONG + CHANGED:
            done.append(CHANGES[int(chance.integers(len(CHANGES)))](one, phone_of(number, 7).replace("-", "")))
        else:
            done.append(UNTIDY[int(chance.integers(len(UNTIDY)))](one))
    return [*done, *newcomers(chance, lines, today)]


def newcomers(chance: Generator, lines: Sequence[Line], today: date) -> list[Line]:
    """Invent people who are in no register, in the households' villages."""
    made = list[Line]()
    for index, name in enumerate(adults(chance, min(NEW, len(lines) // 10 + 1))):
        born = today - timedelta(int(chance.integers(9_000, 30_000)))
        number, near = free_number(born, index), lines[int(chance.integers(len(lines)))]
        where = f"{near.address.partition(near.village)[0]}{near.village}新{index + 1}号"
        person = replace(
            near, name=name, number=number, sex="男", born_on=born, head=name, relation="户主", address=where
        )
        phone = phone_of(index, 9).replace("-", "")
        made.append(replace(person, certificate=f"{number}43", category="肢体", degree="三级", phone=phone))
    return made


def free_number(born: date, index: int) -> str:
    """Find a man's number of a day that nobody in the register has."""
    for sequence in range(999 - 2 * index, 0, -2):
        body = f"{AREA}{born:%Y%m%d}{sequence:03d}"
        number = body + check_digit(body)
        if not Person.objects.filter(identifier_index=blind("identifier", number)).exists():
            return number
    raise ValueError("every number of that day is taken")


def worse(one: Line, _: str) -> Line:
    """Reassessed: another level, and so another number of the certificate."""
    degree = {"一级": "二级"}.get(one.degree, "一级")
    digit = "21"[degree == "一级"]
    return replace(one, degree=degree, certificate=one.certificate and f"{one.certificate[:19]}{digit}")


def mistyped(one: Line, _: Line) -> Line:
    """Somebody of the same name and birth date whose number differs: the same person, or another."""
    body = f"{one.number[:14]}{(int(one.number[14:17]) + 2) % 1000:03d}"
    return replace(one, number=body + check_digit(body), certificate="")


CHANGES: Sequence[Callable[[Line, str], Line]] = (
    lambda one, phone: replace(one, phone=phone),
    worse,
    lambda one, phone: replace(one, phone=phone, dibao="是"),
    lambda one, _: replace(one, address=one.address.replace("组", "组临街")),
)
SPOILERS: Sequence[Callable[[Line, Line], Line]] = (
    lambda one, _: replace(one, number=one.number[:-1]),
    lambda one, _: replace(one, number=one.number[:-1] + ("0" if one.number[-1] != "0" else "1")),
    lambda one, other: replace(one, certificate=f"{other.number}43"),
    lambda one, _: replace(one, village="西领村"),
    lambda one, _: replace(one, number=f"{one.number[:10]}1332{one.number[14:]}"),
    lambda one, _: replace(one, phone=one.phone[:9] or "139****0001"),
    lambda one, _: replace(one, number=LOST + one.number),
    lambda _, other: other,
    mistyped,
)
UNTIDY: Sequence[Callable[[Line], Line]] = (
    *[lambda one: one] * 6,
    lambda one: replace(one, number=one.number.translate(WIDE)),
    lambda one: replace(one, number=f"{one.number[:6]} {one.number[6:14]} {one.number[14:]}"),
    lambda one: replace(one, name="　".join(one.name) if len(one.name) == 2 else one.name),
    lambda one: replace(one, degree={"一级": "1", "二级": "2级", "三级": "叁级", "四级": "四"}[one.degree]),
    lambda one: replace(one, category=f"{one.category}残疾"),
    lambda one: replace(one, village=one.village.removesuffix("村")),
    lambda one: replace(one, phone=f"{one.phone[:3]} {one.phone[3:7]} {one.phone[7:]}".strip()),
    lambda one: replace(one, name=one.name.replace("·", ".")),
)


def run(demo: Demo, progress: Progress) -> Counts:
    counts = invent(by=Scope(SYSTEM, {Power.REGISTRY_IMPORT: (demo.place,)}), demo=demo)
    progress(1)
    return counts
