"""The list of office-holders that an office keeps in a spreadsheet."""

from canxie.duties.officers.bringing import SEATS, bring, judge
from canxie.engine.sheets.layout import Field
from canxie.engine.sheets.lists import Listing, lists
from canxie.ground.powers import Power
from canxie.kernel.cells import text


def field(key: str, label: str, words: str, hints: str = "") -> Field:
    looks = (lambda said: text(said) in SEATS) if key == "position" else None
    return Field(key, label, tuple(words.split()), tuple(hints.split()), looks)


FIELDS = [
    field("name", "姓名", "姓名 名字", hints="人员"),
    field("position", "职务", "职务 残协职务 班子职务 任职 岗位"),
    field("village", "村或残协", "村 村居 村社区 社区 行政村 所在村 残协 残协名称 村残协", hints="单位"),
    field("commissioner", "专职委员", "专职委员 是否专职委员 专职 是否专职"),
    field("classes", "来自哪些人", "来源 人员来源 来源类别 人员类别 来自哪些人"),
    field("about", "身份", "身份 现任职务 本职 工作单位"),
    field("since", "任职起", "任职起 任职时间 任职日期 任期起 开始日期 当选日期"),
    field("until", "任期止", "任期止 到期 到期日期 届满日期 任期至"),
    field("basis", "依据", "依据 任职依据 文号 会议"),
]

lists.declare(
    "officers",
    Listing(
        label="残协班子名单",
        power=Power.ASSOCIATIONS_FILE,
        fields=FIELDS,
        needed=("name", "position"),
        judge=judge,
        write=bring,
        hint="要有姓名、职务、村，最好有任职起和任期止。写进去是提名，备案以后才算数。",
        masked=False,
    ),
)
