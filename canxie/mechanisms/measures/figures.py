"""Figures of a place on a day, and of each division one level down."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from canxie.engine.scoping.scope import subtree
from canxie.ground.divisions.models import Division
from canxie.mechanisms.measures.published import Measure, measures

LENGTHS = (2, 4, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class Figure:
    """How many, of how many. With none below the line there is no data, and that is not 0.

    `hidden` are numbers so small that they would tell of single people.
    """

    part: int
    of: int
    share: bool = True
    hidden: bool = False

    @property
    def value(self) -> Decimal | int | None:
        """The figure as it is shown: percent with one decimal, or a number; None without data, and when hidden.

        >>> Figure(1, 3).value, Figure(0, 3).value, Figure(0, 0).value, Figure(2, 3, share=False).value
        (Decimal('33.3'), Decimal('0.0'), None, 2)
        """
        if not self.of or self.hidden:
            return None
        if not self.share:
            return self.part
        return (Decimal(100 * self.part) / self.of).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Line:
    """One division one level down and its figure."""

    code: str
    name: str
    figure: Figure


def figure(key: str, path: str, on: date) -> Figure:
    """Compute one measure at a place, in one query. `on` is today, or a past day if the measure knows it."""
    measure = measures[key]
    counts = _rows(measure, path, on).aggregate(part=Count("pk", filter=measure.part(on)), of=Count("pk"))
    return Figure(counts["part"], counts["of"], measure.share)


def by_child(key: str, path: str, on: date) -> list[Line]:
    """Compute one measure for all divisions one level down as they were that day, in two queries."""
    measure = measures[key]
    length = next((length for length in LENGTHS if length > len(path)), None)
    if length is None:
        return []
    rows = _rows(measure, path, on).annotate(child=Substr(measure.by, 1, length)).values("child").order_by()
    counted = rows.annotate(part=Count("pk", filter=measure.part(on)), of=Count("pk"))
    found = {row["child"]: Figure(row["part"], row["of"], measure.share) for row in counted}
    nothing = Figure(0, 0, measure.share)
    children = Division.objects.valid_on(on).children_of(path)
    return [Line(child.code, child.name, found.get(child.code, nothing)) for child in children]


def discreet(lines: Sequence[Line], least: int) -> list[Line]:
    """Hide figures that rest on 1 to `least` - 1 people on either side of the condition.

    One hidden alone could be reckoned from the sum, so the next smallest goes with it.
    """
    small = [line for line in lines if tells(line.figure, least)]
    open_ = sorted((line for line in lines if line not in small and line.figure.of), key=lambda line: line.figure.of)
    hidden = {line.code for line in [*small, *(open_[:1] if len(small) == 1 else [])]}
    return [replace(line, figure=veiled(line.figure)) if line.code in hidden else line for line in lines]


def veiled(figure: Figure) -> Figure:
    return replace(figure, part=0, hidden=True)


def tells(figure: Figure, least: int) -> bool:
    """Say whether a figure rests on so few that it tells of single people."""
    return any(0 < number < least for number in (figure.part, figure.of - figure.part, figure.of))


def _rows(measure: Measure, path: str, on: date) -> QuerySet[Any]:
    first, beyond = subtree(path) if path else ("", "")
    inside = Q(**{f"{measure.by}__gte": first, f"{measure.by}__lt": beyond}) if path else Q()
    return measure.rows(on).filter(inside)
