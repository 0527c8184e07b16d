"""What gives somebody a reason to open a file, and who else saw somebody's name: rooms say so in a `reasons.py`."""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from canxie.engine.plugs import Plugs

if TYPE_CHECKING:  # apps read this file before there are models
    from canxie.ground.registry.models import Household

Reason = Callable[[Collection[UUID], date, date], set[UUID]]
"""Of these households, those that somebody had business with between two days (the second not included)."""

reasons: Plugs[str, Reason] = Plugs("reasons")


def reason(key: str) -> Callable[[Reason], Reason]:
    """Declare one kind of business: a visit that was due, a need that was open."""

    def decorate(find: Reason) -> Reason:
        reasons.declare(key, find)
        return find

    return decorate


def with_business(households: Collection[UUID], since: date, until: date) -> set[UUID]:
    """The households that any room had business with."""
    return set().union(*(find(households, since, until) for find in reasons.values()))


class Task(NamedTuple):
    """Business with one household: of one reader, or of whoever holds an office at that very place; in words."""

    since: datetime
    until: datetime
    words: str
    reader: int = 0
    office: str = ""


class Sight(NamedTuple):
    """A list that went out with the people of a place: by whom, when, which in words, and what for."""

    at: datetime
    reader: int
    text: str
    purpose: str


Tasks = Callable[["Household", datetime, timedelta], list[Task]]
"""Business with a household since a moment; each lasts so many days longer on both sides as the timedelta says."""
Sights = Callable[["Household", datetime], list[Sight]]

tasks: Plugs[str, Tasks] = Plugs("reasons")
sights: Plugs[str, Sights] = Plugs("reasons")


def tasks_of(household: "Household", since: datetime, around: timedelta) -> list[Task]:
    """All business with a household, the earliest first."""
    return sorted(one for find in tasks.values() for one in find(household, since, around))


def sights_of(household: "Household", since: datetime) -> list[Sight]:
    return sorted(one for find in sights.values() for one in find(household, since))
