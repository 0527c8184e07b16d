"""PostgreSQL itself keeps a village from being covered twice on any day.

A code is a number, so its range is compared by an operator class that PostgreSQL has built in:
neither an extension nor anybody's right to make one is needed. SQLite writes one at a time, and
there the action's own look is enough.
"""

from django.db import migrations

ADD = """
ALTER TABLE associations_coverage ADD CONSTRAINT coverage_once_on_any_day
EXCLUDE USING gist (int8range(path::bigint, path::bigint, '[]') WITH &&, daterange(since, until) WITH &&)
"""
DROP = "ALTER TABLE associations_coverage DROP CONSTRAINT coverage_once_on_any_day"


def add(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(ADD)


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("associations", "0001_initial")]

    operations = [migrations.RunPython(add, drop)]
