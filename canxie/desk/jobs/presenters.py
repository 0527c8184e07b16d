"""What the pages of jobs show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.urls import reverse
from django.utils import timezone

from canxie.engine.jobs.declarations import kinds, schedule
from canxie.engine.jobs.models import Job, ScheduledRun, State
from canxie.engine.jobs.progress import Seen, seen
from canxie.ground.accounts.models import User

TITLES = {
    State.WAITING: "{}：等着开始",
    State.RUNNING: "正在{}",
    State.DONE: "{}：做完了",
    State.FAILED: "{}：没有做成",
    State.CANCELLED: "{}：停下了",
    State.INTERRUPTED: "{}：中断了",
}
TONES = {State.DONE: "good", State.RUNNING: "soon", State.WAITING: "info", State.CANCELLED: "info"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment in the timeline of a job."""

    on: datetime
    title: str
    mark: bool = True

    @property
    def when(self) -> str:
        here = timezone.localtime(self.on)
        return f"{here.hour}:{here:%M:%S}"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a job stands at this moment."""

    job: Job
    far: Seen
    now: datetime

    @property
    def title(self) -> str:
        return TITLES[State(self.job.state)].format(self.job.label)

    @property
    def lead(self) -> str:
        match self.job.state:
            case State.WAITING:
                return "前面的做完就开始。可以关掉这一页，不用等。"
            case State.RUNNING:
                return ""
            case State.DONE:
                return "做完了，去看结果。" if self.result else "全部做完了。"
            case State.CANCELLED:
                return "没有留一半：一个也没有写。"
        return self.job.reason

    @property
    def words(self) -> str:
        """How long it still takes, as well as one can tell."""
        left = self.far.seconds_left(self.now.timestamp())
        if left is None:
            return "可以关掉这一页，它自己会做完。"
        took = f"{max(5, ceil(left / 5) * 5)} 秒" if left < 90 else f"{ceil(left / 60)} 分钟"
        return f"大约还要 {took}。可以关掉这一页，它自己会做完。"

    @property
    def marks(self) -> list[Mark]:
        """What has been done, and last what is being done."""
        found = [Mark(datetime.fromisoformat(at), text) for at, text in self.far.marks]
        if self.job.state == State.RUNNING and self.far.doing:
            found.append(Mark(datetime.fromisoformat(self.far.begun_at), self.far.doing, mark=False))
        return found

    @property
    def result(self) -> str:
        """The address of the page that shows what came of it."""
        kind = kinds.get(self.job.kind)
        return reverse(kind.result, args=[self.job.subject]) if kind and kind.result and self.job.subject else ""

    @property
    def can_begin_again(self) -> bool:
        return self.job.state in {State.FAILED, State.CANCELLED, State.INTERRUPTED}


def stand(job: Job) -> Stand:
    return Stand(job, seen(job.pk), timezone.now())


@dataclass(frozen=True, slots=True)
class Line:
    """One job in a list."""

    job: Job
    by: str
    tone: str


def lines(jobs: Iterable[Job]) -> list[Line]:
    found = [*jobs]
    names = dict(User.objects.filter(pk__in={job.started_by for job in found}).values_list("pk", "name"))
    return [Line(job, names.get(job.started_by, "系统"), TONES.get(State(job.state), "late")) for job in found]


@dataclass(frozen=True, slots=True)
class Plan:
    """One piece of scheduled work: when it was last done, and whether it is in trouble."""

    label: str
    last: datetime | None
    error: str
    next_try_at: datetime | None


def plans() -> list[Plan]:
    last: dict[str, datetime] = {}
    trouble: dict[str, ScheduledRun] = {}
    for run in ScheduledRun.objects.filter(name__in=[*schedule]).order_by("period"):
        if run.done_at:
            last[run.name] = run.done_at
        else:
            trouble[run.name] = run
    return [
        Plan(plan.label, last.get(name), broken.error if broken else "", broken.next_try_at if broken else None)
        for name, plan in schedule.items()
        for broken in [trouble.get(name)]
    ]
