"""The life of a need: clauses 二(四) "协调帮助残疾人解决困难和问题" and 二(五) "建立需求调查和对接制度".

Closed as done only with evidence and the person's confirmation, or a reason why that is
missing; what cannot be done ends with an explanation in plain words (2.4.5).
"""

from canxie.ground.powers import Power
from canxie.mechanisms.matters.kinds import Ask, At, Category, Clock, Kind, Move, State, Unit, kind

UNANSWERED = ("submitted", "reopened")
IN_HAND = ("verified", "in_service")
OPEN = (*UNANSWERED, *IN_HAND, "referred", "delivered", "confirmed")

ANSWER = Ask("text", "怎么答复的", "请写下怎么答复本人的。", "写跟本人说的话，本人听得懂的话。")

STATES = {
    "submitted": State("等答复", "soon", clock="ack"),
    "verified": State("已答复，在找资源", "info", clock="close"),
    "referred": State("已转上级，等接收", "soon", clock="accept"),
    "in_service": State("正在办", "info", clock="close"),
    "delivered": State("已送到，等本人确认", "good"),
    "confirmed": State("本人已确认，等办结", "good"),
    "reopened": State("重新打开，等答复", "late", clock="ack"),
    "closed": State("办结", "good", final=True),
    "not_possible": State("办不了，已说明原因", "gap", final=True),
    "withdrawn": State("本人撤回", "gap", final=True),
}

MOVES = {
    "accept": Move(
        "接收", "接收了", of=("referred",), to="in_service", at=At.RECEIVER, unanswered="submitted", hop="accept"
    ),
    "answer": Move(
        "答复本人",
        "答复了本人",
        of=(*UNANSWERED, "referred"),
        to="verified",
        at=At.OWNER,
        asks=(ANSWER,),
        when="unanswered",
        answers=True,
    ),
    "confirm": Move(
        "记本人确认",
        "本人确认收到",
        of=("delivered",),
        to="confirmed",
        at=At.PLACE,
        asks=(Ask("confirmation", "怎么确认的", "请选怎么确认的。"),),
    ),
    "close": Move(
        "办结",
        "办结了",
        of=("confirmed",),
        to="closed",
        at=At.PLACE,
        asks=(Ask("evidence", "凭据", "请写下办成的凭据，比如签收单、照片、谁在场。"),),
    ),
    "start": Move(
        "开始办",
        "开始办",
        of=("verified",),
        to="in_service",
        at=At.OWNER,
        asks=(Ask("text", "谁来办，怎么办", "请写下谁来办、怎么办。"),),
    ),
    "deliver": Move(
        "记已送到",
        "已送到",
        of=(*IN_HAND, "referred"),
        to="delivered",
        at=At.OWNER,
        asks=(
            Ask("on", "哪天送到的", "请选送到的日期。"),
            Ask("evidence", "送了什么，谁收的", "请写下送了什么、谁收的。", "比如：护理垫 2 包，女儿代收。"),
        ),
        when="answered",
    ),
    "hand_on": Move(
        "转上级办",
        "转上级",
        of=(*UNANSWERED, *IN_HAND),
        to="referred",
        at=At.OWNER,
        asks=(Ask("text", "为什么要转", "请写下为什么要转，上级接手的人先看这一句。"),),
        hop="send",
    ),
    "return": Move(
        "退回",
        "退回了",
        of=("referred",),
        to="verified",
        at=At.RECEIVER,
        asks=(Ask("text", "为什么退回", "请写下为什么退回、村里可以怎么办。"),),
        unanswered="submitted",
        hop="return",
    ),
    "recall": Move(
        "收回自己办",
        "收回自己办",
        of=("referred",),
        to="verified",
        at=At.OWNER,
        when="answered",
    ),
    "not_received": Move(
        "本人说没收到",
        "本人说没收到",
        of=("delivered", "confirmed"),
        to="in_service",
        at=At.PLACE,
        asks=(Ask("text", "本人怎么说的", "请写下本人怎么说的。"),),
        undoes_delivery=True,
    ),
    "close_unconfirmed": Move(
        "没有本人确认也办结",
        "没有本人确认，写明原因办结",
        of=("delivered",),
        to="closed",
        at=At.PLACE,
        asks=(
            Ask("text", "为什么没有本人确认", "请写下为什么没有本人确认。", "比如：本人去世，本人外出一年，联系不上。"),
        ),
    ),
    "add": Move(
        "补充一句",
        "补充",
        of=OPEN,
        to="",
        at=At.PLACE,
        asks=(Ask("text", "补充什么", "请写下要补充的话。", "原话不改，补充的话写在经过里。"),),
    ),
    "not_possible": Move(
        "办不了，说明原因",
        "办不了，说明了原因",
        of=(*UNANSWERED, *IN_HAND, "referred"),
        to="not_possible",
        at=At.OWNER,
        asks=(
            Ask("why", "哪一种原因", "请选是哪一种原因。"),
            Ask(
                "text",
                "怎么跟本人说的",
                "请写下怎么跟本人说的。",
                "用本人听得懂的话：为什么办不了，以后什么时候可以再问。",
            ),
        ),
        answers=True,
    ),
    "withdraw": Move(
        "本人不要了",
        "本人撤回",
        of=OPEN,
        to="withdrawn",
        at=At.PLACE,
        asks=(Ask("text", "本人怎么说的", "请写下本人怎么说的。"),),
    ),
    "reopen": Move(
        "重新打开",
        "重新打开",
        of=("closed", "not_possible", "withdrawn"),
        to="reopened",
        at=At.PLACE,
        asks=(Ask("text", "为什么重新打开", "请写下为什么重新打开。"),),
        starts_again=True,
    ),
}

kind(
    "need",
    Kind(
        name="需求",
        counted="条",
        opens=Power.NEEDS_RECORD,
        reads=Power.NEEDS_READ,
        handles=Power.NEEDS_HANDLE,
        first="submitted",
        states=STATES,
        moves=MOVES,
        clocks={
            "ack": Clock("答复", "need.ack_days", Unit.WORKDAYS, urgent="need.urgent_ack", climbs=True),
            "accept": Clock("接收", "need.ack_days", Unit.WORKDAYS, urgent="need.urgent_ack", climbs=True),
            "close": Clock("办结", "need.close_days.{category_class}", Unit.DAYS),
        },
        categories={
            "retrofit": Category("家庭无障碍改造", "retrofit"),
            "device": Category("辅助器具", "goods"),
            "goods": Category("生活和护理用品", "goods"),
            "rehabilitation": Category("康复", "service"),
            "care": Category("照护", "service"),
            "employment": Category("就业和培训", "service"),
            "education": Category("上学", "service"),
            "certificate": Category("办证", "service"),
            "money": Category("补贴和救助", "money"),
            "other": Category("其他", "other"),
        },
        whys={
            "no_resource": "现在没有这项资源",
            "not_eligible": "不符合条件",
            "waiting": "名额满了，在排队",
            "refused": "本人没有接受",
            "wrong_record": "登记有误",
        },
        sources={"visit": "走访", "direct": "直接登记", "grid": "网格员", "survey": "调查"},
    ),
)
