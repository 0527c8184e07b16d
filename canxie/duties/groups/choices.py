"""The words of this room."""

from django.db.models import TextChoices


class Basis(TextChoices):
    """By what an association is divided into groups (2.2.5)."""

    COUNT = "count", "按人数"
    AREA = "area", "按片区"
    CATEGORY = "category", "按残疾类别"


class How(TextChoices):
    """How somebody was told; whoever has no telephone gets a paper."""

    IN_PERSON = "in_person", "当面说了"
    BY_PHONE = "by_phone", "打了电话"
    ON_PAPER = "on_paper", "送了纸条"
    BY_RELATIVE = "by_relative", "告诉了家人"


class Result(TextChoices):
    """What a yearly review of a group comes to (2.2.5)."""

    KEEP = "keep", "接着办，组长不变"
    LEADER = "leader", "接着办，换组长"
    DISSOLVE = "dissolve", "撤销这个小组"
