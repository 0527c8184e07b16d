"""What people ask for in the invented county, in their own words, and what comes of it."""

from typing import NamedTuple


class Ask(NamedTuple):
    """What somebody says and what comes of it; `kinds` are the categories of disability, `ages` those, that it fits."""

    category: str
    words: str
    done: str
    kinds: str = "1234567"
    ages: tuple[int, int] = (0, 130)

    def fits(self, kind: str, age: int) -> bool:
        return kind in self.kinds and self.ages[0] <= age <= self.ages[1]


ASKS = (
    Ask("retrofit", "门口给安个把手，下台阶心里慌。", "扶手装好，本人试过。", "147"),
    Ask("retrofit", "厕所是蹲的，蹲下去起不来。", "坐便椅装好，家人在场。", "47", (40, 130)),
    Ask("retrofit", "门槛太高，轮椅过不去。", "门槛改成坡道，拍了照片。", "47"),
    Ask("device", "轮椅老了，刹车不灵。", "新轮椅送到家，本人签收。", "47"),
    Ask("device", "想要个助行器，扶着墙走怕摔。", "助行器送到，教了怎么用。", "47", (50, 130)),
    Ask("device", "助听器老是吱吱响，听不清。", "助听器重新调过，本人说清楚了。", "27"),
    Ask("device", "拐杖头磨平了，雨天打滑。", "换了一副拐杖，本人签收。", "4"),
    Ask("device", "盲杖丢了，出门不方便。", "盲杖送到，本人签收。", "1"),
    Ask("goods", "护理垫用得快，一个月两包不够。", "护理垫 2 包，家人代收。", "4567"),
    Ask("goods", "冬天棉被薄，晚上冷。", "棉被 1 床，本人签收。"),
    Ask("rehabilitation", "胳膊抬不高，想有人教着练。", "村卫生室康复训练 8 次，有记录。", "4", (18, 130)),
    Ask("rehabilitation", "孩子说话晚，想去做训练。", "县康复中心训练一期，家长签字。", "2357", (1, 9)),
    Ask("rehabilitation", "精神药快吃完了，去县里路远。", "村医代取药，本人签收。", "6", (18, 130)),
    Ask("care", "老伴住院了，白天没人做饭。", "邻居帮做饭 20 天，老伴已出院。", ages=(55, 130)),
    Ask("care", "夜里没人照应，想有人来看看。", "志愿者每晚上门，两周后儿子回来。", ages=(60, 130)),
    Ask("employment", "想找个坐着干的活。", "在镇手工作坊上班，签了协议。", "234", (20, 58)),
    Ask("employment", "想学电商，在家也能干。", "参加培训 10 天，发了结业证。", "234", (18, 50)),
    Ask("education", "孩子该上学了，普通学校不知收不收。", "镇小学随班就读，已报到。", ages=(6, 15)),
    Ask("certificate", "残疾证快到期了，腿脚不便去不了县里。", "上门评定，新证送到。"),
    Ask("certificate", "搬来半年了，残疾证还在老家。", "残疾证转入办好，本人签收。"),
    Ask("money", "护理补贴两个月没到账。", "账号改正，补发到账，看过存折。"),
    Ask("money", "看病花得多，想申请救助。", "临时救助批下来，已到账。"),
    Ask("other", "门前路坑坑洼洼，推轮椅难走。", "村里垫了石子，本人看过。", "47"),
    Ask("other", "收音机坏了，一个人闷得慌。", "收音机修好，本人在场。", "14", (60, 130)),
)

ANSWERS = (
    "已经记下，先问县里还有没有名额，三天内再来说。",
    "可以办，先准备材料，我帮着填。",
    "这件事要镇里来办，我去跑，有消息就来告诉。",
    "先看看家里的情况，下周带师傅来量尺寸。",
)
STARTS = ("联系县辅具中心配送。", "找施工队上门量尺寸。", "报镇残联列入计划。", "志愿者小组接手。", "和村医约了时间。")
HAND_ONS = ("村里没有这项资源，要镇里统一采购。", "要县里评定，请镇里联系。", "涉及民政补贴，村里办不了。")
NOT_POSSIBLE = (
    ("waiting", "今年的名额用完了，已经排进明年，开春再来问。"),
    ("not_eligible", "家里收入超过标准，这一项申请不了。以后收入变了可以再问。"),
    ("no_resource", "县里眼下没有这种辅具，到货了第一时间告诉。"),
    ("refused", "上门两次，本人说先不装了，以后想装再说。"),
)
WITHDRAWN = ("家里已经自己买了，不用了。", "病好些了，不用人照应了。", "女儿接去住，先不办了。")
REOPENED = ("用了半个月又坏了。", "补贴又停了一个月。", "装的扶手松了。")
ACCEPTED = "镇残联接收。"

PADS = Ask("goods", "成人护理垫 2 包，夜里换得勤，一包不够用。", "护理垫 2 包，村医代收。")
BRAKE = Ask("device", "轮椅刹车坏了，一边刹不住，下坡不敢坐。", "换了刹车，本人试过。")
HANDRAIL = Ask("retrofit", "床边要装扶手，晚上起来没有抓的，摔过一回了。", "床边扶手装好。")
