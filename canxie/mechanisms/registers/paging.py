"""A page of a register, found by where its first row stands and not by counting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

SIZE = 50
MANY = 10_000


@dataclass(frozen=True, slots=True)
class Leaf:
    """The rows of one page, and the keys by which the pages before and after it are found."""

    rows: Sequence[Any]
    before: str = ""
    after: str = ""


def leaf(rows: QuerySet[Any], sort: Sequence[str], sent: Mapping[str, str]) -> Leaf:
    """Cut the page that an address asks for. It names a row by its key alone: no name stands in an address.

    A row that is no longer there, or never was, leads to the first page.
    """
    key = sort[-1].removeprefix("-")
    place = _place(rows, sort, key, sent.get("before") or sent.get("after", ""))
    back = place is not None and "before" in sent
    order = [_turned(field) for field in sort] if back else [*sort]
    found = [*(rows.filter(_beyond(order, place)) if place else rows).order_by(*order)[: SIZE + 1]]
    more, page = len(found) > SIZE, found[:SIZE]
    page = page[::-1] if back else page
    if not page:
        return Leaf([])
    first, last = str(getattr(page[0], key)), str(getattr(page[-1], key))
    return Leaf(page, before=first if (more if back else place) else "", after=last if (back or more) else "")


def counted(rows: QuerySet[Any], unit: str) -> str:
    """Count in words, and not beyond what anybody reads."""
    count = rows.order_by()[: MANY + 1].count()
    return f"超过 {MANY:,} {unit}" if count > MANY else f"{count:,} {unit}"


def _place(rows: QuerySet[Any], sort: Sequence[str], key: str, sent: str) -> Any:
    if not sent:
        return None
    try:
        return rows.filter(**{key: sent}).order_by(*sort).first()
    except (ValueError, ValidationError):
        return None


def _beyond(order: Sequence[str], place: Any) -> Q:
    """Rows after a place in this order. The first field alone bounds them, so that its index is read."""
    found, equal = Q(pk__in=[]), Q()
    for told in order:
        field, step = told.removeprefix("-"), "lt" if told.startswith("-") else "gt"
        found |= equal & Q(**{f"{field}__{step}": getattr(place, field)})
        equal &= Q(**{field: getattr(place, field)})
    first, step = order[0].removeprefix("-"), "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{first}__{step}": getattr(place, first)}) & found


def _turned(field: str) -> str:
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"
