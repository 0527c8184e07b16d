"""Places as a list, one among tens of thousands, and a county's own list of villages taken over."""

import csv
import io
import json
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from canxie.engine.audit.models import AuditEntry
from canxie.engine.jobs.models import Job
from canxie.engine.jobs.running import run
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.actions import load
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.national import AS_OF, listed
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.powers import Power
from canxie.ground.registry.roster.models import RosterImport, StagedRow
from canxie.ground.registry.tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db

COUNTY, TOWN = "379900", "379900109"
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def places():
    for code, name in [
        (COUNTY, "示例县"),
        (TOWN, "榆岭镇"),
        ("379900109201", "槐里村"),
        ("379900109202", "柳湾村"),
        ("379900109203", "磨盘村"),
        ("379900109204", "东岭村"),
        ("379900110", "青石镇"),
        ("379900110201", "石桥村"),
        ("379901", "邻县"),
    ]:
        VillageFactory(code=code, name=name)
    with time_machine.travel("2026-11-24T08:00:00+08:00", tick=False):
        yield


@pytest.fixture
def county(client):
    client.force_login(PostFactory(role=Role.COUNTY_CLERK, path=COUNTY).user)
    return client


ROWS = [
    ["村名称", "代码"],
    ["槐里村村民委员会", "379900109201"],
    ["柳岸村", "379900109202"],
    ["新建社区", "379900109001"],
    ["外县村", "379901001001"],
    ["没镇村", "379900111201"],
    ["短码村", "37990010920"],
    ["又一个", "379900109202"],
]


def text_of(rows):
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def work():
    for job in Job.objects.filter(state="waiting").order_by("created_at", "id"):
        run(job.pk)


def bring(client, rows):
    sent = {"file": SimpleUploadedFile("民政.csv", text_of(rows)), "place": COUNTY, "what": "divisions.villages"}
    assert client.post(reverse("desk:imports"), sent).status_code == 302
    work()
    return RosterImport.objects.get()


def names_of(day):
    return dict(Division.objects.valid_on(day).filter(level=12).order_by("code").values_list("code", "name"))


class TestACountysOwnList:
    def test_is_shown_as_what_it_adds_renames_and_leaves_out(self, county):
        HouseholdFactory(path="379900109204")
        roster = bring(county, ROWS)

        kinds = {(row.row, row.kind) for row in StagedRow.objects.order_by("id")}
        assert {(2, "same"), (3, "changed"), (4, "new"), (5, "refused"), (6, "refused"), (7, "refused")} <= kinds
        page = county.get(reverse("desk:import", args=[roster.pk])).text
        for said in (
            "导入村（社区）名单",
            "有变化的 2 个村",
            "柳湾村",
            "柳岸村",
            "在册",
            "撤销",
            "代码 379901001001 不在这里",
            "没有代码为 379900111 的乡镇",
            "不是 12 位数字",
            "民政!A3 已经有了",
            "名单里没有东岭村（379900109204），可是还有",
        ):
            assert said in page, said
        assert "石桥村" not in page, "of a township that the file does not speak of nothing is said"
        assert names_of(TODAY)["379900109202"] == "柳湾村"

    def test_is_written_without_what_nobody_has_ticked(self, county):
        roster = bring(county, ROWS[:4])
        county.post(reverse("desk:import_write", args=[roster.pk]))
        work()

        assert names_of(TODAY) == {
            "379900109001": "新建社区",
            "379900109201": "槐里村",
            "379900109202": "柳岸村",
            "379900109203": "磨盘村",
            "379900109204": "东岭村",
            "379900110201": "石桥村",
        }
        assert names_of(date(2026, 11, 23))["379900109202"] == "柳湾村"
        entry = AuditEntry.objects.get(action="divisions.take_list").changes
        assert (entry["added"], entry["renamed"], entry["closed"]) == (1, 1, 0)

    def test_closes_a_village_that_is_ticked(self, county):
        roster = bring(county, ROWS[:4])
        row = next(one for one in StagedRow.objects.filter(row=0) if "磨盘" in one.said.clear())
        sent = {"ticked": [row.pk], f"w-{row.pk}-closed": "1"}
        county.post(reverse("desk:import_write", args=[roster.pk]), sent)
        work()

        assert "379900109203" not in names_of(TODAY)
        assert "379900109203" in names_of(date(2026, 11, 23))
        assert "379900109204" in names_of(TODAY)

    def test_is_taken_by_the_command_too(self, tmp_path, capsys):
        file = tmp_path / "民政.csv"
        file.write_bytes(text_of(ROWS[:4]))

        call_command("import_list", "divisions.villages", str(file), "--place", COUNTY, "--json")
        answer = json.loads(capsys.readouterr().out)
        assert (answer["rows"], answer["new"], answer["changed"], answer["unchanged"]) == (5, 1, 3, 1)
        assert answer["added"] == [{"place": "379900109001", "name": "新建社区"}]
        assert answer["changes"][0] == {"place": "379900109202", "field": "名称", "old": "柳湾村", "new": "柳岸村"}
        assert "379900109001" not in names_of(TODAY)

        call_command("import_list", "divisions.villages", str(file), "--place", COUNTY, "--commit")
        assert names_of(TODAY)["379900109001"] == "新建社区"
        assert "379900109203" in names_of(TODAY)
        call_command("import_list", "divisions.villages", str(file), "--place", COUNTY, "--commit", "--all")
        assert {"379900109203", "379900109204"} & {*names_of(TODAY)} == set()

    @pytest.mark.parametrize(
        ("place", "rows", "says"),
        [("370000", ROWS, "没有代码为 370000"), (COUNTY, [["甲", "乙"], ["1", "2"]], "没有找到村（社区）名单的表头")],
    )
    def test_the_command_refuses_with_one_sentence(self, tmp_path, place, rows, says):
        file = tmp_path / "民政.csv"
        file.write_bytes(text_of(rows))

        with pytest.raises(CommandError, match=says) as refused:
            call_command("import_list", "divisions.villages", str(file), "--place", place)
        assert refused.value.returncode == 2


class TestTheList:
    def test_goes_down_from_the_county(self, county):
        page = county.get("/places/").text
        assert "榆岭镇" in page
        assert "邻县" not in page
        below = county.get(f"/places/?at={TOWN}").text
        assert "磨盘村" in below
        assert county.get("/places/?at=379901").status_code == 404

    def test_finds_by_letters(self, county):
        page = county.get("/places/?q=mpc").text

        assert "磨盘村" in page
        assert "示例县榆岭镇" in page
        assert "槐里村" not in page
        assert "没有找到" in county.get("/places/?q=xyz").text

    def test_turns_by_code(self, county, django_assert_max_num_queries):
        for number in range(150):
            VillageFactory(code=f"379900110{number + 300:03d}", name=f"{number}村")
        with django_assert_max_num_queries(12):
            first = county.get("/places/?at=379900110").text
        assert "after=379900110398" in first

        assert "379900110449" in county.get("/places/?at=379900110&after=379900110398").text


def test_one_village_of_a_province_is_found_from_three_letters(client, django_assert_max_num_queries):
    rows = listed("37")
    load(by=Scope(SYSTEM, {Power.DIVISIONS_CHANGE: ("37",)}), code="37", rows=rows, as_of=AS_OF, told=lambda _: None)
    client.force_login(PostFactory(role=Role.PROVINCE_CLERK, path="37").user)

    with django_assert_max_num_queries(10):
        found = client.get("/places/find/?q=hlc").json()["places"]

    assert 1 <= len(found) <= 20
    assert all(one["code"].startswith("37") and one["where"] for one in found)
