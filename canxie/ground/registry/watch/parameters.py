"""When reading is odd enough to be asked about."""

from canxie.engine.parameters.declarations import Parameter, declare
from canxie.engine.parameters.kinds import Whole

declare(
    {
        "watch.night_from": Parameter("异常查看", "晚上几点以后算夜里", Whole("点", at_least=18, at_most=23), 22),
        "watch.night_to": Parameter("异常查看", "早上几点以前算夜里", Whole("点", at_least=0, at_most=9), 6),
        "watch.least": Parameter(
            "异常查看",
            "一周几次以上才提醒",
            Whole("次", at_least=1, at_most=100),
            3,
            help="每周一把上一周的算出来，交给上一级残联问一问。只是提醒，不是结论。",
        ),
        "watch.business_days": Parameter(
            "异常查看", "走访、需求前后几天看档案算有任务", Whole("天", at_least=0, at_most=60), 14
        ),
    }
)
