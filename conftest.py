"""What holds for every test of the house."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

pytest_plugins = ["tests.drawn", "tests.strictness"]

MORNING = datetime(2026, 11, 24, 7, tzinfo=ZoneInfo("Asia/Shanghai"))
"""When a run begins: what was counted by hand from this day stays right, and in UTC it is still the day before."""


def pytest_configure(config) -> None:
    """Set the clock before any module is read, since many take their TODAY from it."""
    clock = time_machine.travel(MORNING, tick=True)
    clock.start()
    config.add_cleanup(clock.stop)


@pytest.fixture
def true_clock():
    """The machine's own time, for what has to agree with other programs, with files' dates or with the database."""
    with time_machine.travel(time_machine.escape_hatch.datetime.datetime.now(UTC), tick=True):
        yield
