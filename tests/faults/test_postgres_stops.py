"""PostgreSQL breaks off and comes back under load: what was acknowledged is there once."""

import time

import pytest
from django.db import connection

from tests.faults.cluster import Cluster
from tests.faults.counting import nothing_is_lost_or_doubled
from tests.faults.house import House, own_database
from tests.faults.load import at_work

RESTARTS = 3


@pytest.fixture
def cluster():
    cluster = Cluster()
    try:
        yield cluster
    finally:
        cluster.close()


@pytest.fixture
def house(cluster, tmp_path, true_clock):
    house = House(tmp_path, own_database(tmp_path, cluster.address))
    try:
        house.invent(people=400)
        yield house
    finally:
        house.kill()


def test_the_database_breaks_off_and_comes_back(house, cluster):
    house.serve()

    with at_work(house, people=4) as shift:
        for _ in range(RESTARTS):
            time.sleep(1)
            done = len(shift.acknowledged())
            cluster.stop()
            time.sleep(0.5)
            assert not house.is_up()
            cluster.start()
            house.wait_until(house.is_up, seconds=30)
            house.wait_until(lambda done=done: len(shift.acknowledged()) > done + 4)

    nothing_is_lost_or_doubled(house, shift)


@pytest.mark.django_db
def test_a_commit_waits_for_the_disk():
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
