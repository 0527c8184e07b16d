"""What the engine itself does on schedule."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from canxie.engine.audit import heads
from canxie.engine.audit.chain import check
from canxie.engine.jobs.actions import Order, start
from canxie.engine.jobs.declarations import job, scheduled
from canxie.engine.jobs.models import Job, ScheduledRun
from canxie.engine.jobs.periods import Every
from canxie.engine.jobs.progress import Progress, folder
from canxie.engine.scoping.scope import SYSTEM, Scope

QUEUE_KEPT, SCHEDULE_KEPT = timedelta(days=30), timedelta(days=400)


@scheduled("audit.heads", label="记下操作记录的链尾", every=Every.DAY, after=timedelta(minutes=10))
def keep_heads(start: datetime) -> None:
    """What whoever rewrites the database is found by; `trail verify` compares."""
    heads.keep(start.date())


@scheduled("audit.check", label="核对操作记录", every=Every.DAY, after=timedelta(hours=4))
def check_chains(start_: datetime) -> None:
    """Begin the look at all chains, as a job: it reads for minutes, and holds no transaction meanwhile."""
    start(by=Scope(SYSTEM, {}), order=Order("audit.check", ""))


@job("audit.check", label="核对操作记录")
def look_at_chains(job_: Job, progress: Progress) -> Mapping[str, Any]:
    found = check()
    return {"entries": found.entries, "broken": len(found.broken)}


@scheduled("jobs.tidy", label="清理后台任务", every=Every.DAY, after=timedelta(hours=3))
def tidy(start: datetime) -> None:
    """Take what ended long ago out of the queue, the schedule and the folder."""
    now = timezone.now()
    DBTaskResult.objects.finished().filter(finished_at__lt=now - QUEUE_KEPT).delete()
    ScheduledRun.objects.filter(done_at__lt=now - SCHEDULE_KEPT).delete()
    wanted = Job.objects.exclude(ended_at__lt=now - QUEUE_KEPT).values_list("pk", flat=True)
    kept = {str(pk) for pk in wanted}
    for file in folder().glob("*-*.*"):
        if file.stem not in kept:
            file.unlink(missing_ok=True)
