"""One effect a period: with two workers, after downtime, and after what broke."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from canxie.engine.audit.models import AuditEntry
from canxie.engine.jobs.declarations import Scheduled, schedule
from canxie.engine.jobs.models import ScheduledRun
from canxie.engine.jobs.periods import Every, begin, due, following
from canxie.engine.jobs.scheduling import once, tick
from canxie.engine.jobs.tests import kinds
from tests.threads import at_once

HERE = ZoneInfo("Asia/Shanghai")


def moment(month, day, hour=12, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=HERE)


def effects(begin=""):
    told = AuditEntry.objects.filter(action="test.effect").order_by("number").values_list("changes", flat=True)
    return [said["subject"] for said in told if said["subject"].startswith(begin)]


@pytest.fixture
def only(monkeypatch):
    """Nothing is scheduled but the work of the test."""

    def keep(*names):
        monkeypatch.setattr(schedule, "_declared", {name: schedule[name] for name in names})

    return keep


@pytest.mark.django_db
class TestTick:
    def test_begins_with_the_period_of_today_and_has_its_effect_once(self, only):
        only("test.daily")
        for minute in (0, 1, 59):
            tick(moment(11, 24, 12, minute))

        assert effects() == ["11-24"]

    def test_not_before_its_hour(self, only):
        only("test.daily")
        tick(moment(11, 23))
        tick(moment(11, 24, 0, 59))
        assert effects() == ["11-23"]

        tick(moment(11, 24, 1, 0))
        assert effects() == ["11-23", "11-24"]

    def test_days_without_a_worker_are_caught_up_in_order(self, only):
        only("test.daily", "test.latest")
        tick(moment(11, 20))
        tick(moment(11, 24))

        assert effects("1") == ["11-20", "11-21", "11-22", "11-23", "11-24"]
        assert effects("latest") == ["latest 11-20", "latest 11-24"]

    def test_a_clock_that_goes_back_repeats_nothing(self, only):
        only("test.daily")
        tick(moment(11, 24))
        tick(moment(11, 22))
        tick(moment(11, 24, 13))

        assert effects() == ["11-24"]

    def test_what_breaks_leaves_nothing_waits_longer_each_time_and_is_made_up_for(self, only, monkeypatch, caplog):
        only("test.daily")
        tick(moment(11, 22))
        good = schedule["test.daily"]

        def breaks(start):
            kinds.has_effect("half done")
            raise ZeroDivisionError("残疾人李秀兰")

        schedule._declared["test.daily"] = Scheduled(good.label, good.every, breaks, good.after, good.catch_up)
        tick(moment(11, 24))
        tick(moment(11, 24) + timedelta(seconds=29))
        broken = ScheduledRun.objects.get(done_at=None)
        assert (broken.period, broken.tries, broken.error) == (moment(11, 23, 0), 1, "ZeroDivisionError")
        tick(moment(11, 24) + timedelta(seconds=30))
        broken.refresh_from_db()
        assert (broken.tries, broken.next_try_at) == (2, moment(11, 24) + timedelta(seconds=90))

        schedule._declared["test.daily"] = good
        tick(moment(11, 24) + timedelta(seconds=60))
        assert effects() == ["11-22"]
        tick(moment(11, 24) + timedelta(seconds=90))
        assert effects() == ["11-22", "11-23", "11-24"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_have_one_effect(only):
    only("test.daily", "test.latest")
    for day in range(1, 16):
        at_once(*[lambda day=day: tick(moment(11, day))] * 2)

    assert effects("1") == [f"11-{day:02}" for day in range(1, 16)]
    assert effects("latest") == [f"latest 11-{day:02}" for day in range(1, 16)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("has_failed_before", [False, True])
def test_the_second_waits_for_the_first_and_then_has_nothing_to_do(has_failed_before):
    work = schedule["test.daily"]
    for day in range(1, 11):
        start = moment(11, day, 0)
        if has_failed_before:
            ScheduledRun.objects.create(name="test.daily", period=start, tries=1)
        answers = at_once(*[lambda start=start: once("test.daily", work, start, moment(11, 24))] * 3)
        assert answers == [True, True, True]

    assert effects() == [f"11-{day:02}" for day in range(1, 11)]


@pytest.mark.parametrize(
    ("every", "at", "start", "next_"),
    [
        (Every.TEN_MINUTES, moment(12, 31, 23, 59), moment(12, 31, 23, 50), moment(1, 1, 0, year=2027)),
        (Every.HOUR, moment(12, 31, 23, 59), moment(12, 31, 23), moment(1, 1, 0, year=2027)),
        (Every.DAY, moment(2, 28, 23), moment(2, 28, 0), moment(3, 1, 0)),
        (Every.DAY, moment(2, 28, 23, year=2028), moment(2, 28, 0, year=2028), moment(2, 29, 0, year=2028)),
        (Every.WEEK, moment(1, 1), moment(12, 29, 0, year=2025), moment(1, 5, 0)),
        (Every.MONTH, moment(1, 31), moment(1, 1, 0), moment(2, 1, 0)),
        (Every.MONTH, moment(12, 31), moment(12, 1, 0), moment(1, 1, 0, year=2027)),
    ],
)
def test_periods_follow_the_calendar(every, at, start, next_):
    assert begin(every, at) == start
    assert following(every, start) == next_


def test_months_missed_are_each_due():
    assert due(Every.MONTH, timedelta(days=2), moment(10, 1, 0, year=2025), moment(1, 2, 12)) == [
        moment(11, 1, 0, year=2025),
        moment(12, 1, 0, year=2025),
    ]
