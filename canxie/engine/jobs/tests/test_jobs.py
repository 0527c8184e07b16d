"""A job runs once, to one of its ends, and what it changes is changed with its end or not at all."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from canxie.engine.audit.models import AuditEntry
from canxie.engine.jobs import actions
from canxie.engine.jobs.actions import Order
from canxie.engine.jobs.models import READ, Job, State
from canxie.engine.jobs.progress import Cancelled, Progress, Stopping, ask_to_stop, seen
from canxie.engine.jobs.running import BROKEN, HAND, Lost, finishing, run
from canxie.engine.scoping.scope import OutOfScope, Scope
from canxie.ground.powers import Power

OWN = Scope(user_id=7, grants={})
HERE = "379900001001"


def started(kind="test.count", by=OWN, **arguments):
    return actions.start(by=by, order=Order(kind, HERE, "名册.xlsx", arguments=arguments))


def work_off():
    """Do what waits in the queue, as a worker does."""
    for queued in DBTaskResult.objects.ready():
        queued.task.call(*queued.args_kwargs["args"])
        queued.set_successful(None)


def effects():
    return AuditEntry.objects.filter(action="test.effect").count()


def as_it_is(job):
    job.refresh_from_db()
    return job


def test_the_power_to_see_others_jobs_is_the_one_on_the_list():
    assert READ == Power.JOBS_READ


@pytest.mark.django_db
class TestRunning:
    def test_waits_in_the_queue_and_is_done_by_a_worker(self):
        job = started()
        assert as_it_is(job).state == State.WAITING

        work_off()

        assert (as_it_is(job).state, job.result, job.tries) == (State.DONE, {"counted": 3}, 1)
        assert effects() == 1
        assert seen(job.pk).marks[0][1] == "开始"

    def test_is_on_the_trail(self):
        job = started()

        entry = AuditEntry.objects.get()
        assert (entry.action, entry.actor_id, entry.target_id, entry.place) == ("jobs.start", 7, str(job.pk), HERE)

    def test_a_kind_that_nobody_declared_is_an_error(self):
        with pytest.raises(KeyError):
            started("test.nothing")

    def test_a_job_without_an_effect_ends_with_what_it_returns(self):
        job = started("test.report")
        run(job.pk)

        assert (as_it_is(job).state, job.result) == (State.DONE, {"rows": 3})
        assert job.has_ended

    def test_runs_once_however_often_it_is_asked_to(self):
        job = started()
        for _ in range(3):
            run(job.pk)

        assert effects() == 1

    def test_a_refusal_is_one_sentence(self):
        job = started("test.refuse")
        run(job.pk)

        assert (as_it_is(job).state, job.reason) == (State.FAILED, "第 3 行没有姓名。")

    def test_what_broke_is_told_without_its_message(self, caplog):
        job = started("test.break")
        run(job.pk)

        assert (as_it_is(job).state, job.reason) == (State.FAILED, BROKEN)
        assert str(job.pk) in caplog.text

    def test_whose_job_was_taken_over_changes_nothing(self):
        job = started()
        Job.objects.update(state=State.RUNNING, worker="another", tries=2)

        with pytest.raises(Lost), finishing(job):
            AuditEntry.objects.create(county="379900", number=99, done_at=timezone.now(), key_version=1, actor_id=0)

        assert not AuditEntry.objects.filter(number=99).exists()
        assert as_it_is(job).state == State.RUNNING


@pytest.mark.django_db
class TestStopping:
    def test_what_waits_never_begins(self):
        job = started()
        actions.cancel(by=OWN, job=job)
        work_off()

        assert (as_it_is(job).state, effects()) == (State.CANCELLED, 0)
        assert AuditEntry.objects.get(action="jobs.cancel").actor_id == 7

    def test_what_runs_stops_at_its_next_word(self):
        job = started()
        ask_to_stop(job.pk)
        run(job.pk)

        assert (as_it_is(job).state, effects()) == (State.CANCELLED, 0)

    def test_others_only_where_one_looks_after_jobs(self):
        job = started()

        for do in (actions.cancel, actions.again):
            for grants in ({}, {READ: ("379901",)}):
                with pytest.raises(OutOfScope):
                    do(by=Scope(user_id=8, grants=grants), job=job)
        assert as_it_is(job).state == State.WAITING

        actions.cancel(by=Scope(user_id=8, grants={READ: ("379900",)}), job=job)
        assert as_it_is(job).state == State.CANCELLED

    def test_what_was_stopped_can_be_done_again(self):
        job = started()
        ask_to_stop(job.pk)
        run(job.pk)

        actions.again(by=OWN, job=job)
        work_off()

        assert (as_it_is(job).state, effects()) == (State.DONE, 1)

    def test_what_is_done_is_not_done_again(self):
        job = started()
        run(job.pk)
        actions.again(by=OWN, job=job)
        work_off()

        assert (as_it_is(job).state, effects()) == (State.DONE, 1)

    def test_a_worker_that_is_told_to_stop_leaves_the_job_to_the_next(self):
        job = started()
        HAND.is_stopping = True
        run(job.pk)
        assert (as_it_is(job).state, job.tries, effects()) == (State.WAITING, 0, 0)

        HAND.is_stopping = False
        work_off()
        assert (as_it_is(job).state, effects()) == (State.DONE, 1)


@pytest.mark.django_db
class TestWhoSees:
    def test_ones_own_and_those_where_one_may(self):
        mine, theirs = started(), started(by=Scope(user_id=8, grants={}))
        for grants, jobs in [
            ({}, {mine}),
            ({READ: ("379900",)}, {mine, theirs}),
            ({READ: ("379901",)}, {mine}),
            ({READ: ("",)}, {mine, theirs}),
        ]:
            assert set(Job.objects.visible_to(Scope(user_id=7, grants=grants))) == jobs


class TestProgress:
    def test_tells_how_far_it_is_and_reckons_how_long_it_takes(self):
        job_id = uuid4()
        progress = Progress(job_id)
        progress(0, 40, unit="人", doing="写入")
        progress._written = 0.0
        progress(10, 40, unit="人", doing="写入")

        told = seen(job_id)
        assert (told.done, told.of, told.unit, told.doing) == (10, 40, "人", "写入")
        begun = timezone.datetime.fromisoformat(told.begun_at)
        assert told.seconds_left((begun + timedelta(seconds=5)).timestamp()) == pytest.approx(15)

    def test_nobody_can_tell_before_the_first_step(self):
        assert seen(uuid4()).seconds_left(0.0) is None

    def test_a_thousand_words_write_few_files(self, monkeypatch):
        written = []
        monkeypatch.setattr("canxie.engine.jobs.progress.replace", lambda *_: written.append(1))
        progress = Progress(uuid4())
        for number in range(1000):
            progress(number, 1000)

        assert 1 <= len(written) < 10

    def test_its_last_word_is_always_written(self):
        job_id = uuid4()
        progress = Progress(job_id)
        for number in range(4):
            progress(number, 3)

        assert seen(job_id).done == 3

    def test_a_wish_to_stop_is_heard(self):
        job_id = uuid4()
        ask_to_stop(job_id)
        with pytest.raises(Cancelled):
            Progress(job_id)(1, 2)
        with pytest.raises(Stopping):
            Progress(uuid4(), is_stopping=lambda: True).mark("开始")
