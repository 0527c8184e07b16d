"""What is written about invented households: sentences to pick from."""

from datetime import date

from canxie.engine.demos.names import OLDER, YOUNGER, listed
from canxie.ground.registry.choices import Clear

GROUPS = listed("一组 二组 三组 四组 五组 六组 七组 八组")

HOUSING = (
    "砖房 3 间，院里平整",
    "砖房 4 间，门口 2 级台阶",
    "楼房 3 层，没有电梯",
    "楼房 1 层，门口有坡道",
    "平房 2 间，厕所在院里",
    "砖房 3 间，厕所是蹲坑，没有扶手",
    "和儿子一家同住，有单独一间",
    "老房，去年翻修过屋顶",
    "楼房 6 层，有电梯",
    "平房 3 间，卫生间已改坐便",
    "砖房 2 间，夏天漏雨",
    "安置房，室内没有门槛",
)
NEEDS = (
    "眼下没有",
    "眼下没有",
    "想换一辆轮椅",
    "想要助行器",
    "想在门口装扶手",
    "护理垫每月 2 包",
    "想学一门手艺",
    "药费负担重",
    "助听器要换电池",
    "想要有人陪着去医院",
    "康复训练想在家门口做",
    "厕所想改坐便",
    "缺一副拐杖",
    "想去如康家园",
)
FAMILY = (
    "老伴照看",
    "儿子同住，白天上班",
    "女儿在县城，每月回来",
    "家里人照看",
    "一家三口，爱人务农",
    "侄子就近照应",
    "邻居常来看看",
    "儿媳照看，家里和睦",
    "兄弟轮流照看",
    "儿子在外打工，过年回来",
    "孙子同住，在镇上上学",
)
ALONE = ("一个人住，邻居照应", "一个人住，侄子每周来", "一个人住，女儿打电话")
TOLD: dict[Clear, tuple[str, ...]] = {Clear.HOUSING: HOUSING, Clear.NEEDS: NEEDS, Clear.FAMILY: FAMILY}

WHOSE = ("", "", "", "", "", "", "老伴", "儿子", "女儿")
PARENTS = ("母亲", "父亲", "母亲")
RELATIONS = (
    ("儿子", YOUNGER, True),
    ("女儿", YOUNGER + 1, True),
    ("儿媳", YOUNGER + 1, False),
    ("侄子", YOUNGER, True),
    ("兄弟", OLDER, True),
)
"""What relatives are to the head, which given names they have, and whether the head's surname."""

SHOCKS = ("照料人去世", "照料人重病住院", "家里失火", "本人摔伤住院", "家人出车祸", "房屋雨后倒塌")
DEATHS = ("死亡证明", "村委会证明", "家人告知，已核对户口")
MOVES = ("随女儿迁往外县", "户口迁入城区", "搬到儿子家常住")
OUTSIDE = ("379901100203", "379902001005", "379903102210")
"""Villages of counties that do not exist either: where those are registered who live here and belong elsewhere."""


def in_ten_years(day: date) -> date:
    """The day on which a certificate of that day runs out."""
    try:
        return day.replace(year=day.year + 10)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 10, day=28)


def policies(dibao: int, destitute: int, living: int, nursing: int) -> str:
    """Write what somebody receives, as it is told at the door.

    >>> policies(1, 0, -1, 1), policies(0, 0, 0, 0)
    ('低保、护理补贴', '没有享受')
    """
    said = {"低保": dibao, "特困供养": destitute, "困难残疾人生活补贴": living, "护理补贴": nursing}
    return "、".join(word for word, fact in said.items() if fact == 1) or "没有享受"
