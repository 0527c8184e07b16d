"""Visits saved through the page, with needs and trail, for a while: none lost, no error, and memory that stays.

SECONDS=1800 for half an hour. What it measured is kept in var/load.json.
"""

import json
import os

import pytest
from django.conf import settings

from tests.faults.cluster import Cluster
from tests.faults.endurance import endured
from tests.faults.house import House, own_database

SECONDS = int(os.environ.get("SECONDS", "60"))
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


def test_load_for_a_while(house):
    told = endured(house, SECONDS)

    (settings.BASE_DIR / "var/load.json").write_text(json.dumps(told))
    warm, after = told["memory_mib"]
    assert after < warm * GROWTH
    assert told["visits_a_second"] >= A_SECOND, told
