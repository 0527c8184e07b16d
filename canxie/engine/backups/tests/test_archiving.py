"""Old lines of the trail go into a sealed file; the chain still holds, and still finds who touches it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from canxie.engine.audit.chain import verify
from canxie.engine.audit.models import AuditEntry
from canxie.engine.audit.trail import action, note
from canxie.engine.backups.archiving import archive_old_lines, read
from canxie.engine.backups.refusals import Refused
from canxie.engine.parameters.models import ParameterValue
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.models import User

HERE, BY, TODAY = "379900", Scope(7, {}), date(2026, 11, 24)


@action("test.write")
def write(number):
    note(BY, "test.write", User(pk=1), place=HERE, n=number)


@pytest.fixture
def years(db, settings, tmp_path, time_machine):
    """A line a month for four years, the last one this month."""
    settings.BACKUPS = tmp_path / "backups"
    for months in range(48, -1, -1):
        time_machine.move_to(datetime(2026, 11, 15, tzinfo=UTC) - timedelta(days=30.4 * months), tick=False)
        write(months)
    time_machine.move_to(datetime(2026, 11, 24, tzinfo=UTC), tick=False)
    return tmp_path / "backups"


def test_three_years_are_kept_and_the_rest_is_archived(years):
    assert archive_old_lines(by=BY, today=TODAY) == 13  # 48 … 36 months ago: the last on 15 November 2023

    assert verify() == {}
    assert AuditEntry.objects.filter(county=HERE, action="test.write").count() == 36
    [file] = years.iterdir()
    lines = read(file)
    assert [line["changes"] for line in lines] == [{"n": number} for number in range(48, 35, -1)]
    assert b"test.write" not in file.read_bytes()
    assert AuditEntry.objects.get(county=HERE, action="trail.archive").changes["entries"] == 13
    assert archive_old_lines(by=BY, today=TODAY) == 0


def test_who_touches_it_afterwards_is_found(years):
    archive_old_lines(by=BY, today=TODAY)
    AuditEntry.objects.filter(county=HERE, number=20).update(actor_id=99)

    assert verify() == {HERE: 20}


def test_a_chain_that_does_not_hold_is_left_whole(years):
    AuditEntry.objects.filter(county=HERE, number=5).update(actor_id=99)

    with pytest.raises(Refused, match="有断链，没有归档"):
        archive_old_lines(by=BY, today=TODAY)
    assert AuditEntry.objects.filter(county=HERE, action="test.write").count() == 49


def test_a_county_may_keep_them_longer_or_for_six_months_at_least(years):
    said = {"place": HERE, "version": 1, "valid_from": TODAY, "reason": "试", "set_by": 0, "set_at": timezone.now()}
    ParameterValue.objects.create(key="audit.retention_months", value=6, **said)

    assert archive_old_lines(by=BY, today=TODAY) == 43
