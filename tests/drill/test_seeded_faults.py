"""Fifteen faults, each made in a copy of the tree: the tests named for it must notice. Minutes long."""

import pytest

from tests.faults.seeded import FAULTS, Copy


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    copy = Copy(tmp_path_factory.mktemp("seeded"))
    asserted, others = copy.tries(*sorted({test.partition("::")[0] for fault in FAULTS for test in fault.tests}))
    assert (asserted, others) == ([], []), "without a fault all is green"
    return copy


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_the_tests_notice(copy, fault):
    copy.breaks(fault)
    try:
        asserted, _ = copy.tries(*fault.tests)
    finally:
        copy.mends(fault)
    assert asserted, f"{fault.name}: nobody noticed"
