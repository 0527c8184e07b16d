"""When what is known of a person is old, when a holder is reminded, and how many files one account may open."""

from canxie.engine.parameters.declarations import Parameter, declare
from canxie.engine.parameters.kinds import Whole, Wholes

FILES = Whole("户", at_least=5, at_most=5000)
WALL = "防止有人挨个翻看或者抄走全部档案。同一户当天再看不再算，第二天重新数。"

declare(
    {
        "cert.renew_notice": Parameter(
            "残疾人证", "证件到期前几个月提醒", Wholes("个月"), (12, 6, 3, 1), help="每到一档提醒一次。"
        ),
        "cert.move_notice": Parameter(
            "残疾人证",
            "迁入后第几天提醒转证",
            Wholes("天"),
            (60, 120, 150),
            help="从户口迁入那天算起，每到一档提醒一次。",
            used=False,
        ),
        "clear.fresh_days": Parameter(
            "档案",
            "六清各项多久要再问一次",
            Whole("天", at_least=1),
            180,
            help="超过这么久没有问过的项，走访时会问“有变化吗”。",
        ),
        "file.review_months": Parameter(
            "档案", "一人一档多久核对一次", Whole("个月", at_least=1, at_most=60), 6, used=False
        ),
        "looks.shown_days": Parameter("档案", "“谁看过我的档案”往回看多久", Whole("天", at_least=30, at_most=1095), 90),
        "search.per_minute": Parameter(
            "档案", "每人每分钟最多找人几次", Whole("次", at_least=10, at_most=600), 60, help="防止有人挨个翻看档案。"
        ),
        "files_a_day.village": Parameter("档案", "村里的账号每天最多打开多少户的档案", FILES, 150, help=WALL),
        "files_a_day.township": Parameter("档案", "乡镇的账号每天最多打开多少户的档案", FILES, 400, help=WALL),
        "files_a_day.county": Parameter("档案", "县里的账号每天最多打开多少户的档案", FILES, 800, help=WALL),
    }
)
