"""How long a village may be without anybody, and how long somebody may cover it (2.2.1; the figures are local)."""

from canxie.engine.parameters.declarations import Parameter, declare
from canxie.engine.parameters.kinds import Whole, Wholes

GROUP = "专职委员"

declare(
    {
        "vacancy.escalate_days": Parameter(
            GROUP,
            "空缺多少天上报",
            Wholes("天"),
            (7, 15, 30),
            help="到第一个天数，乡镇工作台标红；到第二个，县里看到；到第三个，县里标红。",
        ),
        "vacancy.cover_days": Parameter(
            GROUP, "代管一次最长多久", Whole("天", at_least=1, at_most=366), 180, help="到期还没有人，再安排一次。"
        ),
    }
)
