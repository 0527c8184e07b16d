"""Lists of staff that come as files."""

from canxie.engine.sheets.lists import Listing, lists
from canxie.ground.accounts.commissioners import FIELDS, NEEDED, judge, take
from canxie.ground.powers import Power

lists.declare(
    "accounts.commissioners",
    Listing(
        "专职委员名单",
        Power.ACCOUNTS_APPOINT,
        FIELDS,
        NEEDED,
        judge,
        take,
        hint="要有姓名和村（或者村代码），可以有乡镇、用户名、任职起、依据；没有用户名就用村代码登录。",
        masked=False,
    ),
)
