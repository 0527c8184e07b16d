"""Files of registers are asked for and made in the background. Copies given out before have no hidden mark."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("registers", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="copy",
            name="mark_key",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="暗记密钥版本"),
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                ("path", models.CharField(max_length=12, verbose_name="区划代码")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("register", models.CharField(max_length=40, verbose_name="登记簿")),
                ("since", models.DateField(null=True, verbose_name="从哪天")),
                ("until", models.DateField(null=True, verbose_name="到哪天")),
                ("columns", models.JSONField(default=list, verbose_name="列")),
                ("whole", models.BooleanField(default=False, verbose_name="带完整号码")),
                ("purpose", models.CharField(max_length=60, verbose_name="用途")),
                ("rows", models.PositiveIntegerField(verbose_name="行数")),
                ("because", models.JSONField(default=list, verbose_name="要批的原因")),
                ("asked_by_id", models.BigIntegerField(verbose_name="申请人")),
                ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等批"),
                            ("making", "正在做"),
                            ("ready", "可以下载"),
                            ("refused", "没有批"),
                            ("not_made", "没有做成"),
                        ],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("decided_by_id", models.BigIntegerField(null=True, verbose_name="批的人")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="批的时间")),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="批的话")),
                ("erase_on", models.DateField(null=True, verbose_name="清除日期")),
                ("fetched_at", models.DateTimeField(null=True, verbose_name="第一次下载时间")),
                (
                    "copy",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="export",
                        to="registers.copy",
                        verbose_name="份次",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="文件",
                    ),
                ),
            ],
            options={
                "verbose_name": "导出申请",
                "verbose_name_plural": "导出申请",
                "indexes": [
                    models.Index(fields=["path", "state", "asked_at", "id"], name="export_at_place"),
                    models.Index(fields=["asked_by_id", "-asked_at", "id"], name="export_of_account"),
                ],
            },
        ),
    ]
