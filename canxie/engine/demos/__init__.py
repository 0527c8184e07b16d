"""What rooms invent for a demo: each writes a `demo.py`, and the command `canxie demo` runs them in order."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

from numpy.random import Generator, default_rng

from canxie.engine.plugs import Plugs


class Heard(NamedTuple):
    """Something that was asked for at a door: by whom, at which visit. Ids are written as 32 hexadecimal digits."""

    on: date
    path: str
    household: str
    person: str
    visit: str
    visitor: int


@dataclass(slots=True)
class Demo:
    """One invented place: how many people live there, on which day it is looked at, and where chance begins.

    The same seed on the same day invents the same county. Files to try things with go into
    the folder `files`. `heard` is what visits hand on to
    whichever room answers for it, since rooms do not know each other.
    """

    place: str
    people: int
    seed: int
    today: date
    files: Path
    heard: list[Heard] = field(default_factory=list)

    def chance(self, room: str) -> Generator:
        """Begin chance anew for a room, so that what one invents never shifts what the next does."""
        return default_rng([self.seed, zlib.crc32(room.encode())])


Progress = Callable[[float], object]
"""Hears how much of a step is done, from 0 to 1."""

Counts = dict[str, int]


Run = Callable[[Demo, Progress], Counts]


@dataclass(frozen=True, slots=True)
class Step:
    """What one room invents. `after` names the rooms whose rows it stands on; one that is missing is not waited for.

    `wide` does the same for a whole province, outside of any transaction; a room without it leaves a province alone.
    """

    label: str
    run: Run
    after: tuple[str, ...] = ()
    wide: Run | None = None


steps: Plugs[str, Step] = Plugs("demo")
"""Discovered by the command alone: nobody else needs names by the hundred in memory."""


def in_order(*, wide: bool = False) -> list[Step]:
    """Put each step behind those it stands on; for a province only those that can do one."""
    taken = {room: step for room, step in steps.items() if step.wide or not wide}
    graph = {room: [one for one in step.after if one in taken] for room, step in taken.items()}
    return [taken[room] for room in TopologicalSorter(graph).static_order()]


def shares(progress: Progress, total: int) -> Callable[[int], None]:
    """Make what counts rows into what hears shares of a whole."""
    done = 0

    def told(rows: int) -> None:
        nonlocal done
        done += rows
        progress(min(1.0, done / max(1, total)))

    return told
