"""How one job is run, from its place in the queue to its end."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django_tasks import task

from canxie.engine.audit.trail import recording
from canxie.engine.jobs.declarations import kinds
from canxie.engine.jobs.models import Job, State
from canxie.engine.jobs.progress import Cancelled, Progress, Stopping
from canxie.engine.scoping.memory import remembering

logger = logging.getLogger(__name__)

BROKEN = "程序出错，没有写入任何内容。再做一次；还不行，请把页面上的编号告诉系统管理员。"


class Refused(Exception):
    """A job cannot be done, and its message says why, in one plain sentence for whoever started it."""


class Lost(Exception):
    """Another worker has taken the job over; whatever this one did is rolled back."""


@dataclass(slots=True)
class Hand:
    """Who runs jobs in this process: a worker with its own id, or a command that needs no worker."""

    worker: str = "command"
    is_stopping: bool = False


HAND = Hand()


def run(job_id: UUID) -> None:
    """Run a waiting job to its end. A job that does not wait any more is left alone."""
    took = Job.objects.filter(pk=job_id, state=State.WAITING)
    if not took.update(state=State.RUNNING, worker=HAND.worker, tries=F("tries") + 1, started_at=timezone.now()):
        return
    job = Job.objects.get(pk=job_id)
    progress = Progress(job_id, is_stopping=lambda: HAND.is_stopping)
    try:
        with remembering():
            result = kinds[job.kind].work(job, progress)
    except Stopping:
        put_back(job)
    except Cancelled:
        end(job, State.CANCELLED, {})
    except Refused as refused:
        end(job, State.FAILED, {"reason": str(refused)})
    except Lost:
        logger.warning("job %s was taken over", job_id)
    except Exception:
        logger.exception("job %s (%s) broke", job_id, job.kind)
        end(job, State.FAILED, {"reason": BROKEN})
    else:
        end(job, State.DONE, dict(result or {}))


@contextmanager
def finishing(job: Job) -> Iterator[dict[str, Any]]:
    """Change what the job is to change, and end it, in one transaction; fill the result that is yielded.

    Nothing is done twice: if the worker dies before the commit nothing has happened, after it
    the job is done. Keep it short, everybody else waits: read, check and seal before it.
    """
    result: dict[str, Any] = {}
    with recording():
        yield result
        if not end(job, State.DONE, result):
            raise Lost


def end(job: Job, state: State, result: dict[str, Any]) -> bool:
    """Close a job, if it is still this worker's and runs."""
    mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, tries=job.tries)
    return bool(mine.update(state=state, result=result, ended_at=timezone.now()))


def put_back(job: Job) -> None:
    """Leave the job to the next worker, as if nobody had begun it."""
    with recording():
        mine = Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker)
        if mine.update(state=State.WAITING, worker="", tries=F("tries") - 1, started_at=None):
            enqueue(job)


@task()
def work_on(job_id: str) -> None:
    """What stands in the queue for each job."""
    run(UUID(job_id))


def enqueue(job: Job) -> None:
    """Let a worker find the job. The queue is a table: what a transaction puts there is not there before its commit."""
    work_on.enqueue(str(job.pk))
