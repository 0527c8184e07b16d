"""Visits saved through the page, with needs and trail, for a while: none lost, no error, and memory that stays.

SECONDS=1800 for half an hour. What it measured is kept in var/load.json: visits a second, the 95th
percentile of an answer, and the memory of web and worker at the beginning and at the end.
"""

import json
import os
import time
from pathlib import Path

import pytest
from django.conf import settings

from tests.faults.cluster import Cluster
from tests.faults.counting import nothing_is_lost_or_doubled
from tests.faults.house import House, own_database
from tests.faults.load import at_work

SECONDS = int(os.environ.get("SECONDS", "60"))
PEOPLE = 8
A_SECOND = 100
"""Visits, each with its form read first; quality.md, performance."""

GROWTH = 1.25
"""How much more memory the processes may hold at the end than when they were warm."""


@pytest.fixture
def house(tmp_path, true_clock):
    cluster = Cluster()
    house = House(tmp_path, own_database(tmp_path, cluster.address))
    try:
        house.invent(people=2_000)
        house.serve()
        yield house
    finally:
        house.kill()
        cluster.close()


def memory(house: House) -> int:
    """Return the bytes that web and worker hold for themselves, shared pages once."""
    kilobytes = 0
    for pid in house.pids():
        told = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
        kilobytes += int(told["Pss"].split()[0])
    return kilobytes * 1024


def test_load_for_a_while(house):
    with at_work(house, people=PEOPLE) as shift:
        time.sleep(max(5, SECONDS // 10))
        warm, began, before = memory(house), time.monotonic(), len(shift.acknowledged())
        time.sleep(SECONDS)
        saved, lasted, after = len(shift.acknowledged()) - before, time.monotonic() - began, memory(house)

    took = sorted(seconds for visitor in shift.visitors for seconds in visitor.took)
    told = {
        "visits_a_second": round(saved / lasted, 1),
        "p95_ms": round(took[int(len(took) * 0.95)] * 1000),
        "seconds": round(lasted),
        "memory_mib": [warm >> 20, after >> 20],
    }
    (settings.BASE_DIR / "var/load.json").write_text(json.dumps(told))
    nothing_is_lost_or_doubled(house, shift)
    assert after < warm * GROWTH
    assert told["visits_a_second"] >= A_SECOND, told
