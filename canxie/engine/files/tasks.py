"""What becomes of files by itself."""

from datetime import datetime, timedelta

from django.utils import timezone

from canxie.engine.files.actions import erase, sweep
from canxie.engine.jobs.declarations import scheduled
from canxie.engine.jobs.periods import Every
from canxie.engine.scoping.scope import SYSTEM, Scope

UNFINISHED = timedelta(days=1)


@scheduled("files.erase", label="清除到期的文件", every=Every.DAY, after=timedelta(hours=2))
def erase_what_is_due(start: datetime) -> None:
    erase(by=Scope(SYSTEM, {}), today=timezone.localdate())


@scheduled("files.sweep", label="清理没有登记的文件", every=Every.DAY, after=timedelta(hours=2, minutes=30))
def sweep_what_is_left(start: datetime) -> None:
    """After the erasing has been committed; what a running transaction has just written is left alone."""
    sweep(older_than=(timezone.now() - UNFINISHED).timestamp())
