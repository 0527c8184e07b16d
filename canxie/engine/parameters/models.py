"""What places have set."""

from django.db import models


class ParameterValue(models.Model):
    """One version of one parameter at one place, from one day on; "" is the whole country.

    A version is written once and never changed: an earlier day keeps the figure it had, and
    undoing is another version. The place is a code of the day it was set: a place that gets
    a new code sets anew from that day.
    """

    reached_through = "place"

    key = models.CharField("参数", max_length=60)
    place = models.CharField("区划代码", max_length=12, blank=True)
    version = models.PositiveIntegerField("版本")
    value = models.JSONField("值", null=True)
    valid_from = models.DateField("起用日期")
    reason = models.CharField("理由", max_length=200)
    set_by = models.BigIntegerField("设置人")
    set_at = models.DateTimeField("设置时间", auto_now_add=True)

    class Meta:
        verbose_name = "参数值"
        verbose_name_plural = "参数值"
        constraints = [
            models.UniqueConstraint(fields=["key", "place", "version"], name="parameter_version"),
        ]
        indexes = [models.Index(fields=["place", "key"], name="parameter_at_place")]

    def __str__(self) -> str:
        return f"{self.key} {self.place} {self.version}"
