"""Facts that stand in a column of the person or of the household: `household__lives_alone`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Q

from canxie.ground.registry.models import Person
from canxie.mechanisms.criteria.answers import Choice, YesNo
from canxie.mechanisms.criteria.published import Fact, Read
from canxie.mechanisms.criteria.truth import Sides

ROSTER = "名册和走访"


def reading(column: str) -> Read:
    """Take the column from rows that are there already; `gather` brings their households."""
    take = attrgetter(column.replace("__", "."))

    def read(people: Sequence[Person], on: date) -> Mapping[UUID, Any]:
        return {person.pk: value for person in people if (value := take(person)) not in (None, "")}

    return read


def yes_no(column: str, name: str, *, yes: str, no: str, missing: str) -> Fact:
    """Publish a column of yes, no and NULL."""
    sides = Sides(*(Q(**{column: value}) for value in (True, False, None)))
    words = {True: yes, False: no}
    return Fact(name, YesNo(sides, yes), reading(column), ROSTER, missing, told=words.__getitem__)


def choice(column: str, name: str, choices: Mapping[str, str], *, missing: str) -> Fact:
    """Publish a column of codes; "" is not known."""
    return Fact(name, Choice(column, choices), reading(column), ROSTER, missing, told=choices.__getitem__)


def by_day(column: str, bound: Callable[[int, date], date], *, later_is_more: bool) -> Callable[[int, date], Sides]:
    """Ask for "at least n" of something that is reckoned from a day in a column: an age, days that are left.

    `bound(n, on)` is the last day, or the first one when `later_is_more`, whose rows have n.
    So the column itself is compared, and an index can read it.
    """
    reached, missed = ("gte", "lt") if later_is_more else ("lte", "gt")

    def at_least(number: int, on: date) -> Sides:
        day = bound(number, on)
        return Sides(Q(**{f"{column}__{reached}": day}), Q(**{f"{column}__{missed}": day}), Q(**{column: None}))

    return at_least


def phrases(at_least: str, below: str, **others: str) -> dict[str, str]:
    """Word the questions about a whole number; {} is the number."""
    return {"at_least": at_least, "below": below, "is": "正好 {}", "at_most": "不超过 {}", "above": "超过 {}"} | others
