"""The life of an association is tested by this room's own checks: what other rooms ask of it they test themselves."""

import pytest

from canxie.duties.associations.published import coverage_followers, filing_checks, members


@pytest.fixture(autouse=True)
def _this_room_alone(monkeypatch):
    for plugs in (filing_checks, coverage_followers, members):
        own = {key: plug for key, plug in plugs.items() if key.startswith("canxie.duties.associations")}
        monkeypatch.setattr(plugs, "_declared", own)
