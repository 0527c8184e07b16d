"""What waits between a file and the register: nothing of it is in the register before somebody says so."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from canxie.engine.files.models import StoredFile
from canxie.engine.scoping.models import ScopedModel, ScopedQuerySet
from canxie.engine.scoping.scope import Scope
from canxie.engine.sealing.fields import SealedField
from canxie.engine.sheets.lists import Kind, lists


class State(models.TextChoices):
    READING = "reading", "正在读"
    REFUSED = "refused", "没有收"
    READY = "ready", "还没写入"
    WRITTEN = "written", "已写入"


class Choice(models.TextChoices):
    """What is to be done with a possible duplicate; blank until somebody says."""

    SAME = "same", "是同一人"
    TWO = "two", "是两个人"
    INSTEAD = "instead", "用这一行"
    LEAVE = "leave", "先不写"


ROSTER = "roster"
"""The list of people with disabilities, which the register itself reads; all others are declared by rooms."""


class RosterImportQuerySet(ScopedQuerySet["RosterImport"]):
    def open_to(self, scope: Scope) -> Self:
        """Keep the lists that the scope may bring: each room's list asks for a power of its own too."""
        reach = Q(what=ROSTER)
        for what, listing in lists.items():
            for path in scope.paths(listing.power):
                reach |= Q(what=what, path__startswith=path)
        return self.filter(reach)


class RosterImport(ScopedModel):
    """One file on its way into the house, for the place `path` and all below it; `what` is the list that it holds.

    The file, what was found in its columns, and its rows are sealed, and erased some days after
    (a parameter); the figures stay.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    what = models.CharField("名单", max_length=40, default=ROSTER)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="文件")
    uploaded_by_id = models.BigIntegerField("上传人")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.READING)
    reason = models.CharField("不收的原因", max_length=200, blank=True)
    chosen = models.JSONField("改过的列", default=dict, blank=True)
    found = SealedField("认出的列", null=True, blank=True)
    counts = models.JSONField("行数", default=dict, blank=True)
    written_at = models.DateTimeField("写入时间", null=True, blank=True)
    erase_on = models.DateField("清除日期")
    erased_at = models.DateTimeField("清除时间", null=True, blank=True)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = "名册导入"
        verbose_name_plural = "名册导入"
        indexes = [models.Index(fields=["path", "-uploaded_at", "id"], name="roster_import_at_place")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class StagedRow(models.Model):
    """One row of the file: what becomes of it, and sealed what its cells mean.

    `person_id` is whom it changes or resembles. `left_out` are the changes that somebody has
    unticked.
    """

    reached_through = "roster"

    roster = models.ForeignKey(RosterImport, models.CASCADE, related_name="rows")
    sheet = models.CharField("工作表", max_length=60)
    row = models.PositiveIntegerField("行")
    kind = models.CharField("结果", max_length=10, choices=Kind)
    is_warned = models.BooleanField("有提醒", default=False)
    person_id = models.UUIDField("名册里的人", null=True, blank=True)
    said = SealedField("内容")
    choice = models.CharField("怎么办", max_length=8, choices=Choice, blank=True)
    left_out = models.JSONField("不写的项", default=list, blank=True)

    class Meta:
        verbose_name = "导入的行"
        verbose_name_plural = "导入的行"
        indexes = [models.Index(fields=["roster", "kind", "id"], name="staged_row_by_kind")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"
