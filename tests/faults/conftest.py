"""A small invented county in a house of its own."""

import pytest

from tests.faults.house import House, own_database


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path, own_database(tmp_path))
    try:
        house.invent(people=400)
        yield house
    finally:
        house.close()
