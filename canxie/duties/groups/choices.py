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
