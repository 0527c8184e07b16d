"""A list of another room goes the way of the roster: looked at, then written at once, by who holds its own power."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from canxie.engine.audit.models import AuditEntry
from canxie.engine.audit.trail import action, note
from canxie.engine.jobs.models import Job
from canxie.engine.jobs.running import run
from canxie.engine.sheets.layout import Field
from canxie.engine.sheets.lists import Kind, Listing, Overtaken, lists
from canxie.ground.accounts.models import User
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.powers import Power
from canxie.ground.registry.roster.models import RosterImport, StagedRow, State

pytestmark = pytest.mark.django_db

COUNTY, TOWNSHIP, HERE = "379900", "379900001", "379900001001"
FIELDS = [Field("name", "姓名", ("姓名",)), Field("duty", "分工", ("分工",)), Field("since", "任职起", ("任职起",))]


def judge(by, place, on):
    def look(lines):
        known = {user.name: user for user in User.objects.filter(name__in=[line.said["name"] for line in lines])}
        for line in lines:
            line.place, line.values = HERE, {"name": line.said["name"], "duty": line.said.get("duty", "")}
            if line.said.get("since", "2026") != "2026":
                line.refuse("since", "年份不对。")
            elif user := known.get(line.said["name"]):
                line.kind = Kind.CHANGED if line.values["duty"] != user.username else Kind.SAME
                line.changes = [("duty", user.username, line.values["duty"])] if line.kind == Kind.CHANGED else []

    return look


@action("test.take")
def take(*, by, rows, on):
    for row in rows:
        if row.values["name"] == "已变":
            raise Overtaken
        if row.kind == Kind.NEW:
            UserFactory(name=row.values["name"])
        elif row.changes:
            User.objects.filter(name=row.values["name"]).update(username=row.changes["duty"][1])
    note(by, "test.take", User(pk=0), place=HERE, rows=len(rows))


@pytest.fixture(autouse=True)
def listing(monkeypatch):
    places = [TownshipFactory(), VillageFactory(code=HERE, name="槐里村"), VillageFactory(code=COUNTY, name="示例县")]
    one = Listing("分工名单", Power.ACCOUNTS_APPOINT, FIELDS, ("name",), judge, take, "要有姓名、分工。", masked=False)
    monkeypatch.setitem(lists._declared, "test.duties", one)
    return places


@pytest.fixture
def county(client):
    client.force_login(PostFactory(role=Role.COUNTY_CLERK, path=COUNTY).user)
    return client


def work():
    for job in Job.objects.filter(state="waiting").order_by("created_at", "id"):
        run(job.pk)


def bring(client, *rows, head="姓名,分工", place=COUNTY):
    content = "\r\n".join([head, *rows]).encode()
    sent = {"file": SimpleUploadedFile("分工.csv", content), "place": place, "what": "test.duties"}
    response = client.post(reverse("desk:imports"), sent)
    work()
    return response


def test_it_is_looked_at_then_written_then_told(county):
    UserFactory(name="李秀兰", username="账目")
    UserFactory(name="王芳", username="宣传")
    bring(county, "李秀兰,文体,2026", "王芳,宣传,2026", "周素琴,维权,2026", "段小军,就业,1026", head="姓名,分工,任职起")
    roster = RosterImport.objects.get()
    page = reverse("desk:import", args=[roster.pk])

    text = county.get(page).text
    assert "导入分工名单" in text
    for said in ("李秀兰", "分工", "账目", "文体", "年份不对。", "分工!C5", "写入 1 个新增、1 个变化"):
        assert said in text
    assert not User.objects.filter(name="周素琴").exists()

    county.post(reverse("desk:import_write", args=[roster.pk]))
    work()

    assert User.objects.filter(name="周素琴").exists()
    assert User.objects.get(name="李秀兰").username == "文体"
    roster.refresh_from_db()
    assert (roster.state, roster.counts["written_new"], roster.counts["written_changed"]) == (State.WRITTEN, 1, 1)
    entry = AuditEntry.objects.get(action="registry.import.write")
    assert (entry.changes["list"], entry.changes["new"], entry.changes["changed"]) == ("test.duties", 1, 1)
    result = county.get(reverse("desk:import_result", args=[roster.pk])).content.decode()
    assert "周素琴,维权,2026,已新增" in result
    assert "李秀兰,文体,2026,已改：分工" in result


def test_what_is_unticked_is_not_written(county):
    UserFactory(name="李秀兰", username="账目")
    bring(county, "李秀兰,文体")
    roster, row = RosterImport.objects.get(), StagedRow.objects.get()

    county.post(reverse("desk:import_write", args=[roster.pk]), {"ticked": [row.pk]})
    work()

    assert User.objects.get(name="李秀兰").username == "账目"


def test_what_has_changed_meanwhile_stops_the_whole_list(county):
    bring(county, "周素琴,维权", "已变,维权")

    county.post(reverse("desk:import_write", args=[RosterImport.objects.get().pk]))
    work()

    assert not User.objects.filter(name="周素琴").exists()
    assert "什么都没有写" in Job.objects.get(kind="registry.import.write").reason


def test_a_file_without_its_head_is_refused_with_what_is_missing(county):
    bring(county, "1,2", head="甲,乙")

    assert RosterImport.objects.get().reason == "没有找到分工名单的表头。要有姓名、分工。"


def test_whoever_lacks_the_power_of_the_list_neither_brings_nor_sees_it(county, client):
    bring(county, "周素琴,维权", place=TOWNSHIP)
    roster = RosterImport.objects.get()
    client.force_login(PostFactory(at_township=True).user)

    assert "分工名单" not in client.get(reverse("desk:imports")).text
    assert bring(client, "周素琴,维权", place=TOWNSHIP).status_code == 422
    for name in ("import", "import_result"):
        assert client.get(reverse(f"desk:{name}", args=[roster.pk])).status_code == 404
    for name in ("import_columns", "import_decide", "import_write"):
        assert client.post(reverse(f"desk:{name}", args=[roster.pk])).status_code == 404


def test_who_loses_the_power_before_the_worker_comes_writes_nothing(county):
    bring(county, "周素琴,维权")
    county.post(reverse("desk:import_write", args=[RosterImport.objects.get().pk]))
    PostFactory._meta.model.objects.update(until_at="2026-02-01T00:00:00Z")
    work()

    assert not User.objects.filter(name="周素琴").exists()
