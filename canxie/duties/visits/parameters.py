"""How often whom is visited, and what counts as a visit (二（五）, 入户走访; the figures are local)."""

from canxie.engine.parameters.declarations import Parameter, declare
from canxie.engine.parameters.kinds import Percent, Several, Whole, Words

TIERS = (("A", "A 类"), ("B", "B 类"), ("C", "C 类"))
MANNERS = (("at_home", "入户"), ("outside", "在外面见到"), ("phone", "打电话"), ("relative", "家人代说"))
GROUP = "走访"
RESETS = "勾上的类别，这样走访后重新计算下次到期日。"

declare(
    {
        "visit.interval.tier_a": Parameter(GROUP, "A 类多久走访一次", Whole("天", at_least=1, at_most=366), 30),
        "visit.interval.tier_b": Parameter(GROUP, "B 类多久走访一次", Whole("天", at_least=1, at_most=366), 90),
        "visit.interval.tier_c": Parameter(GROUP, "C 类多久走访一次", Whole("天", at_least=1, at_most=732), 180),
        "visit.resets.at_home": Parameter(GROUP, "入户算谁的走访", Several(TIERS), ("A", "B", "C"), help=RESETS),
        "visit.resets.outside": Parameter(GROUP, "在外面见到算谁的走访", Several(TIERS), ("B", "C"), help=RESETS),
        "visit.resets.phone": Parameter(GROUP, "打电话算谁的走访", Several(TIERS), (), help=RESETS),
        "visit.contact_manners": Parameter(
            GROUP,
            "哪些方式算联系过",
            Several(MANNERS),
            ("at_home", "outside", "phone"),
            help="联系过的人不列入“很久没有联系的人”。",
        ),
        "contact.silent_days": Parameter(GROUP, "多久没有联系要列出来", Whole("天", at_least=1), 90),
        "visit.festival_days": Parameter(
            GROUP, "哪些节日前走访", Words(), ("元旦", "春节", "全国助残日", "国际残疾人日"), used=False
        ),
        "visit.sample_check_rate": Parameter(
            GROUP, "抽查多少走访", Percent(), 5, help="由走访人以外的人打电话核对。", used=False
        ),
    }
)
