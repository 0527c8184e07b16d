"""What holds for every test of the house."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

pytest_plugins = ["tests.drawn", "tests.strictness"]

WAKING = timedelta(hours=7)
"""A run begins at seven in the morning: the day is one from beginning to end, and in UTC it is still the day before."""


def pytest_configure(config) -> None:
    """Set the clock before any module is read, since many take their TODAY from it."""
    midnight = datetime.now(ZoneInfo("Asia/Shanghai")).replace(hour=0, minute=0, second=0, microsecond=0)
    clock = time_machine.travel(midnight + WAKING, tick=True)
    clock.start()
    config.add_cleanup(clock.stop)


@pytest.fixture
def true_clock():
    """The machine's own time, for what has to agree with other programs, with files' dates or with the database."""
    with time_machine.travel(time_machine.escape_hatch.datetime.datetime.now(UTC), tick=True):
        yield
