import pytest

from canxie.engine.keys import Keys
from tests.released import county


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """The county of the release before, brought up to today, with one file that somebody has brought."""
    with county(tmp_path_factory.mktemp("county")) as machine:
        Keys(machine.keys).newest("backup")
        assert machine.canxie("migrate", "--verbosity", 0).returncode == 0
        yield machine
