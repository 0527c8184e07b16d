"""A minute of people at work in a house of its own: visits saved through the page, from gunicorn to the disk."""

import os
import tempfile
from pathlib import Path

from django.conf import settings

from tests.bench.harness import Pair, row
from tests.faults.endurance import endured
from tests.faults.house import House, own_database

A_SECOND = 100
SECONDS, SHORT, PEOPLE, FEW = 60, 3, 2_000, 400


@row("visits saved by people at work", against="100 a second", bound=1.0)
def a_minute(size: int) -> Pair:
    """Each visit with its form read first, by eight people who share the two cores with what serves them."""
    is_small = size < PEOPLE
    with tempfile.TemporaryDirectory(dir=settings.VAR) as folder:
        house = House(Path(folder), own_database(Path(folder), os.environ.get("DATABASE_URL", "")))
        try:
            house.invent(people=FEW if is_small else PEOPLE)
            house.serve()
            told = endured(house, SHORT if is_small else SECONDS)
        finally:
            house.close()
    return Pair(A_SECOND, told["visits_a_second"])
