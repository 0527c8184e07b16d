"""Rows of the benchmark: two ways of doing one thing, timed in turn in one run, and their ratio."""

import os
from collections.abc import Callable
from gc import collect
from statistics import median
from time import perf_counter
from typing import NamedTuple

TIMES = int(os.environ.get("TIMES", "9"))


class Pair(NamedTuple):
    """Ours, and what it is measured by: medians in seconds, or two amounts of anything else."""

    ours: float
    reference: float

    @property
    def ratio(self) -> float:
        return self.ours / self.reference


BROKEN = Pair(float("inf"), 1.0)
"""What a row comes to that could not be measured."""


class Row(NamedTuple):
    """One line of the table: the ratio may be at most `bound`."""

    name: str
    against: str
    bound: float
    measure: Callable[[int], Pair]


rows: list[Row] = []


def row(name: str, *, against: str, bound: float) -> Callable[[Callable[[int], Pair]], Callable[[int], Pair]]:
    """Declare a row. Its function gets the number of people in the database and measures."""

    def declare(measure: Callable[[int], Pair]) -> Callable[[int], Pair]:
        rows.append(Row(name, against, bound, measure))
        return measure

    return declare


def side_by_side(ours: Callable[[], object], reference: Callable[[], object], times: float = 1) -> Pair:
    """Run both once to warm up, then `times` × TIMES in turn: whatever else the machine does hits both."""
    ours(), reference()
    spent: tuple[list[float], list[float]] = ([], [])
    for _ in range(max(1, round(times * TIMES))):
        for call, seconds in zip((ours, reference), spent, strict=True):
            seconds.append(timed(call))
    return Pair(*map(median, spent))


def timed(call: Callable[[], object]) -> float:
    collect()
    start = perf_counter()
    call()
    return perf_counter() - start
