"""What gives somebody a reason to open a file: rooms say so in a `reasons.py`."""

from collections.abc import Callable, Collection
from datetime import date
from uuid import UUID

from canxie.engine.plugs import Plugs

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
