"""Plans of a whole county, and one visit that is saved."""

from collections.abc import Callable
from itertools import cycle
from statistics import median
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from canxie.duties.visits.models import Plan
from canxie.duties.visits.spreading import replan
from canxie.ground.accounts.roles import Role
from canxie.ground.registry.models import Household, Standing
from tests.bench.clerk import clerk
from tests.bench.harness import TIMES, Pair, places, row, side_by_side, timed
from tests.bench.population import COUNTY, TODAY
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
    Plan.objects.all().delete()
    Standing.objects.all().delete()


def ours() -> None:
    with transaction.atomic():
        replan(COUNTY, TODAY)


def by_hand() -> None:
    day = LATER[connection.vendor].format(days="CASE WHEN rank * days / of < 1 THEN 1 ELSE rank * days / of END")
    today = "date '2026-11-24'" if connection.vendor == "postgresql" else "'2026-11-24'"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(STANDINGS, [OLD, ADULT, SHOCK, False, ADULT, TODAY])
        cursor.execute(PLANS.format(today=today, day=day))
        cursor.execute(DUE)


@row("tiers and due dates, first time", against="SQL by hand", bound=1.5)
def planned(size: int) -> Pair:
    spent: tuple[list[float], list[float]] = ([], [])
    for _ in range(max(1, TIMES // 3)):
        for call, seconds in zip((ours, by_hand), spent, strict=True):
            cleared()
            seconds.append(timed(call))
    cleared()
    ours()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as PostgreSQL does by itself within a minute
    return Pair(*map(median, spent))


def sending(address: str, size: int) -> Callable[[], None]:
    """A visit at the next household of the village, each time another one."""
    village = places(size)["village"]
    homes = Household.objects.filter(path=village, people__state="living").distinct().order_by("pk")
    client = clerk(village, Role.COMMISSIONER)
    today = timezone.localdate().isoformat()
    everyone = cycle([(home.pk, [*home.people.living()]) for home in homes])

    def send() -> None:
        home, people = next(everyone)
        form = {"visit_id": str(uuid4()), "visited_on": today, "manner": "at_home", "findings": "平安"}
        form |= {f"how_{person.pk.hex}": "self" for person in people}
        response = client.post(address.format(home), form)
        assert response.status_code == 302, response.status_code

    return send


@row("one visit saved", against="a plain view with a plain trail", bound=1.667)
def against_plain(size: int) -> Pair:
    return side_by_side(sending("/visits/households/{}/record/", size), sending("/bench/plain/{}/", size), times=3)


@row("one visit saved", against="the same with django-simple-history", bound=1.0)
def against_history(size: int) -> Pair:
    return side_by_side(sending("/visits/households/{}/record/", size), sending("/bench/kept/{}/", size), times=3)
