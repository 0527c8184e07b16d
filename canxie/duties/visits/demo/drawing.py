"""A year of visits as columns of numbers: when each household was called on, and how often somebody came late."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

Ints = npt.NDArray[np.int64]

YEAR, MOST = 365, 20
NEW, LATE = 0.02, 0.065
SLOWEST = "柳湾村"
"""The village that nobody has looked after for a while, and where some have waited for weeks."""

LATE_IN = {"柳湾村": 0.22, "磨盘村": 0.13, "东岭村": 0.08, "麦田村": 0.0}

CALM = "槐里村"
KNOWN = {"李秀兰": -13, "马志强": -2, "孙立军": 0, "赵德顺": 2, "阿依古丽·买买提": 3, "王桂芬": 5, "陈建国": 60}
"""The households of the pictures by their heads, and in how many days each is due; none of the others within a week."""


@dataclass(frozen=True, slots=True)
class Home:
    """A household to visit: its id as 32 digits, and its living people."""

    id: str
    path: str
    tier: str
    people: tuple[str, ...]
    head: str


@dataclass(slots=True)
class Year:
    """Of each visit: whose, how many days ago, whether it counts, and dice for all the rest."""

    home: Ints
    ago: Ints
    nth: Ints
    dice: Ints

    def __len__(self) -> int:
        return len(self.home)


class Villages(NamedTuple):
    """Those that are not like the others, by code.

    In `calm` nobody but the known is due within a week, in `slow` some have waited for weeks;
    `late` are shares, `vacant_for` says for how many days nobody has visited a village.
    """

    calm: str
    slow: str
    late: Mapping[str, float]
    vacant_for: Mapping[str, int]


def draw(chance: Generator, homes: list[Home], intervals: Mapping[str, int], villages: Villages) -> Year:
    """Go back from today: the last visit that counts lies within the tier's interval, unless somebody is late."""
    count = len(homes)
    interval = np.array([intervals[home.tier] for home in homes])
    last = last_visits(chance, homes, interval, villages)
    idle = np.array([villages.vacant_for.get(home.path, 0) for home in homes])
    last = np.where(last <= idle, idle + 1 + last % 9, last)
    gaps = interval[:, None] * (0.8 + 0.32 * chance.random((count, MOST)))
    gaps[:, 0] = 0
    ago = last[:, None] + np.cumsum(gaps, axis=1).astype(np.int64)
    is_new = (chance.random(count) < NEW) & np.array([home.path != villages.calm for home in homes])
    kept = (ago <= YEAR) & ~is_new[:, None]
    kept[:, 0] &= ~is_new
    home, nth = np.nonzero(kept)
    return Year(home, ago[home, nth], nth, chance.integers(0, 2**16, (len(home), 6)))


def last_visits(chance: Generator, homes: list[Home], interval: Ints, villages: Villages) -> Ints:
    count, calm, slow = len(homes), villages.calm, villages.slow
    last = (chance.random(count) * (interval + 1)).astype(np.int64)
    where = np.array([home.path for home in homes])
    share = np.array([villages.late.get(path, LATE) for path in where])
    days = np.where(where == slow, chance.integers(3, 43, count), chance.geometric(0.16, count))
    late = chance.random(count) < share
    last = np.where(late, interval + np.minimum(days, 45), last)
    last = np.where(where == calm, last % (interval - 8), last)
    for index, home in enumerate(homes):
        if home.path == calm and home.head in KNOWN:
            last[index] = max(0, interval[index] - KNOWN[home.head])
    return last
