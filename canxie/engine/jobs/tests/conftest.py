import pytest

import canxie.engine.jobs.tests.kinds  # noqa: F401  # declares the jobs of these tests
from canxie.engine.jobs.running import HAND


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    """A folder of its own for each test, and nobody who is told to stop."""
    settings.VAR = tmp_path
    HAND.worker, HAND.is_stopping = "command", False
    return tmp_path
