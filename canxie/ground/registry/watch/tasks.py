"""Every Monday the week before is looked at."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from canxie.engine.audit.trail import recording
from canxie.engine.jobs.actions import Order, start
from canxie.engine.jobs.declarations import job, scheduled
from canxie.engine.jobs.models import Job
from canxie.engine.jobs.periods import Every
from canxie.engine.jobs.progress import Progress
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.registry.watch.finding import find


@scheduled("watch.weekly", label="找出异常查看", every=Every.WEEK, after=timedelta(hours=5), catch_up=True)
def weekly(start_: datetime) -> None:
    """Begin the look at the week before, as a job: it reads long and writes little."""
    week = timezone.localtime(start_).date() - timedelta(days=7)
    start(by=Scope(SYSTEM, {}), order=Order("watch.find", "", arguments={"week": week.isoformat()}))


@job("watch.find", label="找出异常查看")
def look_for(job_: Job, progress: Progress) -> Mapping[str, Any]:
    with recording():
        return {"found": find(date.fromisoformat(job_.arguments["week"]))}
