"""What is made of registers in the background."""

from collections.abc import Mapping
from typing import Any

from canxie.engine.jobs.declarations import job
from canxie.engine.jobs.models import Job
from canxie.engine.jobs.progress import Progress
from canxie.mechanisms.registers import making
from canxie.mechanisms.registers.exports import JOB


@job(JOB, label="导出登记簿", result="registers:export")
def make(job: Job, progress: Progress) -> Mapping[str, Any] | None:
    return making.make(job, progress)
