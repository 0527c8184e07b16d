"""What was given out of a register."""

from django.db import models


class Copy(models.Model):
    """One paper or file that somebody made of a register: of what, for what, how many rows.

    `digest` is SM3 over the keys of its rows in their order: which people stood on it can be
    checked against a list, but not read from here.
    """

    reached_through = "place"

    PAPER, FILE = "paper", "file"

    number = models.CharField("编号", max_length=40, unique=True)
    register = models.CharField("登记簿", max_length=40)
    form = models.CharField("形式", max_length=10, choices=[(PAPER, "打印"), (FILE, "导出")])
    place = models.CharField("区划代码", max_length=12, blank=True)
    purpose = models.CharField("用途", max_length=60)
    rows = models.PositiveIntegerField("行数")
    digest = models.CharField("内容摘要", max_length=64)
    made_by_id = models.BigIntegerField("出具人")
    made_at = models.DateTimeField("出具时间", auto_now_add=True)

    class Meta:
        verbose_name = "登记簿份次"
        verbose_name_plural = "登记簿份次"
        indexes = [models.Index(fields=["place", "register", "-made_at"], name="copy_of_place")]

    def __str__(self) -> str:
        return self.number
