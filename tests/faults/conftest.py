"""A small invented county in a house of its own."""

import os

import pytest

from tests.faults.house import House, own_database

SERVER = os.environ.get("DATABASE_URL", "")


@pytest.fixture
def house(tmp_path, true_clock):
    house = House(tmp_path, own_database(tmp_path, SERVER))
    try:
        house.invent(people=400)
        yield house
    finally:
        house.close()


collect_ignore = ["test_sqlite_disk.py" if SERVER.startswith("postgres") else "test_postgres_stops.py"]
