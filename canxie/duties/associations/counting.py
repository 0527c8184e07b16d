"""How many villages are covered on a day (1.5, M1), for the board, the command and the measure alike.

Villages are those of the day asked about, by their codes of that day, so an abolished one drops out and a past
figure stays what it was. Each statement passes once over the villages of the place.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

from django.db import connection

from canxie.duties.associations.rules import Covered
from canxie.engine.scoping.scope import subtree

VILLAGE = "d.level = 12 AND d.code >= %s AND d.code < %s"
IN_FORCE = "d.valid_from <= %s AND (d.valid_to IS NULL OR d.valid_to > %s)"
COVERS = "c.place = d.code AND c.since <= %s AND (c.until IS NULL OR c.until > %s)"

CHILDREN = f"""
SELECT SUBSTR(d.code, 1, %s), COUNT(*), COUNT(c.id)
FROM divisions_division d LEFT JOIN associations_coverage c ON {COVERS}
WHERE {VILLAGE} AND {IN_FORCE} GROUP BY 1 ORDER BY 1
"""  # noqa: S608  # ours alone
SPANS = f"""
SELECT since, until, COUNT(*) FROM (
    SELECT CASE WHEN d.valid_from > c.since THEN d.valid_from ELSE c.since END AS since,
           CASE WHEN d.valid_to IS NULL OR d.valid_to > c.until THEN c.until ELSE d.valid_to END AS until
    FROM divisions_division d JOIN associations_coverage c ON c.place = d.code WHERE {VILLAGE}
) AS spans GROUP BY since, until
"""  # noqa: S608
VERSIONS = f"SELECT d.valid_from, d.valid_to, COUNT(*) FROM divisions_division d WHERE {VILLAGE} GROUP BY 1, 2"  # noqa: S608
GAPS = f"""
SELECT d.code, d.name, COALESCE(
    (SELECT MAX(l.until) FROM associations_coverage l
     WHERE (l.place = d.code OR l.path = d.code) AND l.until <= %s AND l.until > l.since), d.valid_from) AS since
FROM divisions_division d
WHERE {VILLAGE} AND {IN_FORCE} AND NOT EXISTS (SELECT 1 FROM associations_coverage c WHERE {COVERS})
ORDER BY since, d.code
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Gap:
    """A village that no association covers, since the day its last one left it, or since there is the village."""

    code: str
    name: str
    since: date


def covered(place: str, on: date) -> Covered:
    """Count the villages below a place on a day, and those of them that are covered."""
    return total(by_child(place, on, len(place)).values())


def by_child(place: str, on: date, length: int) -> dict[str, Covered]:
    """Count by the first `length` digits of the villages' codes, in one statement."""
    day = written(on)
    rows = ask(CHILDREN, [length, day, day, *subtree(place), day, day])
    return {child: Covered(villages, covered) for child, villages, covered in rows}


def total(parts: Iterable[Covered]) -> Covered:
    known = [*parts]
    return Covered(sum(one.villages for one in known), sum(one.covered for one in known))


def over_time(place: str, days: Sequence[date]) -> list[Covered]:
    """Count on several days, however many, in two statements: what began by then and had not ended."""
    bounds = [*subtree(place)]
    villages, covers = Running(ask(VERSIONS, bounds)), Running(ask(SPANS, bounds))
    return [Covered(villages.on(day), covers.on(day)) for day in days]


class Running:
    """How many of some spans are under way on a day. A span that ends before it begins never was."""

    def __init__(self, spans: Iterable[tuple[Any, Any, int]]) -> None:
        changes: Counter[str] = Counter()
        for since, until, how_many in spans:
            if until is None or until > since:
                changes[str(since)] += how_many
                changes[str(until or "9999-12-31")] -= how_many
        self.days = sorted(changes)
        self.sums = [*accumulate(changes[day] for day in self.days)]

    def on(self, day: date) -> int:
        begun = bisect_right(self.days, str(day))
        return self.sums[begun - 1] if begun else 0


def gaps(place: str, on: date, limit: int | None = None) -> list[Gap]:
    """List the villages that are not covered on a day, those who have waited longest first."""
    day = written(on)
    rows = ask(GAPS + ("LIMIT %s" if limit else ""), [day, *subtree(place), day, day, day, day, *filter(None, [limit])])
    return [Gap(code, name, read(since)) for code, name, since in rows]


def ask(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [*cursor.fetchall()]


def written(day: date) -> Any:
    """Write a day as the database compares it: SQLite keeps days as text."""
    return connection.ops.adapt_datefield_value(day)


def read(day: date | str) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day
