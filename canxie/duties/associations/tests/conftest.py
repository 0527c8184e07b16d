"""This room by itself: what others hold against an association is tested where they say it."""

import pytest

from canxie.duties.associations.published import coverage_followers, filing_checks, members

OWN = "canxie.duties.associations"


@pytest.fixture(autouse=True)
def own_checks_alone(monkeypatch):
    assert any(key.startswith(OWN) for key in filing_checks)
    for plugs in (filing_checks, coverage_followers, members):
        for key in [key for key in plugs if not key.startswith(OWN)]:
            monkeypatch.delitem(plugs._declared, key)
