"""What is written about invented visits."""

FINDINGS = (
    "精神不错，饭量好。",
    "血压按时量，药还有半个月的。",
    "家里收拾得干净。",
    "天冷了，提醒防滑防煤气。",
    "说腿比上次有劲。",
    "老伴刚出院，家里人手紧。",
    "轮椅轮胎没气，帮着打了气。",
    "在院里晒太阳，聊了一会儿。",
    "护理补贴到账了。",
    "孩子放学在家，写作业。",
    "地里忙，家里留了门。",
    "说夜里睡不好，劝去卫生室看看。",
)
AMENDED = ("补一句：电话是儿媳的。", "补一句：那天还看了厕所，没有扶手。", "补一句：药是村医送来的。")
OBSERVED = ("worse", "low", "danger", "no_care")
NOT_MET = ("nobody_home", "nobody_home", "no_answer", "hospital", "away", "away", "refused")
PUT_OFF = (("hospital", "在县医院住院"), ("away", "去女儿家住一阵"), ("other", "家里办事，约了过后去"))
CALLS = ("电话里说都好。", "儿子接的电话，说老样子。", "说天冷不出门了，药够。", "问了补贴，已经到账。")
PICTURED = {
    ("李秀兰", 0): ("李文博情绪稳定。门口台阶湿滑。", ""),
    ("李秀兰", 1): ("", "补一句：李文博那天在姐姐家。"),
    ("孙立军", 0): ("见到本人和母亲，作业本写得整齐。", ""),
}
"""What the pictures show of the known households: findings and amendment, by the head and how many visits ago."""
ASKS_FOR_PADS = "李秀兰"
