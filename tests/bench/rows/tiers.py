"""Tiers of everyone, against SQL written by hand and against a loop over rows."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count

from canxie.engine.roomy import be_roomy
from canxie.ground.registry.models import Person
from canxie.kernel.dates import age_on
from canxie.mechanisms.criteria.tiers import tier_cases
from tests.bench.clerk import fetch
from tests.bench.harness import Pair, row, side_by_side, timed
from tests.bench.population import TODAY

BY_HAND = """
WITH many AS (
    SELECT p.household_id FROM registry_person p
    JOIN registry_certificate c ON c.person_id = p.id AND c.state = 'active'
    WHERE p.state = 'living' GROUP BY p.household_id HAVING count(*) >= 2
), items AS (
    SELECT person_id,
           max(CASE WHEN degree IN (1, 2) THEN 1 ELSE 0 END) AS severe,
           max(CASE WHEN degree IN (1, 2) AND category IN ('5', '6') THEN 1 ELSE 0 END) AS heavy
    FROM registry_disabilityitem GROUP BY person_id
), known AS (
    SELECT p.*, h.lives_alone, h.aged_carer, h.shock_on, m.household_id IS NOT NULL AS many,
           CASE WHEN i.person_id IS NULL THEN p.degree IN (1, 2) ELSE i.severe = 1 END AS severe,
           CASE WHEN i.person_id IS NULL THEN p.degree IN (1, 2) AND p.category IN ('5', '6')
                ELSE i.heavy = 1 END AS heavy,
           g.person_id IS NOT NULL AS has_guardian
    FROM registry_person p
    JOIN registry_household h ON h.id = p.household_id
    LEFT JOIN many m ON m.household_id = p.household_id
    LEFT JOIN items i ON i.person_id = p.id
    LEFT JOIN registry_guardian g ON g.person_id = p.id
    WHERE p.state = 'living'
)
SELECT CASE WHEN many OR aged_carer OR (lives_alone AND severe) OR (born_on <= %s AND severe)
              OR (orphan AND born_on > %s) OR ((dibao OR destitute) AND severe) OR shock_on >= %s
              OR (guarded = %s AND NOT has_guardian AND (born_on > %s OR heavy)) THEN 'A'
            WHEN severe THEN 'B' ELSE 'C' END AS tier, count(*)
FROM known GROUP BY 1 ORDER BY 1
"""
OLD, ADULT, SHOCK = date(1966, 11, 24), date(2008, 11, 24), TODAY - timedelta(days=180)
SAMPLE = 20_000


def ours() -> list[tuple[str, int]]:
    everyone = Person.objects.living().annotate(tier=tier_cases(TODAY)).order_by()
    return sorted(everyone.values_list("tier").annotate(Count("pk")))


def by_hand() -> list[tuple[object, ...]]:
    return fetch(BY_HAND, [OLD, ADULT, SHOCK, False, ADULT])


def row_by_row(limit: int) -> list[str]:
    """As it is written by whoever starts with the objects."""
    return [tier(person) for person in Person.objects.living().select_related("household").order_by("pk")[:limit]]


def tier(person: Person) -> str:
    home, items = person.household, [*person.disabilities.all()]
    severe = any(i.degree in {1, 2} for i in items) if items else person.degree in {1, 2}
    heavy = (
        any(i.degree in {1, 2} and i.category in "56" for i in items) if items else severe and person.category in "56"
    )
    age = age_on(person.born_on, TODAY) if person.born_on else None
    holders = [p for p in home.people.living() if p.certificates.filter(state="active").exists()]
    is_young = age is not None and age < 18
    hardship = (
        len(holders) >= 2
        or home.aged_carer
        or (home.lives_alone and severe)
        or (age is not None and age >= 60 and severe)
        or (person.orphan and is_young)
        or ((person.dibao or person.destitute) and severe)
        or (home.shock_on and home.shock_on >= SHOCK)
        or (person.guarded is False and not hasattr(person, "guardian") and (is_young or heavy))
    )
    return "A" if hardship else "B" if severe else "C"


@row("tiers of everyone", against="SQL by hand", bound=1.5)
def against_sql(size: int) -> Pair:
    with transaction.atomic():
        be_roomy()  # as `replan` is, and for both
        assert ours() == by_hand(), "both say the same of everyone"
        return side_by_side(ours, by_hand)


@row("tiers of everyone", against="a loop over rows, scaled", bound=0.02)
def against_rows(size: int) -> Pair:
    limit = min(SAMPLE, size)
    living = Person.objects.living().count()
    looped = timed(lambda: row_by_row(limit)) * living / min(limit, living)
    return Pair(min(timed(ours) for _ in range(3)), looped)
