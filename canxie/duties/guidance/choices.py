"""The two lines from which an association is given its tasks."""

LEADERSHIP, GUIDANCE = "leadership", "guidance"

LINES = {LEADERSHIP: "村（社区）“两委”领导", GUIDANCE: "乡镇（街道）残联指导"}
SHORT = {LEADERSHIP: "村“两委”", GUIDANCE: "乡镇残联"}
NOBODY = "还没有专职委员"
TASK = "guidance"
IN_HAND = ("accepted", "insisted")
