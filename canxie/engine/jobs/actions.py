"""What a person does with a job: start it, stop it, start it again."""

from typing import Any, NamedTuple

from canxie.engine.audit.trail import action, note
from canxie.engine.jobs.declarations import kinds
from canxie.engine.jobs.models import ENDED, READ, Job, State
from canxie.engine.jobs.progress import ask_to_stop, clear
from canxie.engine.jobs.running import enqueue
from canxie.engine.scoping.scope import Scope


class Order(NamedTuple):
    """What is to be done: a kind, the place it is about, a title for its page, and ids as arguments.

    `subject` is the id of the thing it is about; the page with the result takes it.
    """

    kind: str
    place: str
    title: str = ""
    subject: str = ""
    arguments: dict[str, Any] = {}


@action("jobs.start")
def start(*, by: Scope, order: Order) -> Job:
    """Put a job into the queue. It waits there exactly if the transaction commits."""
    kinds[order.kind]  # a kind that nobody declared is an error
    job = Job.objects.create(started_by=by.user_id, **order._replace(title=order.title[:120])._asdict())
    enqueue(job)
    note(by, "jobs.start", job, place=job.place, kind=job.kind, subject=job.subject)
    return job


def cancel(*, by: Scope, job: Job) -> None:
    """Stop a job. What waits never begins; what runs is rolled back at its next word.

    The wish goes into a file first: a running action may hold the database for a while, and
    ends the sooner for it.
    """
    must_see(by, job)
    ask_to_stop(job.pk)
    _cancel(by=by, job=job)


@action("jobs.cancel")
def _cancel(*, by: Scope, job: Job) -> None:
    Job.objects.filter(pk=job.pk, state=State.WAITING).update(state=State.CANCELLED)
    note(by, "jobs.cancel", job, place=job.place, kind=job.kind)


@action("jobs.again")
def again(*, by: Scope, job: Job) -> None:
    """Start a job again that has ended without being done. A second click does nothing more."""
    must_see(by, job)
    clear(job.pk)
    fresh = {"state": State.WAITING, "worker": "", "tries": 0, "result": {}, "started_at": None, "ended_at": None}
    undone = [state for state in ENDED if state != State.DONE]
    if Job.objects.filter(pk=job.pk, state__in=undone).update(**fresh):
        enqueue(job)
    note(by, "jobs.again", job, place=job.place, kind=job.kind)


def must_see(by: Scope, job: Job) -> None:
    """Whoever started a job, and whoever looks after the jobs there, may stop it and start it again."""
    if job.started_by != by.user_id:
        by.must_cover(job.place, READ)
