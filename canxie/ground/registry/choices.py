"""The words of the registry: national codes where there are some (domain.md 3.1, 3.3, 3.8)."""

from django.db.models import IntegerChoices, TextChoices


class Sex(TextChoices):
    """GB/T 2261.1."""

    MALE = "1", "男"
    FEMALE = "2", "女"


class Category(TextChoices):
    """GB/T 26341-2010; 7 stands on a certificate whose items are told one by one."""

    VISION = "1", "视力"
    HEARING = "2", "听力"
    SPEECH = "3", "言语"
    PHYSICAL = "4", "肢体"
    INTELLECTUAL = "5", "智力"
    MENTAL = "6", "精神"
    MULTIPLE = "7", "多重"


class Degree(IntegerChoices):
    """Level 1 is the most severe."""

    ONE = 1, "一级"
    TWO = 2, "二级"
    THREE = 3, "三级"
    FOUR = 4, "四级"


class Relation(TextChoices):
    """To the head of the household, after GB/T 4761."""

    HEAD = "head", "户主"
    SPOUSE = "spouse", "配偶"
    SON = "son", "儿子"
    DAUGHTER = "daughter", "女儿"
    GRANDCHILD = "grandchild", "孙子女"
    PARENT = "parent", "父母"
    GRANDPARENT = "grandparent", "祖父母"
    SIBLING = "sibling", "兄弟姐妹"
    OTHER = "other", "其他"


class State(TextChoices):
    """What a person is to the register. Each is reversible."""

    LIVING = "living", "在册"
    DECEASED = "deceased", "去世"
    MOVED_AWAY = "moved_away", "迁出"
    WRITTEN_OFF = "written_off", "核销"


class CertificateState(TextChoices):
    ACTIVE = "active", "有效"
    FROZEN = "frozen", "冻结"
    LOST = "lost", "挂失"
    REPLACED = "replaced", "已换发"
    CANCELLED = "cancelled", "注销"


class Clear(TextChoices):
    """The six clears (六清): the first four are a household's, the last two a person's."""

    ADDRESS = "address", "住址"
    HOUSING = "housing", "居住条件"
    NEEDS = "needs", "基本需求"
    FAMILY = "family", "家庭和监护"
    PHONE = "phone", "电话"
    POLICIES = "policies", "享受的政策"


OF_HOUSEHOLD = (Clear.ADDRESS, Clear.HOUSING, Clear.NEEDS, Clear.FAMILY)
OF_PERSON = (Clear.PHONE, Clear.POLICIES)


class Source(TextChoices):
    """How something came into the registry."""

    VISIT = "visit", "走访"
    IMPORT = "import", "导入"
    FORM = "form", "手工录入"
    DEMO = "demo", "演示数据"


class Tier(TextChoices):
    """How often a household is to be visited; A is the strictest, and sorts first."""

    A = "A", "A 类"
    B = "B", "B 类"
    C = "C", "C 类"
