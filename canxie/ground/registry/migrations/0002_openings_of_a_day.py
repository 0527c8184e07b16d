"""Files that accounts open in a day are counted, from the first request after this on: the table begins empty."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("user_id", models.BigIntegerField(verbose_name="账号")),
                ("day", models.DateField(verbose_name="日期")),
                ("number", models.PositiveIntegerField(verbose_name="当天第几份")),
                ("key", models.CharField(max_length=32, verbose_name="键")),
            ],
            options={
                "verbose_name": "当天打开的档案",
                "verbose_name_plural": "当天打开的档案",
                "constraints": [
                    models.UniqueConstraint(fields=("user_id", "day", "key"), name="opening_once"),
                    models.UniqueConstraint(fields=("user_id", "day", "number"), name="opening_number"),
                ],
            },
        ),
    ]
