"""What a county may set about hardship and severity."""

from canxie.engine.parameters.declarations import Parameter, declare
from canxie.engine.parameters.kinds import Several, Whole
from canxie.ground.registry.choices import Category

GROUP = "困难和重度"
THIRD_LEVEL = Several(((Category.INTELLECTUAL.value, "智力"), (Category.MENTAL.value, "精神")))

declare(
    {
        "hardship.many": Parameter(GROUP, "一户多残：家里至少几位持证残疾人", Whole("位", 2, 9), 2),
        "hardship.old": Parameter(GROUP, "老残一体：满几岁", Whole("岁", 50, 100), 60, "老年人权益保障法 第二条"),
        "hardship.adult": Parameter(GROUP, "孤残儿童：不满几岁", Whole("岁", 14, 18), 18, "未成年人保护法 第二条"),
        "hardship.shock_days": Parameter(GROUP, "近期变故：几天以内", Whole("天", 30, 730), 180),
        "severity.third_level": Parameter(
            GROUP, "三级也按重度的类别", THIRD_LEVEL, (), help="一级、二级是重度；有的地方把智力、精神三级也算上。"
        ),
    }
)
