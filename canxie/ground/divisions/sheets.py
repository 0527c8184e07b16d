"""Lists of places that come as files."""

from canxie.engine.sheets.lists import Listing, lists
from canxie.ground.divisions.villages_list import FIELDS, NEEDED, judge, take
from canxie.ground.powers import Power

lists.declare(
    "divisions.villages",
    Listing(
        "村（社区）名单",
        Power.DIVISIONS_CHANGE,
        FIELDS,
        NEEDED,
        judge,
        take,
        hint="民政的名单：要有村名和 12 位代码，可以有乡镇。名单里没有的村列出来，勾了才撤。",
        masked=False,
        words=(("closed", "撤不撤"), ("name", "名称")),
        counted="个村",
    ),
)
