"""What was given out of a register."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from canxie.engine.files.models import StoredFile
from canxie.engine.scoping.models import ScopedModel, ScopedQuerySet
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power


class Copy(models.Model):
    """One paper or file that somebody made of a register: of what, for what, how many rows.

    `digest` is SM3 over the keys of its rows in their order: which people stood on it can be
    checked against a list, but not read from here. A file has none before it is made; the key
    under which it is marked, cell by cell, is the one of that version.
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
    mark_key = models.PositiveSmallIntegerField("暗记密钥版本", null=True)
    made_by_id = models.BigIntegerField("出具人")
    made_at = models.DateTimeField("出具时间", auto_now_add=True)

    class Meta:
        verbose_name = "登记簿份次"
        verbose_name_plural = "登记簿份次"
        indexes = [
            models.Index(fields=["place", "register", "-made_at"], name="copy_of_place"),
            models.Index(fields=["made_by_id", "made_at"], name="copy_of_account"),
        ]

    def __str__(self) -> str:
        return self.number


class ExportQuerySet(ScopedQuerySet["Export"]):
    def visible_to(self, scope: Scope) -> Self:
        """One's own; and those that wait, or waited, for one's word."""
        reach = Q(asked_by_id=scope.user_id)
        for path in scope.paths(Power.REGISTERS_APPROVE):
            reach |= Q(path__startswith=path)
        return self.filter(reach)


class Export(ScopedModel):
    """A file that somebody wants of a register: of what, for what, by whose word, and where it is.

    `columns` are what they chose; `whole` says that numbers stand in it in full. `because` says why
    another person has to agree: "rows", "numbers", "day"; empty when nobody has to. The file
    is for the one account that asked, until `erase_on`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等批"
        MAKING = "making", "正在做"
        READY = "ready", "可以下载"
        REFUSED = "refused", "没有批"
        NOT_MADE = "not_made", "没有做成"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.CharField("登记簿", max_length=40)
    since = models.DateField("从哪天", null=True)
    until = models.DateField("到哪天", null=True)
    columns = models.JSONField("列", default=list)
    whole = models.BooleanField("带完整号码", default=False)
    purpose = models.CharField("用途", max_length=60)
    rows = models.PositiveIntegerField("行数")
    because = models.JSONField("要批的原因", default=list)
    asked_by_id = models.BigIntegerField("申请人")
    asked_at = models.DateTimeField("申请时间")
    state = models.CharField("状态", max_length=10, choices=State)
    decided_by_id = models.BigIntegerField("批的人", null=True)
    decided_at = models.DateTimeField("批的时间", null=True)
    words = models.CharField("批的话", max_length=200, blank=True)
    copy = models.OneToOneField(Copy, models.PROTECT, null=True, related_name="export", verbose_name="份次")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="文件")
    erase_on = models.DateField("清除日期", null=True)
    fetched_at = models.DateTimeField("第一次下载时间", null=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = "导出申请"
        verbose_name_plural = "导出申请"
        indexes = [
            models.Index(fields=["path", "state", "asked_at", "id"], name="export_at_place"),
            models.Index(fields=["asked_by_id", "-asked_at", "id"], name="export_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    def is_over(self, today: date) -> bool:
        """Say whether there was a file that nobody can have any more."""
        return self.state == self.State.READY and (self.erase_on is None or self.erase_on <= today)
