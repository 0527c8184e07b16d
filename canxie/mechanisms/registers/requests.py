"""What the pages of exports show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from canxie.engine.jobs.models import Job
from canxie.engine.jobs.models import State as JobState
from canxie.engine.jobs.progress import Seen, seen
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.models import User
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.kernel.words import month_day
from canxie.mechanisms.registers.models import Export
from canxie.mechanisms.registers.published import registers

State = Export.State
TONES = {
    State.WAITING: "soon",
    State.MAKING: "info",
    State.READY: "good",
    State.REFUSED: "late",
    State.NOT_MADE: "late",
}
REASONS = {
    "rows": "行数多，超过一次能自己导出的",
    "numbers": "带完整的证号和电话",
    "day": "今天加起来超过一天能自己导出的行数",
}
GONE = "过期清除了"
NEWS = timedelta(days=7)
"""As long as an answer stands on the desk of who asked."""


@dataclass(frozen=True, slots=True)
class Line:
    """One export in a list, or at the head of its page."""

    export: Export
    place: str
    asked_by: str
    today: date

    @property
    def name(self) -> str:
        return (
            f"{self.place}{registers[self.export.register].name}" if self.export.register in registers else self.place
        )

    @property
    def amount(self) -> str:
        unit = registers[self.export.register].unit if self.export.register in registers else "行"
        return f"{self.export.rows:,} {unit}"

    @property
    def state(self) -> str:
        return GONE if self.export.is_over(self.today) else self.export.get_state_display()

    @property
    def tone(self) -> str:
        return "info" if self.export.is_over(self.today) else TONES[State(self.export.state)]

    @property
    def period(self) -> str:
        since, until = self.export.since, self.export.until
        if not since and not until:
            return ""
        return f"{told(since) or '开始'}到{told(until) or '今天'}"

    @property
    def because(self) -> list[str]:
        return [REASONS[why] for why in self.export.because]


def told(day: date | None) -> str:
    return f"{day.year}年{month_day(day)}" if day else ""


class Lines:
    """Exports with the names of who asked and where: two questions for all of them."""

    def __init__(self, exports: Sequence[Export], today: date) -> None:
        ids = {one.asked_by_id for one in exports}
        people = dict(User.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
        places = Names([one.path for one in exports])
        self._lines = [
            Line(one, places(one.path, today) if one.path else "全国", people.get(one.asked_by_id, ""), today)
            for one in exports
        ]

    def __iter__(self) -> Iterator[Line]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one export stands, for whoever looks at it."""

    line: Line
    is_mine: bool
    may_decide: bool
    far: Seen
    decided_by: str
    job_says: str

    @property
    def export(self) -> Export:
        return self.line.export

    @property
    def is_over(self) -> bool:
        return self.export.is_over(self.line.today)

    @property
    def broke(self) -> bool:
        """The work ended and left nothing: the machine's fault, not a refusal."""
        return self.export.state == State.MAKING and bool(self.job_says)

    @property
    def can_be_fetched(self) -> bool:
        return self.is_mine and self.export.state == State.READY and not self.is_over

    @property
    def comes_by_itself(self) -> bool:
        """A file that waited for nobody comes at once, the first time."""
        return self.can_be_fetched and not self.export.because and self.export.fetched_at is None

    @property
    def lead(self) -> str:
        if self.is_over:
            return (
                f"文件已经在 {month_day(self.export.erase_on)} 清除了。要用就重新导出一次。"
                if self.export.erase_on
                else GONE
            )
        match self.export.state:
            case State.WAITING:
                return "等县残联的另一个人批。" if self.is_mine or not self.may_decide else "等您批。"
            case State.MAKING:
                return self.job_says or "正在做，一般几秒钟。"
            case State.READY:
                return "做好了。" if self.is_mine else "做好了，只有申请人能下载。"
            case State.REFUSED:
                return "没有批。"
        return "没有做成。"

    @property
    def kept(self) -> str:
        return month_day(self.export.erase_on) if self.export.erase_on else ""


def stand(export: Export, scope: Scope, now: datetime) -> Stand:
    [line] = Lines([export], timezone.localdate(now))
    job = Job.objects.filter(subject=str(export.pk)).order_by("-created_at", "-id").first()
    is_mine = export.asked_by_id == scope.user_id
    may = export.state == State.WAITING and not is_mine and scope.covers(export.path, Power.REGISTERS_APPROVE)
    decided = User.objects.filter(pk=export.decided_by_id or 0).values_list("name", flat=True).first() or ""
    broke = job.reason or "没有做成，请重新导出一次。" if job and job.has_ended and job.state != JobState.DONE else ""
    return Stand(line, is_mine, may, seen(job.pk) if job else Seen(), decided, broke)


def waiting(rows: QuerySet[Export], scope: Scope) -> QuerySet[Export]:
    """What waits for this person's word, the oldest first. One's own waits for somebody else."""
    return rows.filter(state=State.WAITING).exclude(asked_by_id=scope.user_id).order_by("asked_at", "id")


def answered(rows: QuerySet[Export], scope: Scope, now: datetime) -> QuerySet[Export]:
    """What somebody has decided on for this person lately, and has not been fetched yet."""
    mine = rows.filter(asked_by_id=scope.user_id, fetched_at=None, decided_at__gte=now - NEWS)
    return mine.filter(state__in=[State.READY, State.REFUSED]).order_by("-asked_at", "id")
