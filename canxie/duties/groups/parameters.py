"""How often a group is reviewed (2.2.5; the document gives no number)."""

from canxie.engine.parameters.declarations import Parameter, declare
from canxie.engine.parameters.kinds import Whole

declare(
    {
        "group.review_days": Parameter(
            "残疾人小组",
            "小组多久评议一次",
            Whole("天", at_least=30, at_most=1100),
            365,
            help="从上次评议算起，没有评议过的从设立那天算起。过了日子，乡镇（街道）的工作台上会列出来。",
        ),
    }
)
