"""The life of a task from above: given, accepted or objected to, done. Clause 二(四), requirement 2.4.1.

The commissioner works under two lines. A task that is not on the approved list may be objected to; whoever gave it
withdraws it, or insists and says why.
"""

from canxie.duties.guidance.choices import GUIDANCE, IN_HAND, LEADERSHIP, LINES, TASK
from canxie.ground.powers import Power
from canxie.mechanisms.matters.kinds import Ask, At, Category, Clock, Kind, Move, State, Unit, kind

STATES = {
    "given": State("等专职委员接受", "soon", clock="close"),
    "objected": State("有异议，等交办单位答复", "late", clock="close"),
    "accepted": State("已接受，在办", "info", clock="close"),
    "insisted": State("坚持交办，在办", "info", clock="close"),
    "done": State("办结", "good", final=True),
    "withdrawn": State("交办单位撤回", "gap", final=True),
}

MOVES = {
    "accept": Move("接受任务", "接受了任务", of=("given",), to="accepted", at=At.PLACE),
    "insist": Move(
        "坚持交办",
        "坚持交办，说明了理由",
        of=("objected",),
        to="insisted",
        at=At.GIVER,
        asks=(Ask("text", "为什么还要办", "请写下为什么还要办，专职委员先看这一句。"),),
        power=Power.GUIDANCE_ASSIGN,
    ),
    "close": Move(
        "办结",
        "办结了",
        of=IN_HAND,
        to="done",
        at=At.PLACE,
        asks=(Ask("text", "办成什么样", "请写下办成什么样，交办的单位看这一句。"),),
    ),
    "object": Move(
        "提出异议",
        "提出异议",
        of=("given", "accepted"),
        to="objected",
        at=At.PLACE,
        asks=(
            Ask(
                "text",
                "有什么异议",
                "请写下有什么异议。",
                "比如：这件事不在清单里，是民政所的事；人手不够，要晚几天。",
            ),
        ),
    ),
    "withdraw": Move(
        "撤回任务",
        "撤回了任务",
        of=("given", "objected", *IN_HAND),
        to="withdrawn",
        at=At.GIVER,
        asks=(Ask("text", "为什么撤回", "请写下为什么撤回。"),),
        power=Power.GUIDANCE_ASSIGN,
    ),
    "add": Move(
        "补充一句",
        "补充",
        of=IN_HAND,
        to="",
        at=At.PLACE,
        asks=(Ask("text", "补充什么", "请写下要补充的话。", "比如办到哪一步了、还缺什么。"),),
    ),
}

kind(
    TASK,
    Kind(
        name="任务",
        counted="条",
        opens=Power.GUIDANCE_ASSIGN,
        reads=Power.GUIDANCE_READ,
        handles=Power.GUIDANCE_DO,
        first="given",
        states=STATES,
        moves=MOVES,
        clocks={"close": Clock("办完", "guidance.days", Unit.DAYS)},
        categories={LEADERSHIP: Category(LINES[LEADERSHIP], LEADERSHIP), GUIDANCE: Category(LINES[GUIDANCE], GUIDANCE)},
        givers={LEADERSHIP: 12, GUIDANCE: 9},
        opened="交办",
        words="要办什么",
    ),
)
