"""What is done with a file in the background, and what is forgotten in time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from canxie.engine.jobs.declarations import job, scheduled
from canxie.engine.jobs.models import Job
from canxie.engine.jobs.periods import Every
from canxie.engine.jobs.progress import Progress
from canxie.ground.registry.roster import running
from canxie.ground.registry.roster.actions import READ, WRITE


@job(READ, label="读名册", result="desk:import")
def read(job: Job, progress: Progress) -> Mapping[str, Any] | None:
    return running.read(job, progress)


@job(WRITE, label="写入名册", result="desk:import")
def write(job: Job, progress: Progress) -> Mapping[str, Any] | None:
    return running.write(job, progress)


@scheduled("registry.import.erase", label="清除到期的导入文件", every=Every.DAY, after=timedelta(hours=2))
def forget(start: datetime) -> None:
    running.forget(start)
