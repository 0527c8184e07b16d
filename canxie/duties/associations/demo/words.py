"""What the demo county says about its gaps and meetings."""

from datetime import date
from typing import NamedTuple


class Missing(NamedTuple):
    """A village in a gap: for how many days, why, how it is to be set up (days from today until then, 0: no plan)."""

    days: int
    why: str
    form: str = ""
    due: int = 0


PICTURED = "青杨村", Missing(64, "主席人选没定", "own", 16)
"""The one village of the pictured town that has no association."""

GAPS = [
    Missing(388, "残疾人 6 位，邻村也少，联合没谈成", "joint", 21),
    Missing(203, "主席去世后没补"),
    Missing(121, "居委会 9月才选出来，还没来得及", "", 37),
    Missing(43, "10月村改居，原残协要改设", "own", 6),
    Missing(37, "委员只有 2 名，没备案", "own", 11),
    Missing(29, "两个村商量联合，会议纪要没签", "joint", 18),
    Missing(74, "主席外出务工，辞了", "own", 30),
    Missing(15, "换届，新一届人选在公示", "own", 12),
]

FEW, FEW_WHY = 20, "县残联办公会定的，试行一年。"

SUSPENDED = "村里没有人主持，先停下来。"
TAKEN = "示例残备〔{year}〕{number}号"
AGREED = "村民代表会议通过，名单公示 5 天没有异议。"

MEMBERS = [
    ("刘长河", "主席"),
    ("陈建国", "副主席"),
    ("周素琴", "专职委员"),
    ("何玉珍", "委员"),
    ("张万林", "委员"),
    ("董海燕", "委员"),
]
"""Of the pictured association, as its seats have them."""


class Met(NamedTuple):
    """A meeting of the pictured association: what was resolved, of which the last so many are still open."""

    on: tuple[int, int]
    title: str
    came: int
    resolved: tuple[str, ...]
    still_open: int = 0


MEETINGS = [
    Met(
        (9, 28),
        "第三季度例会",
        6,
        ("给陈建国家门口装扶手，村里出工", "护理垫集中到村部领，不让老人跑镇上", "入冬前把 A 类户走访一遍"),
        1,
    ),
    Met((5, 8), "助残日活动商量会", 5, ("5月16日在文化广场办助残日活动", "请镇医院来做一次义诊")),
    Met(
        (3, 30),
        "第一季度例会",
        6,
        ("上半年走访计划按户分到人", "村部门口坡道报镇里修", "轮椅两辆放村部公用", "志愿者名单更新"),
    ),
]
AGENDA = ["没办完的需求一条一条过", "走访逾期的说明原因", "上次的决定办到哪一步", "其他事项"]
MINUTES = "先看了没办完的需求和逾期的走访，每条定了谁去办、哪天前办完。决定写在右边，由专职委员盯着。"


def before(day: tuple[int, int], today: date) -> date:
    """The last such day that is over."""
    here = date(today.year, *day)
    return here if here < today else date(today.year - 1, *day)
