"""Plans of a whole county, and one visit that is saved."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import cycle
from statistics import median
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from canxie.duties.visits.models import Plan
from canxie.duties.visits.spreading import replan
from canxie.engine.roomy import be_roomy
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.bulk import analyze
from canxie.ground.registry.choices import OF_HOUSEHOLD, OF_PERSON
from canxie.ground.registry.models import Block, Household, Person, Standing
from tests.bench.clerk import clerk
from tests.bench.harness import TIMES, Pair, row, side_by_side, timed
from tests.bench.peers.models import KEPT
from tests.bench.population import COUNTY, FROM_HERE_A_PROVINCE, TODAY, places
from tests.bench.rows.tiers import ADULT, BY_HAND, OLD, SHOCK

TIERS = BY_HAND.replace("tier, count(*)\n", "tier\n").replace("GROUP BY 1 ORDER BY 1", "")
STANDINGS = TIERS.replace(
    "SELECT CASE WHEN many",
    "INSERT INTO registry_standing (person_id, path, tier, tier_since, due_on) SELECT id, path, CASE WHEN many",
).replace("AS tier\n", "AS tier, %s, NULL\n")
LATER = {
    "sqlite": "date('2026-11-24', '+' || {days} || ' days')",
    "postgresql": "(date '2026-11-24' + ({days})::int)",
}
PLANS = """
INSERT INTO visits_plan (household_id, path, tier, tier_since, first_due_on, due_on)
SELECT id, path, tier, {today}, {day}, {day} FROM (
    SELECT id, path, tier, CASE tier WHEN 'A' THEN 30 WHEN 'B' THEN 90 ELSE 180 END AS days,
           ROW_NUMBER() OVER (PARTITION BY path, tier ORDER BY plate, id) AS rank,
           COUNT(*) OVER (PARTITION BY path, tier) AS of
    FROM (
        SELECT h.id, h.path, h."group" AS plate, min(s.tier) AS tier
        FROM registry_household h
        JOIN registry_person p ON p.household_id = h.id AND p.state = 'living'
        JOIN registry_standing s ON s.person_id = p.id
        GROUP BY h.id, h.path, h."group"
    ) AS homes
) AS ranked
"""
DUE = """
UPDATE registry_standing SET due_on = found.due_on FROM (
    SELECT p.id, o.due_on FROM registry_person p JOIN visits_plan o ON o.household_id = p.household_id
) AS found WHERE found.id = registry_standing.person_id
"""


def cleared() -> None:
    """Take all plans away, and let the database see to what is left of them, as it does by itself within a minute.

    Millions of rows that are gone and not yet swept up make PostgreSQL think of a large table with nothing in it.
    """
    for table in (Plan, Standing):
        table.objects.all().delete()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f'VACUUM ANALYZE "{table._meta.db_table}"')
        else:
            analyze(table)


def ours(place: str = COUNTY) -> None:
    with transaction.atomic():
        replan(place, TODAY)


def by_hand() -> None:
    day = LATER[connection.vendor].format(days="CASE WHEN rank * days / of < 1 THEN 1 ELSE rank * days / of END")
    today = "date '2026-11-24'" if connection.vendor == "postgresql" else "'2026-11-24'"
    with transaction.atomic(), connection.cursor() as cursor:
        be_roomy()  # as `replan` is
        cursor.execute(STANDINGS, [OLD, ADULT, SHOCK, False, ADULT, TODAY])
        cursor.execute(PLANS.format(today=today, day=day))
        cursor.execute(DUE)


@row("tiers and due dates, first time", against="SQL by hand", bound=1.5)
def planned(size: int) -> Pair:
    spent: tuple[list[float], list[float]] = ([], [])
    ours_here = partial(ours, places(size)["all"])
    for _ in range(max(1, TIMES // 3) if size < FROM_HERE_A_PROVINCE else 1):
        for call, seconds in zip((ours_here, by_hand), spent, strict=True):
            cleared()
            seconds.append(timed(call))
    cleared()
    ours_here()
    analyze(Plan, Standing)
    return Pair(*map(median, spent))


def sending(address: str, size: int) -> Callable[[], None]:
    """A visit at the next household of the village, each time another one: all at home, nothing changed, one need.

    The six clears were last told a year ago, so each is asked and confirmed.
    """
    village = places(size)["village"]
    homes = Household.objects.filter(path=village, people__state="living").distinct().order_by("pk")
    client = clerk(village, Role.COMMISSIONER)
    today = timezone.localdate()
    everyone = [(home, [*home.people.living().order_by("born_on", "pk")]) for home in homes]
    told_of([(home, people) for home, people in everyone], today - timedelta(days=400))
    in_turn, owner = cycle(everyone), f"{village}-{client.session['_auth_user_id']}"

    def send() -> None:
        home, people = next(in_turn)
        clears = [clear.value for clear in OF_HOUSEHOLD]
        clears += [f"{clear.value}_{person.pk.hex}" for person in people for clear in OF_PERSON]
        form = {"visit_id": str(uuid4()), "visited_on": today.isoformat(), "manner": "at_home", "findings": "平安"}
        form |= {f"how_{person.pk.hex}": "self" for person in people} | dict.fromkeys(clears, "same")
        need = {"matter_id": str(uuid4()), "words": "想要一辆轮椅，出门晒晒太阳。", "category": "device"}
        ours = {f"need-1-{name}": text for name, text in (need | {"owner": owner}).items()}
        ours |= {f"need-{number}-matter_id": str(uuid4()) for number in (2, 3)}
        form |= ours if address.startswith("/visits/") else need
        response = client.post(address.format(home.pk), form)
        assert response.status_code == 302, response.text

    return send


def told_of(homes: Sequence[tuple[Household, Sequence[Person]]], day: date) -> None:
    """What was told of each home and person, here and in the table with a history: each clear once."""
    whom = [(home, None, clear) for home, _ in homes for clear in OF_HOUSEHOLD]
    whom += [(home, person, clear) for home, people in homes for person in people for clear in OF_PERSON]
    for table in (Block, KEPT[Block]):
        rows = table._default_manager
        told = rows.filter(household__in=[home.pk for home, _ in homes])
        there = {*told.values_list("household", "person", "clear")}
        rows.bulk_create(
            table(household=home, person=person, clear=clear, text="老样子", confirmed_on=day, confirmed_by_id=1)
            for home, person, clear in whom
            if (home.pk, person and person.pk, clear.value) not in there
        )


@row("one visit saved", against="a plain view with a plain trail", bound=1.667)
def against_plain(size: int) -> Pair:
    return side_by_side(sending("/visits/households/{}/record/", size), sending("/bench/plain/{}/", size), times=3)


@row("one visit saved", against="the same with django-simple-history", bound=1.0)
def against_history(size: int) -> Pair:
    return side_by_side(sending("/visits/households/{}/record/", size), sending("/bench/kept/{}/", size), times=3)
