"""Reading that somebody should ask about."""

from django.db import models

from canxie.engine.scoping.models import ScopedModel, ScopedQuerySet


class Why(models.TextChoices):
    NIGHT = "night", "夜里看的"
    IDLE = "idle", "没有任务却看了"
    NAMESAKE = "namesake", "同姓，又没有任务"


class OddReading(ScopedModel):
    """That one reader read oddly in one week: a hint to ask, never a finding of guilt.

    `path` is the place of whoever is to ask: the township about its villages, the county about its
    townships. Of the people it holds their handles alone.
    """

    week = models.DateField("哪一周")
    reader_id = models.BigIntegerField("谁看的")
    office = models.CharField("岗位", max_length=120)
    why = models.CharField("为什么要问", max_length=10, choices=Why)
    times = models.PositiveIntegerField("次数")
    people = models.JSONField("档案编号", default=list)
    first_at = models.DateTimeField("第一次")
    last_at = models.DateTimeField("最后一次")
    looked_at = models.DateTimeField("处理时间", null=True)
    looked_by_id = models.BigIntegerField("处理人", null=True)
    words = models.CharField("怎么处理的", max_length=200, blank=True)

    objects = ScopedQuerySet["OddReading"].as_manager()

    class Meta:
        verbose_name = "异常查看"
        verbose_name_plural = "异常查看"
        constraints = [models.UniqueConstraint(fields=["week", "reader_id", "why", "path"], name="odd_once_a_week")]
        indexes = [models.Index(fields=["path", "-week", "id"], name="odd_in_scope")]

    def __str__(self) -> str:
        return f"{self.week} {self.get_why_display()}"
