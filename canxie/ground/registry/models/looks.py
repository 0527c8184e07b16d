"""How many files somebody has opened today."""

from django.db import models


class Opening(models.Model):
    """That an account has opened one file today, and the how manieth of the day that was.

    Which file stands here as a keyed digest only, and it is gone the night after: what lasts is the trail.
    The number is claimed, so that however many requests ask at once, no file is beyond the limit.
    """

    public = "a keyed digest and a count of one day; no person can be read from it"

    user_id = models.BigIntegerField("账号")
    day = models.DateField("日期")
    number = models.PositiveIntegerField("当天第几份")
    key = models.CharField("键", max_length=32)

    class Meta:
        verbose_name = "当天打开的档案"
        verbose_name_plural = "当天打开的档案"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "day", "key"], name="opening_once"),
            models.UniqueConstraint(fields=["user_id", "day", "number"], name="opening_number"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.number}"
