"""What a place sets about its associations (1.5, 2.2.3; the document gives no figure)."""

from datetime import date
from typing import Any

from canxie.engine.parameters.declarations import Parameter, declare
from canxie.engine.parameters.kinds import Day, Whole

GROUP = "残协"


class Threshold(Whole):
    """A number of people that a county has to set before anything is suggested by it; 0 is none."""

    def show(self, value: Any) -> str:
        return Whole.show(self, value) if value else "还没有定"


declare(
    {
        "assoc.joint_suggest_below": Parameter(
            GROUP,
            "残疾人少于多少位，建议和邻村联合设",
            Threshold("位", at_most=1000),
            0,
            help="文件没有给数，由县里定。0 表示还没有定，设置助手就不建议联合。",
        ),
        "assoc.group_suggest_above": Parameter(
            GROUP,
            "残疾人多于多少位，建议分小组",
            Threshold("位", at_most=5000),
            0,
            help="文件没有给数，由县里定。0 表示还没有定，设置助手就不建议分小组。",
        ),
        "assoc.filing_days": Parameter(
            GROUP, "县里收到备案材料，多久办完", Whole("个工作日", at_least=1, at_most=60), 10
        ),
        "assoc.resolution_days": Parameter(
            GROUP,
            "会议决定没有写日子的，多久办完",
            Whole("天", at_least=1, at_most=366),
            30,
        ),
        "assoc.target_on": Parameter(
            GROUP,
            "哪天前全部覆盖",
            Day(),
            date(2026, 12, 31),
            clause="一",
            help="文件写“20XX年底前”，年份由省里定。",
        ),
    }
)
