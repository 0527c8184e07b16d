"""Whether the backups are as they should be, in sentences that say what to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from canxie.engine.backups.making import of_machine
from canxie.engine.backups.models import BackupRun, Kind


@dataclass(frozen=True, slots=True)
class Standing:
    """The last backup and the last drill that was good, and what is wrong with either ("" when nothing is)."""

    made: BackupRun | None
    drilled: BackupRun | None
    made_trouble: str
    drill_trouble: str

    @property
    def troubles(self) -> list[str]:
        return [*filter(None, [self.made_trouble, self.drill_trouble])]


def standing(now: datetime) -> Standing:
    today = timezone.localdate(now)
    made = BackupRun.objects.filter(kind=Kind.MADE, trouble="").order_by("-began_at").first()
    drill = BackupRun.objects.filter(kind=Kind.DRILLED).order_by("-began_at").first()
    hours, days = of_machine("backup.oldest_hours", today), of_machine("backup.drill_days", today)
    return Standing(made, drill, of_made(made, now, hours), of_drill(drill, now, days))


def of_made(made: BackupRun | None, now: datetime, hours: int) -> str:
    if made is None:
        return "还没有备份过：现在备份一次，再看看后台任务有没有在运行。"
    if (age := now - made.began_at) > timedelta(hours=hours):
        old = f"最近一次备份是 {int(age.total_seconds() // 3600)} 小时以前，超过 {hours} 小时"
        return f"{old}：看看后台任务有没有在运行，磁盘有没有满。"
    return ""


def of_drill(drill: BackupRun | None, now: datetime, days: int) -> str:
    how = "在服务器上运行 canxie restore --drill 备份文件。"
    if drill is None:
        return f"还没有做过恢复演练，不知道备份能不能恢复：{how}"
    if drill.trouble:
        return f"上一次恢复演练没有通过（{drill.trouble.rstrip('。')}）：查清原因，再{how}"
    if (age := now - drill.began_at) > timedelta(days=days):
        return f"上一次恢复演练是 {age.days} 天以前，超过 {days} 天：{how}"
    return ""
