"""SQLite and its disk: nothing is acknowledged before the disk has it, and a full disk takes nothing away."""

import re
from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from tests.faults.browser import Browser
from tests.faults.counting import counted
from tests.faults.load import PASSWORD, staff_of
from tests.faults.system_calls import watched

LONG_AGO = "2026-01-01T00:00:00Z"


@pytest.fixture
def door(house):
    """A commissioner signed in, and the form of one of their doors, filled in."""
    house.serve()
    [(username, doors)] = staff_of(house, 1)
    household, people = doors[0]
    browser = Browser(house.address)
    assert browser.signs_in(username, PASSWORD).status == 302
    fields = {"visit_id": str(uuid4()), "visited_on": localdate().isoformat(), "manner": "at_home"}
    fields |= {f"how_{person}": "self" for person in people}
    return browser, f"/visits/households/{household}/record/", fields


def test_an_answer_comes_after_the_disk_has_it(house, door, tmp_path):
    browser, path, fields = door
    log = tmp_path / "calls"

    with watched(house.pids("gunicorn"), log, "--trace=fdatasync,fsync,recvfrom,sendto,write"):
        answers = [browser.posts(path, **fields | {"visit_id": str(uuid4())}) for _ in range(5)]

    assert [answer.status for answer in answers] == [302] * 5
    calls = re.findall(
        r"(recvfrom[^\n]*POST /visits|f(?:data)?sync\([^)]*canxie\.db-wal[^)]*\)\s*= 0|HTTP/1\.1 302)", log.read_text()
    )
    order = "".join("P" if "recv" in call else "A" if "HTTP" in call else "s" for call in calls)
    assert re.fullmatch(r"(Ps+A){5}s*", order), order


def test_a_full_disk_takes_nothing_and_says_so(house, door, tmp_path):
    browser, path, fields = door
    with watched(house.pids("gunicorn"), tmp_path / "calls", "--trace=pwrite64", "--inject=pwrite64:error=ENOSPC"):
        refused = browser.posts(path, **fields)
        health = browser.opens("/healthz")

    assert refused.status == 503, refused.text[:300]
    assert "服务器的磁盘满了" in refused.text
    assert fields["visit_id"] in refused.text
    assert health.status == 200
    before = counted(house, LONG_AGO)["noted"]
    assert fields["visit_id"] not in before

    accepted = browser.posts(path, **fields)

    assert accepted.status == 302
    assert counted(house, LONG_AGO)["noted"][fields["visit_id"]] == 1
