"""The table of seeded faults does not rot: each still fits its file. `make drill ONLY=seeded` makes them."""

import pytest

from tests.faults.seeded import FAULTS, TREE


def test_there_are_fifteen():
    assert len({fault.name for fault in FAULTS}) == len({(fault.file, fault.old) for fault in FAULTS}) == 15


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_each_fits_its_file_once(fault):
    assert (TREE / fault.file).read_text().count(fault.old) == 1
    assert fault.new != fault.old
    for test in fault.tests:
        file, _, name = test.partition("::")
        assert f"{name}" in (TREE / file).read_text()
