"""What was backed up, brought back and rehearsed, and how long it took."""

from django.db import models


class Kind(models.TextChoices):
    MADE = "made", "备份"
    DRILLED = "drilled", "恢复演练"
    RESTORED = "restored", "恢复"


class BackupRun(models.Model):
    """One backup, one drill, or one restore. Figures and names of files, nothing of anybody."""

    public = "names of files, sizes and times, no person"

    kind = models.CharField("做了什么", max_length=10, choices=Kind)
    file = models.CharField("文件名", max_length=200)
    began_at = models.DateTimeField("开始时间", db_index=True)
    seconds = models.FloatField("用时（秒）")
    size = models.BigIntegerField("字节数")
    rows = models.BigIntegerField("行数")
    files = models.PositiveIntegerField("文件数")
    trouble = models.CharField("问题", max_length=400, blank=True)

    class Meta:
        verbose_name = "备份记录"
        verbose_name_plural = "备份记录"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.file}"
