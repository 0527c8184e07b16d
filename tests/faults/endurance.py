"""Visits saved through the page for a while: how many a second, how long each took, and what the house held."""

import time
from pathlib import Path

from tests.faults.counting import nothing_is_lost_or_doubled
from tests.faults.house import House
from tests.faults.load import at_work

PEOPLE = 8
Told = dict[str, float | int | list[int]]


def endured(house: House, seconds: float) -> Told:
    """Let people work for so many seconds once the house is warm; nothing may be lost, doubled or refused.

    Returns visits a second, the 95th percentile of an answer in ms, and the memory of web and
    worker in MiB at the beginning and at the end.
    """
    with at_work(house, people=PEOPLE) as shift:
        time.sleep(max(1, seconds / 10))
        warm, began, before = memory(house), time.monotonic(), len(shift.acknowledged())
        answered = [len(visitor.took) for visitor in shift.visitors]
        time.sleep(seconds)
        saved, lasted, after = len(shift.acknowledged()) - before, time.monotonic() - began, memory(house)

    took = sorted(one for visitor, start in zip(shift.visitors, answered, strict=True) for one in visitor.took[start:])
    nothing_is_lost_or_doubled(house, shift)
    return {
        "visits_a_second": round(saved / lasted, 1),
        "p95_ms": round(took[int(len(took) * 0.95)] * 1000),
        "seconds": round(lasted),
        "memory_mib": [warm >> 20, after >> 20],
    }


def memory(house: House) -> int:
    """Return the bytes that web and worker hold for themselves, shared pages once."""
    kilobytes = 0
    for pid in house.pids():
        told = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
        kilobytes += int(told["Pss"].split()[0])
    return kilobytes * 1024
