"""Workers as processes: told to stop, killed, two at once."""

import json
import signal
from contextlib import ExitStack, contextmanager

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from canxie.engine.audit.models import AuditEntry
from canxie.engine.jobs import actions, worker
from canxie.engine.jobs.actions import Order
from canxie.engine.jobs.models import Job, ScheduledRun, State
from canxie.engine.jobs.progress import folder, seen
from canxie.engine.jobs.tests.process import begin_worker, wait_until
from canxie.engine.scoping.scope import Scope

OWN = Scope(user_id=7, grants={})
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("true_clock")]


@contextmanager
def running(var):
    process = begin_worker(var)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def started(kind="test.count", **arguments):
    return actions.start(by=OWN, order=Order(kind, "379900", arguments=arguments))


def state(job):
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def of_job(job):
    lines = AuditEntry.objects.filter(action="test.effect").values_list("changes", flat=True)
    return sum(said["subject"] == str(job.pk) for said in lines)


def test_told_to_stop_it_ends_soon_and_the_next_does_the_job(var):
    job = started(to=2000, nap=0.01)
    with running(var) as first:
        wait_until(lambda: seen(job.pk).done > 0)
        first.send_signal(signal.SIGTERM)
        assert first.wait(timeout=10) == 0
    assert (state(job), of_job(job)) == (State.WAITING, 0)
    assert [*worker.workers().glob("*")] == []

    Job.objects.filter(pk=job.pk).update(arguments={"to": 2})
    with running(var):
        wait_until(lambda: state(job) == State.DONE)
    assert of_job(job) == 1


@pytest.mark.parametrize("held", [0, 1000], ids=["before its transaction", "inside it"])
def test_killed_it_leaves_nothing_half_done_and_the_next_takes_the_job_up(var, held):
    job = started(to=3 if held else 1000, nap=0.01, held=held)
    with running(var) as first:
        wait_until(lambda: seen(job.pk).doing == ("写入" if held else "数数") and seen(job.pk).done > 0)
        first.send_signal(signal.SIGKILL)
        assert first.wait() == -signal.SIGKILL
    assert (state(job), of_job(job)) == (State.RUNNING, 0)

    Job.objects.filter(pk=job.pk).update(arguments={"to": 2})
    with running(var):
        wait_until(lambda: state(job) == State.DONE)
        wait_until(lambda: not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists())
    assert (of_job(job), Job.objects.get(pk=job.pk).tries) == (1, 2)


def test_what_only_a_person_may_start_again_is_called_interrupted(var):
    job = started("test.careful", to=1000, nap=0.01)
    with running(var) as first:
        wait_until(lambda: seen(job.pk).done > 0)
        first.send_signal(signal.SIGKILL)
        first.wait()
    with running(var):
        wait_until(lambda: state(job) == State.INTERRUPTED)

    assert Job.objects.get(pk=job.pk).reason == worker.ASK
    assert of_job(job) == 0


def test_what_has_killed_three_workers_is_not_given_to_a_fourth(var):
    job = started()
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, worker="dead", tries=3)
    worker.workers().mkdir(parents=True)
    (worker.workers() / "dead").touch()

    worker.bury_the_dead()

    assert (state(job), Job.objects.get(pk=job.pk).reason) == (State.INTERRUPTED, worker.DEAD)
    assert [*worker.workers().glob("*")] == []


def test_one_that_lives_is_left_its_job():
    job = started()
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, worker="alive", tries=1)

    with worker.alive("alive"):
        worker.bury_the_dead()

    assert state(job) == State.RUNNING


def test_two_do_each_job_once_and_each_period_once(var):
    jobs = [started(to=2) for _ in range(12)]
    with ExitStack() as both:
        for _ in range(2):
            both.enter_context(running(var))
        wait_until(lambda: Job.objects.filter(pk__in=[job.pk for job in jobs], state=State.DONE).count() == 12)
        wait_until(lambda: ScheduledRun.objects.filter(name="test.daily").exclude(done_at=None).exists())

    assert [of_job(job) for job in jobs] == [1] * 12
    today = [
        said["subject"]
        for said in AuditEntry.objects.filter(action="test.effect").values_list("changes", flat=True)
        if len(said["subject"]) == 5
    ]
    assert len(today) == len(set(today)) == 1


def test_what_it_keeps_on_schedule(var):
    with running(var):
        wait_until(lambda: ScheduledRun.objects.filter(name="audit.heads").exclude(done_at=None).exists())

    lines = (var / "trail-heads.log").read_text().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"{timezone.localdate()} ")


def test_progress_files_are_whole_whenever_they_are_read(var):
    job = started(to=300, nap=0.001)
    with running(var):
        while state(job) != State.DONE:
            for file in folder().glob("*.json"):
                json.loads(file.read_text())
