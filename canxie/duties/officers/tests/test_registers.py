"""The register of office-holders as a file: read back cell by cell, against rows typed by hand."""

import io
from datetime import UTC, date, datetime
from uuid import uuid4

import openpyxl
import pytest
import time_machine

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.officers.tests.factories import ParticipantFactory, TermFactory
from canxie.engine.jobs.models import Job
from canxie.engine.jobs.running import run
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.mechanisms.registers.models import Export

pytestmark = pytest.mark.django_db

HERE, BESIDE, TOWNSHIP = "379900001001", "379900001002", "379900001"
COLUMNS = ["残协", "职务", "姓名", "身份", "来自哪些人", "村", "任期起", "任期止", "依据"]


@pytest.fixture
def clerk(client, settings, tmp_path):
    settings.VAR = tmp_path
    with time_machine.travel("2026-11-24 08:41+08:00", tick=False):
        VillageFactory(code=HERE, name="槐里村")
        VillageFactory(code=BESIDE, name="磨盘村")
        TownshipFactory(name="榆岭镇")
        client.force_login(PostFactory(path=TOWNSHIP, role=Role.TOWNSHIP_CLERK, user__name="吴海峰").user)
        yield client


def sits(association, position, name, source, about="", **more):
    who = ParticipantFactory(path=association.path, name=name, classes=[source], about=about)
    return TermFactory(association=association, participant=who, position=position, source_class=source, **more)


def the_sheet(client):
    """Ask for the file with all columns, let it be made, and give what a spreadsheet reads in it."""
    sent = {"purpose": "上级检查", "columns": COLUMNS, "ask": str(uuid4())}
    asked = client.post(f"/registers/officers/export/?place={TOWNSHIP}", sent)
    assert asked.status_code == 302, asked.text
    for job in Job.objects.filter(state="waiting").order_by("created_at", "id"):
        run(job.pk)
    content = client.get(f"/registers/exports/{Export.objects.get().pk}/?download").content
    return openpyxl.load_workbook(io.BytesIO(content)).active


def plain(cell):
    value = cell.value
    if isinstance(value, datetime):
        return value.date()
    return value.replace("\u3000", " ") if isinstance(value, str) else value


def test_the_file_holds_those_in_office_row_by_row(clerk):
    here, beside = AssociationFactory(path=HERE, name="槐里村残协"), AssociationFactory(path=BESIDE, name="磨盘村残协")
    sits(beside, "chair", "马国庆", "two_committee_member")
    sits(here, "member", "张万林", "village_doctor", about="村医")
    sits(here, "member", "周素琴", "person", commissioner=True, basis="示例残函〔2022〕3号")
    sits(here, "vice_chair", "何玉珍", "relative_friend", until_at=datetime(2027, 4, 17, 16, tzinfo=UTC))
    sits(here, "chair", "刘长河", "two_committee_member", about="村委会副主任")
    sits(here, "member", "从前", "volunteer", until_at=datetime(2026, 11, 1, tzinfo=UTC))
    sits(here, "member", "拟任", "volunteer", proposed=True)

    rows = [[plain(cell) for cell in row] for row in the_sheet(clerk).iter_rows()]

    since, both = date(2022, 4, 18), "残疾人及亲友"
    assert rows[1][0] == "榆岭镇残协班子名册"
    assert rows[2:-1] == [
        COLUMNS,
        ["槐里村残协", "主席", "刘长河", "村委会副主任", "村（社区）“两委”成员", "槐里村", since, None, None],
        ["槐里村残协", "副主席", "何玉珍", None, both, "槐里村", since, date(2027, 4, 18), None],
        ["槐里村残协", "专职委员", "周素琴", None, both, "槐里村", since, None, "示例残函〔2022〕3号"],
        ["槐里村残协", "委员", "张万林", "村医", "村医", "槐里村", since, None, None],
        ["磨盘村残协", "主席", "马国庆", None, "村（社区）“两委”成员", "磨盘村", since, None, None],
    ]


@pytest.mark.parametrize("typed", ["=HYPERLINK(A1)", "+8613800000000", "-1+1", "@SUM(A1)", "\t=1+1"])
def test_what_begins_like_a_formula_stays_text(clerk, typed):
    """Whatever somebody typed, a spreadsheet that opens the file calculates nothing."""
    here = AssociationFactory(path=HERE, name="槐里村残协")
    sits(here, "chair", "刘长河", "two_committee_member", about=typed, basis=typed)

    row = [*the_sheet(clerk).iter_rows()][3]

    for cell in (row[3], row[8]):
        assert (cell.data_type, cell.value) == ("s", typed)
