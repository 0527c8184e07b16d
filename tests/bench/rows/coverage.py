"""The board of coverage of a whole province on a past day, against its figures by bare SQL."""

from datetime import date
from functools import cache
from uuid import UUID

from canxie.duties.associations.models import Association, Coverage
from canxie.duties.associations.tests.factories import AssociationMatterFactory
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.national import listed
from tests.bench.clerk import bounds, clerk, empty_page, fetch
from tests.bench.harness import Pair, row, side_by_side

PROVINCE, SMALL = "37", "370102"
DAY, FIRST = date(2026, 6, 1), date(2023, 6, 30)
DAYS = ("2024-06-30", "2024-09-30", "2024-12-31", "2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31", "2026-03-31")
THERE = (
    "d.level = 12 AND d.code >= %s AND d.code < %s AND d.valid_from <= %s AND (d.valid_to IS NULL OR d.valid_to > %s)"
)
ON = "c.place = d.code AND c.since <= %s AND (c.until IS NULL OR c.until > %s)"
BELOW = f"""SELECT substr(d.code, 1, 6), count(*), count(c.id) FROM divisions_division d
LEFT JOIN associations_coverage c ON {ON} WHERE {THERE} GROUP BY 1"""  # noqa: S608  # ours alone
SUMS = ", ".join(
    f"sum(CASE WHEN d.valid_from <= '{day}' AND (d.valid_to IS NULL OR d.valid_to > '{day}') THEN 1 ELSE 0 END), "
    f"sum(CASE WHEN c.since <= '{day}' AND (c.until IS NULL OR c.until > '{day}') THEN 1 ELSE 0 END)"
    for day in DAYS
)
TREND = f"""SELECT {SUMS} FROM divisions_division d LEFT JOIN associations_coverage c ON c.place = d.code
WHERE d.level = 12 AND d.code >= %s AND d.code < %s"""  # noqa: S608
MISSING = f"""SELECT d.code, d.name, coalesce((SELECT max(l.until) FROM associations_coverage l
WHERE l.place = d.code AND l.until <= %s), d.valid_from) AS since FROM divisions_division d
WHERE {THERE} AND NOT EXISTS (SELECT 1 FROM associations_coverage c WHERE {ON}) ORDER BY since, d.code LIMIT 6"""  # noqa: S608


@cache
def covered(size: int) -> None:
    """A province's villages, of which 19 in 20 are covered, one in ten of them since last year."""
    code = PROVINCE if size >= 100_000 else SMALL
    known = {*Division.objects.below(code).values_list("code", flat=True)}
    fresh = [Division.named(one, name, FIRST) for one, name, _ in listed(code) if one not in known]
    Division.objects.bulk_create(fresh, batch_size=5000)
    codes = [one for one, _, _ in listed(code) if len(one) == 12]
    matter = AssociationMatterFactory(path=codes[0])
    one = Association.objects.create(id=UUID(int=1), matter=matter, path=codes[0], place=codes[0], name="残协")
    Coverage.objects.bulk_create(
        (
            Coverage(
                association=one, path=code, place=code, since=date(2025, 9, 1) if number % 10 else date(2024, 1, 1)
            )
            for number, code in enumerate(codes)
            if number % 20
        ),
        batch_size=5000,
    )


def board() -> None:
    response = clerk(PROVINCE, Role.PROVINCE_CLERK).get(f"/associations/coverage/?place={PROVINCE}&on={DAY}")
    assert response.status_code == 200, response.status_code


def by_hand() -> None:
    empty_page()
    day, inside = f"{DAY}", bounds(PROVINCE)
    fetch(BELOW, [day, day, *inside, day, day])
    fetch(TREND, inside)
    fetch(MISSING, [day, *inside, day, day, day, day])


@row("coverage board, 62,074 villages, any day", against="an empty page and SQL", bound=2.0)
def against_sql(size: int) -> Pair:
    covered(size)
    return side_by_side(board, by_hand, times=1 / 2)
