"""What can be done in the background: each room declares it in a `tasks.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from canxie.engine.jobs.periods import Every
from canxie.engine.plugs import Plugs

if TYPE_CHECKING:
    from canxie.engine.jobs.models import Job
    from canxie.engine.jobs.progress import Progress

Work = Callable[["Job", "Progress"], Mapping[str, Any] | None]
Effect = Callable[[datetime], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job that a person starts: what it is called, what it does, and where its result is seen.

    `result` is the name of an address that takes the job's `subject`. A worker that dies
    leaves the job to the next one, unless `again` says that only a person may start it again.
    """

    label: str
    work: Work
    result: str = ""
    again: bool = True


@dataclass(frozen=True, slots=True)
class Scheduled:
    """Work that has one effect a period, whenever the worker is up after the period's begin plus `after`.

    With `catch_up` each period missed has its effect, oldest first; without it the last one alone.
    """

    label: str
    every: Every
    effect: Effect
    after: timedelta
    catch_up: bool


kinds: Plugs[str, Kind] = Plugs("tasks")
schedule: Plugs[str, Scheduled] = Plugs("tasks")


def job(kind: str, *, label: str, result: str = "", again: bool = True) -> Callable[[Work], Work]:
    """Declare what a job of this kind does: a function of the job and its progress, that returns its result.

    It makes its scope when it runs, from `job.started_by`, so a post that has ended has lost
    its reach. Figures and ids go into the result, never a person's data. What it changes, it
    changes under `running.finishing(job)`: the change and the job's end are one transaction,
    so that the job may safely be run again by another worker.
    """

    def decorate(work: Work) -> Work:
        kinds.declare(kind, Kind(label, work, result, again))
        return work

    return decorate


def scheduled(
    name: str, *, label: str, every: Every, after: timedelta = timedelta(), catch_up: bool = False
) -> Callable[[Effect], Effect]:
    """Declare what is done once a period: a function of the period's begin, run in one `recording()`.

    What it does outside the database it must be able to do twice.
    """

    def decorate(effect: Effect) -> Effect:
        schedule.declare(name, Scheduled(label, every, effect, after, catch_up))
        return effect

    return decorate
