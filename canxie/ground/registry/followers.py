"""What other rooms do when people of the registry came, went or changed: each says so in its `persons.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from canxie.engine.plugs import Plugs


@dataclass(frozen=True, slots=True)
class Follower:
    """`some` follows a change of a few households, `all_of` one of a whole place (a path), as after an import."""

    some: Callable[[Sequence[UUID], date], None]
    all_of: Callable[[str, date], None]


followers: Plugs[str, Follower] = Plugs("persons")


def follow(households: Sequence[UUID], on: date) -> None:
    """Let every room follow what has just changed in these households. Call it inside the action."""
    for follower in followers.values():
        follower.some(households, on)


def follow_all(path: str, on: date) -> None:
    """Let every room follow what has just changed all over a place."""
    for follower in followers.values():
        follower.all_of(path, on)
