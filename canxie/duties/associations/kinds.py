"""The life of an association: clause 二(二), appendix E of the domain.

A gap is the absence of one. The township drafts, the village agrees, the county confirms (0.1): each step has its own
power, what it cannot do without, and the day from which it holds.
"""

from canxie.duties.associations.choices import AssociationState as At_
from canxie.duties.associations.choices import Form
from canxie.ground.powers import Power
from canxie.mechanisms.matters.kinds import Ask, At, Category, Clock, Kind, Move, State, Unit, kind

ASSOCIATION = "association"

LIVING = (At_.ACTIVE, At_.ADJUSTING, At_.SUSPENDED)

STATES: dict[str, State] = {
    At_.PREPARING: State(At_.PREPARING.label, "soon"),
    At_.FILED: State(At_.FILED.label, "soon", clock="take"),
    At_.ACTIVE: State(At_.ACTIVE.label, "good"),
    At_.ADJUSTING: State(At_.ADJUSTING.label, "soon"),
    At_.SUSPENDED: State(At_.SUSPENDED.label, "late"),
    At_.MERGED: State(At_.MERGED.label, "gap", final=True),
    At_.DISSOLVED: State(At_.DISSOLVED.label, "gap", final=True),
}


def effect(label: str) -> Ask:
    return Ask("on", label, "请选从哪一天起。")


MOVES = {
    "file": Move(
        "报县残联备案",
        "报县残联备案",
        of=(At_.PREPARING,),
        to=At_.FILED,
        at=At.PLACE,
        power=Power.ASSOCIATIONS_FILE,
        asks=(Ask("evidence", "村里怎么定的", "请写下村里怎么定的，比如哪天的会、谁参加。"),),
    ),
    "take": Move(
        "备案",
        "县残联备案",
        of=(At_.FILED,),
        to=At_.ACTIVE,
        at=At.PLACE,
        dates=True,
        asks=(effect("从哪天起运行"), Ask("evidence", "备案文号", "请写下备案文号或备案表编号。")),
    ),
    "return": Move(
        "退回乡镇补",
        "县残联退回补",
        of=(At_.FILED,),
        to=At_.PREPARING,
        at=At.PLACE,
        asks=(Ask("text", "要补什么", "请写下要补什么，乡镇先看这一句。"),),
    ),
    "record_paper": Move(
        "记纸质备案",
        "补记纸质备案",
        of=(At_.PREPARING,),
        to=At_.ACTIVE,
        at=At.PLACE,
        dates=True,
        asks=(effect("备案表上从哪天起"), Ask("evidence", "备案文号", "请写下备案表编号、谁批的。")),
    ),
    "adjust": Move(
        "开始调整",
        "开始调整",
        of=(At_.ACTIVE,),
        to=At_.ADJUSTING,
        at=At.PLACE,
        power=Power.ASSOCIATIONS_FILE,
        asks=(Ask("text", "为什么要调整", "请写下为什么要调整。", "比如：两村合并，要多管一个村，牵头村要换。"),),
    ),
    "adjusted": Move(
        "确认调整",
        "县残联确认调整",
        of=(At_.ADJUSTING,),
        to=At_.ACTIVE,
        at=At.PLACE,
        dates=True,
        asks=(effect("从哪天起按新的管"), Ask("evidence", "依据", "请写下依据的文号。")),
    ),
    "keep": Move(
        "不调整了",
        "不调整了，照原来的管",
        of=(At_.ADJUSTING,),
        to=At_.ACTIVE,
        at=At.PLACE,
        power=Power.ASSOCIATIONS_FILE,
        asks=(Ask("text", "为什么不调整了", "请写下为什么不调整了。"),),
    ),
    "suspend": Move(
        "暂停",
        "暂停",
        of=(At_.ACTIVE, At_.ADJUSTING),
        to=At_.SUSPENDED,
        at=At.PLACE,
        dates=True,
        asks=(effect("从哪天起暂停"), Ask("text", "为什么暂停", "请写下为什么暂停。")),
    ),
    "restore": Move(
        "恢复运行",
        "恢复运行",
        of=(At_.SUSPENDED,),
        to=At_.ACTIVE,
        at=At.PLACE,
        dates=True,
        asks=(effect("从哪天起恢复"), Ask("evidence", "依据", "请写下依据的文号。")),
    ),
    "merge": Move(
        "并入别的残协",
        "并入别的残协",
        of=LIVING,
        to=At_.MERGED,
        at=At.PLACE,
        dates=True,
        asks=(effect("从哪天起并入"), Ask("evidence", "依据", "请写下依据的文号。")),
    ),
    "dissolve": Move(
        "撤销",
        "撤销",
        of=LIVING,
        to=At_.DISSOLVED,
        at=At.PLACE,
        dates=True,
        asks=(
            effect("从哪天起撤销"),
            Ask("text", "为什么撤销", "请写下为什么撤销。"),
            Ask("evidence", "依据", "请写下依据的文号。"),
        ),
    ),
    "drop": Move(
        "不办了",
        "不办了",
        of=(At_.PREPARING,),
        to=At_.DISSOLVED,
        at=At.PLACE,
        power=Power.ASSOCIATIONS_FILE,
        asks=(Ask("text", "为什么不办了", "请写下为什么不办了。"),),
    ),
}

kind(
    ASSOCIATION,
    Kind(
        name="残协",
        counted="个",
        opens=Power.ASSOCIATIONS_PREPARE,
        reads=Power.ASSOCIATIONS_READ,
        handles=Power.ASSOCIATIONS_APPROVE,
        first=At_.PREPARING,
        states=STATES,
        moves=MOVES,
        clocks={"take": Clock("备案", "assoc.filing_days", Unit.WORKDAYS)},
        categories={form.value: Category(form.label, form.value) for form in Form},
        opened="开始筹备",
        words="为什么要成立",
    ),
)

RESOLUTION = "resolution"

RESOLUTION_STATES: dict[str, State] = {
    "doing": State("在办", "info", clock="close"),
    "done": State("办完", "good", final=True),
    "not_done": State("不办了，已说明原因", "gap", final=True),
}
RESOLUTION_MOVES = {
    "done": Move(
        "记办完",
        "办完了",
        of=("doing",),
        to="done",
        at=At.PLACE,
        asks=(Ask("evidence", "办成了什么", "请写下办成了什么，谁能作证。"),),
    ),
    "add": Move(
        "补一句进展",
        "进展",
        of=("doing",),
        to="",
        at=At.PLACE,
        asks=(Ask("text", "办到哪一步了", "请写下办到哪一步了。"),),
    ),
    "not_done": Move(
        "不办了，说明原因",
        "不办了，说明了原因",
        of=("doing",),
        to="not_done",
        at=At.PLACE,
        asks=(Ask("text", "为什么不办了", "请写下为什么不办了。"),),
    ),
}

kind(
    RESOLUTION,
    Kind(
        name="会议决定",
        counted="项",
        opens=Power.ASSOCIATIONS_PREPARE,
        reads=Power.ASSOCIATIONS_READ,
        handles=Power.RESOLUTIONS_DO,
        first="doing",
        states=RESOLUTION_STATES,
        moves=RESOLUTION_MOVES,
        clocks={"close": Clock("办完", "assoc.resolution_days", Unit.DAYS)},
        categories={
            "association": Category("残协自己办", "association"),
            "committee": Category("送村（居）民委员会", "committee"),
            "township": Category("报乡镇（街道）残联", "township"),
        },
        opened="会上定下",
        words="决定了什么",
    ),
)
