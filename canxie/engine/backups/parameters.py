"""How many backups are kept, and when one is too old."""

from canxie.engine.parameters.declarations import Parameter, declare
from canxie.engine.parameters.kinds import Whole

declare(
    {
        "backup.keep_daily": Parameter("备份", "每天的备份保留几天", Whole("天", at_least=2, at_most=60), 7),
        "backup.keep_weekly": Parameter("备份", "每周的备份保留几周", Whole("周", at_least=1, at_most=104), 8),
        "backup.oldest_hours": Parameter(
            "备份", "最近一次备份超过多久要提醒", Whole("小时", at_least=2, at_most=168), 26
        ),
        "backup.drill_days": Parameter(
            "备份",
            "多久没有做恢复演练要提醒",
            Whole("天", at_least=7, at_most=365),
            90,
            help="恢复不了的备份等于没有。",
        ),
    }
)
