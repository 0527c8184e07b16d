"""What a group may be called, and how many an association wants. Clause 二(二), requirement 2.2.5."""

import re
import unicodedata

SUGGEST_ABOVE = "assoc.group_suggest_above"
"""The county's figure: from more than so many people on, groups are suggested."""

TELLING = (
    *("视力", "听力", "言语", "语言", "肢体", "智力", "精神", "多重", "视障", "听障", "肢残", "智残", "精残", "智障"),
    *("盲", "聋", "哑", "瘫", "失明", "弱视", "低视", "截肢", "轮椅", "拐杖", "自闭", "孤独症", "唐氏", "脑瘫"),
    *("抑郁", "癫痫", "助听", "手语", "假肢", "侏儒", "重残", "类别"),
)
"""What a name tells of those who are in the group: the categories (GB/T 26341), and what everybody calls them."""


class Refused(Exception):
    """Everything is as it was. `field` is the one that the sentence speaks of."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def telling_word(text: str) -> str:
    """Find a word that would tell a category of disability, however it is written; "" when there is none.

    >>> telling_word("第三小组"), telling_word("肢体互助组"), telling_word("阳光聋人组"), telling_word("智 力 组")
    ('', '肢体', '聋', '智力')
    """
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))
    return next((word for word in TELLING if word in plain), "")


def name_refused(name: str) -> str:
    """Say why a group cannot be called so; "" when it can.

    Everybody reads names. A group that is by category must not show it to anyone outside (2.2.5), and nobody can
    know from a name which groups are.

    >>> name_refused("第三小组")
    ''
    """
    if not name.strip():
        return "请写下小组的名称。"
    if word := telling_word(name):
        return f"小组名称里不能有“{word}”：名称谁都看得到，会让人知道组员的残疾类别。换一个，比如“第三小组”。"
    return ""


def groups_wanted(people: int, above: int) -> int:
    """Say how many groups keep each at or below the number from which a county suggests groups; 0 when none is needed.

    >>> groups_wanted(60, 60), groups_wanted(61, 60), groups_wanted(130, 60), groups_wanted(500, 0)
    (0, 2, 3, 0)
    """
    return -(-people // above) if above and people > above else 0
