"""A province's people: written by several processes at once, without indexes; afterwards nothing is missing."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.db.models import F

from canxie.desk.management.commands import demo
from canxie.duties.visits.models import Plan
from canxie.engine.audit.models import AuditEntry
from canxie.ground.accounts.models import Post
from canxie.ground.divisions.models import Division
from canxie.ground.registry.models import Block, Certificate, Household, Person, Phone, Standing

HUANCUI = "371002"
"""A district of the published list, small enough for a test: as if it were a province."""

DEFINED = """
SELECT tablename || ': ' || indexdef FROM pg_indexes WHERE tablename LIKE 'registry%%'
UNION ALL
SELECT conrelid::regclass || ': ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated
FROM pg_constraint WHERE contype <> 'c' ORDER BY 1
"""

on_postgresql = connection.vendor == "postgresql"


def build(**options):
    out = StringIO()
    call_command("demo", "--yes", "--json", "--province", stdout=out, **options)
    return json.loads(out.getvalue())["counts"]


def defined():
    with connection.cursor() as cursor:
        cursor.execute(DEFINED)
        return [row for (row,) in cursor.fetchall()]


class OnPostgreSQL:
    @pytest.fixture(autouse=True)
    def district(self, monkeypatch):
        monkeypatch.setattr(demo, "PROVINCE", HUANCUI)

    @pytest.mark.django_db(transaction=True)
    def test_everybody_is_there_once_and_every_index_and_constraint_is_back(self):
        before = defined()
        assert len(before) > 100

        counts = build(people=3_000)

        assert defined() == before
        assert counts["残疾人"] == Person.objects.count() == 3_000
        assert counts["家庭"] == Household.objects.count()
        assert counts["村（社区）"] == Division.objects.filter(level=12).count()
        assert not Person.objects.exclude(path=F("household__path")).exists()
        assert Block.objects.count() > Person.objects.count()
        assert len({one.identifier.clear() for one in Person.objects.order_by("id")}) == 3_000
        assert (
            Certificate.objects.filter(person__in=Person.objects.all()).count() == Certificate.objects.count() > 2_800
        )
        assert Phone.objects.count() > 2_800
        assert Standing.objects.exclude(due_on=None).count() == Person.objects.living().count() == counts["在册"]
        assert {*Plan.objects.values_list("household", flat=True)} == {
            *Person.objects.living().values_list("household", flat=True)
        }
        assert Post.objects.filter(role="commissioner", until_at=None).count() > 0.9 * counts["村（社区）"]
        assert AuditEntry.objects.get(action="registry.invent").changes["rows"] == 3_000
        with pytest.raises(IntegrityError):
            Person.objects.create(
                household=Household.objects.first(),
                path=HUANCUI,
                name="重号",
                identifier_index=Person.objects.exclude(identifier_index="").first().identifier_index,
            )


class OnSQLite:
    @pytest.mark.django_db
    def test_says_what_is_wanted(self):
        with pytest.raises(CommandError, match="SQLite 做不到"):
            build(people=3_000)


class TestProvince(OnPostgreSQL if on_postgresql else OnSQLite):
    """Only one of the two databases lets several processes write at once."""
