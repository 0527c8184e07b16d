"""Plans for a whole place at once: after an import, and every night."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, Subquery

from canxie.duties.visits.models import Plan, Visit
from canxie.duties.visits.planning import recount
from canxie.duties.visits.terms import AllTerms
from canxie.engine.roomy import be_roomy
from canxie.engine.scoping.scope import subtree
from canxie.ground.divisions.models import Level
from canxie.ground.registry.choices import State
from canxie.ground.registry.models import Household, Person, Standing
from canxie.mechanisms.criteria.tiers import tier_cases

DAYS_LATER = {
    "sqlite": "date(%s, '+' || {days} || ' days')",
    "postgresql": "(%s::date + ({days})::int)",
}
"""A day so many days after another: the one thing that the databases say differently here."""

SPREAD = """
INSERT INTO visits_plan (household_id, path, tier, tier_since, first_due_on, due_on)
SELECT id, path, tier, {on}, day, day FROM (
    SELECT id, path, tier, {day} AS day FROM (
        SELECT id, path, tier, {interval} AS interval_days,
               ROW_NUMBER() OVER (PARTITION BY path, tier ORDER BY plate, id) AS rank,
               COUNT(*) OVER (PARTITION BY path, tier) AS of
        FROM (
            SELECT h.id, h.path, h."group" AS plate, MIN(s.tier) AS tier
            FROM registry_household h
            JOIN registry_person p ON p.household_id = h.id AND p.state = 'living'
            JOIN registry_standing s ON s.person_id = p.id AND s.tier <> ''
            WHERE h.path >= %s AND h.path < %s
              AND NOT EXISTS (SELECT 1 FROM visits_plan o WHERE o.household_id = h.id)
              AND NOT EXISTS (SELECT 1 FROM visits_visit v WHERE v.household_id = h.id)
            GROUP BY h.id, h.path, h."group"
        ) AS unplanned
    ) AS ranked
) AS dated
"""


def replan(path: str, on: date) -> None:
    """Bring standings and plans of a place up to what is known on that day, whatever its size.

    First visits are spread over each tier's interval, village by village and group by group
    (`rules.spread` says the same of one village): nobody is late on day one. Only where a tier
    changed, somebody left, or visits are older than the plan, households are recounted one by one.
    A province is taken county by county: what a statement remembers on its way stays small.
    """
    be_roomy()
    for part in [path] if len(path) >= Level.COUNTY else counties_in(path):
        replan_one(part, on)


def counties_in(path: str) -> Iterator[str]:
    """Name the counties where households are: one look into the index for each, however many households."""
    first, beyond = subtree(path) if path else ("", "99")
    paths = Household.objects.order_by("path").values_list("path", flat=True)
    while found := paths.filter(path__gte=first, path__lt=beyond).first():
        yield found[: Level.COUNTY]
        first = subtree(found[: Level.COUNTY])[1]


def replan_one(path: str, on: date) -> None:
    """Bring up to the day what is in a county, or a place in one."""
    inside = Q(path__gte=subtree(path)[0], path__lt=subtree(path)[1])
    changed = changed_households(inside, on)
    add_standings(inside, on)
    spread_plans(path, on)
    recount(changed + unplanned_but_visited(inside), on=on)
    without = Standing.objects.filter(inside, due_on=None).exclude(tier="")
    without.update(due_on=Subquery(Plan.objects.filter(household__people=OuterRef("pk")).values("due_on")[:1]))


def changed_households(inside: Q, on: date) -> list[UUID]:
    tiers = Person.objects.living().filter(inside).annotate(now=tier_cases(on)).exclude(standing__tier=F("now"))
    moved = tiers.filter(standing__isnull=False).values_list("household", flat=True)
    left = Standing.objects.filter(inside).exclude(tier="").exclude(person__state=State.LIVING)
    return [*{*moved, *left.values_list("person__household", flat=True)}]


def unplanned_but_visited(inside: Q) -> list[UUID]:
    living = Person.objects.living().filter(household=OuterRef("pk"))
    visited = Visit.objects.filter(household=OuterRef("pk"))
    found = Household.objects.filter(inside, Exists(living), Exists(visited), plan=None)
    return [*found.order_by("path", "id").values_list("pk", flat=True)]


def add_standings(inside: Q, on: date) -> None:
    """Give everyone who has none their standing: the select of the criteria, written where it is read."""
    missing = Person.objects.living().filter(inside, standing=None).annotate(now=tier_cases(on)).order_by()
    select, values = missing.values_list("pk", "path", "now").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registry_standing (person_id, path, tier, tier_since)"  # noqa: S608  # no value in the text
            f" SELECT found.*, {cast_day()} FROM ({select}) AS found",
            [on, *values],
        )


def cast_day() -> str:
    return "%s::date" if connection.vendor == "postgresql" else "%s"


def spread_plans(path: str, on: date) -> None:
    terms = AllTerms(on=on)
    interval, values = terms.interval_sql()
    days = "CASE WHEN rank * interval_days / of < 1 THEN 1 ELSE rank * interval_days / of END"
    first, beyond = subtree(path)
    statement = SPREAD.format(on=cast_day(), day=DAYS_LATER[connection.vendor].format(days=days), interval=interval)
    with connection.cursor() as cursor:
        cursor.execute(statement, [on, on, *values, first, beyond])
