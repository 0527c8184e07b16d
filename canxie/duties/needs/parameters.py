"""How long a need may wait (2.5.4; the figures are local)."""

from canxie.engine.parameters.declarations import Parameter, declare
from canxie.engine.parameters.kinds import Whole

GROUP = "需求"

declare(
    {
        "need.ack_days": Parameter(
            GROUP,
            "多久要答复本人",
            Whole("个工作日", at_least=1, at_most=30),
            3,
            help="从登记那天起算，到点还没有答复就上报乡镇（街道）。",
        ),
        "need.urgent_ack": Parameter(GROUP, "急事多久要答复", Whole("小时", at_least=1, at_most=72), 2),
        "need.close_days.goods": Parameter(GROUP, "要东西的，多久办结", Whole("天", at_least=1, at_most=366), 15),
        "need.close_days.service": Parameter(GROUP, "要服务的，多久办结", Whole("天", at_least=1, at_most=366), 30),
        "need.close_days.retrofit": Parameter(
            GROUP, "要改造的，多久办结", Whole("天", at_least=1, at_most=732), 180, help="家庭无障碍改造和房屋修缮。"
        ),
        "need.close_days.money": Parameter(GROUP, "要补贴救助的，多久办结", Whole("天", at_least=1, at_most=366), 30),
        "need.close_days.other": Parameter(GROUP, "其他需求，多久办结", Whole("天", at_least=1, at_most=366), 30),
    }
)
