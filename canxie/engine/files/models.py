"""Files that people have brought or that were made for them."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from canxie.engine.sealing.fields import SealedField


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def to_erase(self, today: date) -> Self:
        return self.filter(erased_at=None, erase_on__lte=today)


class StoredFile(models.Model):
    """One file. Its content lies sealed in a folder, under the row's id, until the day it is erased.

    The row stays when the content is gone, so that what points at it still does. The place is
    the code of the day; who may open the file is asked of the row that it hangs on (`Kind`).
    Its name is sealed too: people name files after people.
    """

    reached_through = "place"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("种类", max_length=40)
    place = models.CharField("发生地代码", max_length=12, blank=True)
    name = SealedField("文件名")
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    digest = models.CharField("摘要", max_length=64)
    key_version = models.PositiveSmallIntegerField("密钥版本")
    stored_by = models.BigIntegerField("存入人")
    stored_at = models.DateTimeField("存入时间", auto_now_add=True)
    erase_on = models.DateField("清除日期", null=True, blank=True)
    erased_at = models.DateTimeField("清除时间", null=True, blank=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = "文件"
        verbose_name_plural = "文件"
        indexes = [models.Index(fields=["erase_on"], condition=Q(erased_at=None), name="file_to_erase")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
