"""The backup of every night, as a job: it holds no transaction, so nobody waits for it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from canxie.engine.backups.archiving import archive_old_lines
from canxie.engine.backups.making import make_daily
from canxie.engine.backups.models import BackupRun, Kind
from canxie.engine.backups.refusals import Refused
from canxie.engine.backups.rotating import rotate
from canxie.engine.jobs.actions import Order, start
from canxie.engine.jobs.declarations import job, scheduled
from canxie.engine.jobs.models import Job
from canxie.engine.jobs.periods import Every
from canxie.engine.jobs.progress import Progress
from canxie.engine.jobs.running import Refused as NotDone
from canxie.engine.scoping.scope import SYSTEM, Scope

KIND = "backups.make"
FRESH = timedelta(hours=12)


@scheduled("backups.nightly", label="每天备份", every=Every.DAY, after=timedelta(hours=3))
def nightly(start_: datetime) -> None:
    """Begin the backup of the night, unless the machine's own timer has made one."""
    fresh = BackupRun.objects.filter(kind=Kind.MADE, began_at__gt=timezone.now() - FRESH)
    if not fresh.exists():
        start(by=Scope(SYSTEM, {}), order=Order(KIND, ""))


@job(KIND, label="备份")
def back_up(job_: Job, progress: Progress) -> Mapping[str, Any]:
    try:
        run = make_daily(Scope(job_.started_by, {}), tell=lambda done, of: progress(done, of, unit="份"))
    except Refused as refused:
        raise NotDone(str(refused)) from refused
    return {"file": run.file, "size": run.size, "seconds": run.seconds}


@scheduled("audit.archive", label="归档到期的操作记录", every=Every.MONTH, after=timedelta(days=1, hours=5))
def archive(start_: datetime) -> None:
    """Begin the archiving of what is older than the parameter says, as a job."""
    start(by=Scope(SYSTEM, {}), order=Order("audit.archive", ""))


@job("audit.archive", label="归档到期的操作记录")
def archive_lines(job_: Job, progress: Progress) -> Mapping[str, Any]:
    try:
        return {"entries": archive_old_lines(by=Scope(job_.started_by, {}), today=timezone.localdate())}
    except Refused as refused:
        raise NotDone(str(refused)) from refused


@job("keys.rotate", label="换密钥")
def rotate_key(job_: Job, progress: Progress) -> Mapping[str, Any]:
    """Another worker takes it up where a dead one left it."""
    try:
        by = Scope(job_.started_by, {})
        return rotate(job_.arguments["name"], by=by, tell=lambda done, of: progress(done, of, unit="个"))
    except Refused as refused:
        raise NotDone(str(refused)) from refused
