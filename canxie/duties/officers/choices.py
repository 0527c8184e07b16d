"""The words of clause 二(三): seats, and the classes from which people join. Plain pairs, for rules read them too."""

from enum import StrEnum


class Position(StrEnum):
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"


POSITIONS = ((Position.CHAIR.value, "主席"), (Position.VICE_CHAIR.value, "副主席"), (Position.MEMBER.value, "委员"))
POSITION = dict(POSITIONS)


class TermState(StrEnum):
    """A term is proposed by a save and in force by the township's filing alone."""

    PROPOSED = "proposed"
    FILED = "filed"


TERM_STATES = ((TermState.PROPOSED.value, "拟任，等备案"), (TermState.FILED.value, "已备案"))

PERSON, RELATIVE, COMMITTEE = "person", "relative_friend", "two_committee_member"
SOURCES = (
    (PERSON, "残疾人"),
    (RELATIVE, "残疾人亲友"),
    (COMMITTEE, "村（社区）“两委”成员"),
    ("villager_group_leader", "村（居）民小组长"),
    ("grid_worker", "网格员"),
    ("village_doctor", "村医"),
    ("local_entrepreneur", "致富能手（产业带头人）"),
    ("retired_official", "退休干部"),
    ("social_org_head", "社会组织负责人"),
    ("benefactor", "爱心人士"),
    ("volunteer", "志愿者"),
)
SOURCE = dict(SOURCES)
BOTH = "残疾人及亲友"
"""One class of the clause, and what those read who need not know which of the two it is."""
SUPPORTERS = (
    "village_doctor",
    "local_entrepreneur",
    "retired_official",
    "social_org_head",
    "benefactor",
    "volunteer",
)
"""Who is taken for 扶残助残人士 until a county says otherwise."""
CLASSES = len(SOURCES) - 1
"""Ten, as the clause counts: 残疾人及亲友 are one."""


class Doing(StrEnum):
    TASK = "task"
    THANKS = "thanks"


DOINGS = ((Doing.TASK.value, "任务"), (Doing.THANKS.value, "感谢"))

DIED, ENDED_WITH = "名册记了去世", "残协已经撤销或并入"
