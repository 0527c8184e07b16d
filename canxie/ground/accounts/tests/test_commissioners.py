"""A list of commissioners becomes accounts with appointments and posts, and no password."""

import time
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from canxie.engine.audit.models import AuditEntry
from canxie.engine.jobs.models import Job
from canxie.engine.jobs.running import run
from canxie.engine.sheets.lists import Kind, Overtaken, Taken
from canxie.ground.accounts.commissioners import take
from canxie.ground.accounts.models import Appointment, Post, User
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import scope_of
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.registry.roster.models import RosterImport, StagedRow

pytestmark = pytest.mark.django_db

COUNTY, TOWNSHIP, HERE, BESIDE = "379900", "379900001", "379900001001", "379900001002"


@pytest.fixture(autouse=True)
def places():
    for code, name in [(COUNTY, "示例县"), (TOWNSHIP, "榆岭镇"), (HERE, "槐里村"), (BESIDE, "磨盘村")]:
        VillageFactory(code=code, name=name)


@pytest.fixture
def county(client):
    client.force_login(PostFactory(role=Role.COUNTY_CLERK, path=COUNTY, user__name="林静").user)
    return client


def xlsx(*rows):
    book, file = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return SimpleUploadedFile("专职委员.xlsx", file.getvalue())


def work():
    for job in Job.objects.filter(state="waiting").order_by("created_at", "id"):
        run(job.pk)


def bring(client, *rows):
    sent = {"file": xlsx(*rows), "place": COUNTY, "what": "accounts.commissioners"}
    assert client.post(reverse("desk:imports"), sent).status_code == 302
    work()
    return RosterImport.objects.get()


def write(client, roster):
    client.post(reverse("desk:import_write", args=[roster.pk]))
    work()


HEAD = ["姓名", "乡镇", "村", "用户名", "聘用时间", "聘用文件"]


def test_a_list_becomes_accounts_appointments_and_posts(county):
    PostFactory(user__name="孟庆云", path=BESIDE)
    UserFactory(username="taken")
    rows = [
        ["周素琴", "榆岭镇", "槐里", "zhousuqin", "2026-03-01", "示例〔2026〕3号"],
        ["段小军", "榆岭镇", "磨盘村", "", "", ""],
        ["孟庆云", "榆岭镇", "磨盘村", "mqy", "", ""],
        ["宋立新", "榆岭镇", "没有村", "slx", "", ""],
        ["胡春梅", "榆岭镇", "槐里村", "taken", "", ""],
        ["常丽", "榆岭镇", "槐里村", "zhousuqin", "", ""],
    ]
    roster = bring(county, ["示例县专职委员名单"], HEAD, *rows)

    kinds = dict(StagedRow.objects.order_by("row").values_list("row", "kind"))
    assert kinds == {3: "new", 4: "new", 5: "same", 6: "refused", 7: "refused", 8: "refused"}
    page = county.get(reverse("desk:import", args=[roster.pk])).text
    for said in (
        "导入专职委员名单",
        "写入 2 个新增",
        "村名“没有村”找不到",
        "用户名 taken 已经有人用了",
        "和 Sheet!A3 重了",
    ):
        assert said in page
    assert "现在的专职委员是孟庆云，两人都任" in county.get(f"{reverse('desk:import', args=[roster.pk])}?show=new").text

    write(county, roster)

    user = User.objects.get(username="zhousuqin")
    made, post = Appointment.objects.get(user=user), Post.objects.get(user=user)
    assert (made.path, made.basis, made.since_at) == (
        HERE,
        "示例〔2026〕3号",
        datetime.fromisoformat("2026-03-01T00:00+08:00"),
    )
    assert (post.path, post.role, post.source) == (HERE, "commissioner", f"accounts.Appointment#{made.pk}")
    assert not user.has_usable_password()
    other = User.objects.get(username=BESIDE)
    assert (other.name, Appointment.objects.get(user=other).basis) == ("段小军", "按导入的专职委员名单")
    assert AuditEntry.objects.get(action="accounts.import_commissioners").changes["rows"] == 2
    assert {"周素琴", "段小军"} <= {*county.get("/staff/slips/").text.replace("<", " ").replace(">", " ").split()}


def test_once_more_it_changes_nothing(county):
    write(county, bring(county, HEAD, ["周素琴", "榆岭镇", "槐里村", "zhousuqin", "", ""]))
    RosterImport.objects.all().delete()

    bring(county, HEAD, ["周素琴", "榆岭镇", "槐里村", "zhousuqin", "", ""])

    assert StagedRow.objects.get().kind == Kind.SAME


@pytest.mark.parametrize("spoil", ["name", "village"])
def test_what_was_overtaken_is_not_written(spoil):
    by = scope_of(PostFactory(role=Role.COUNTY_CLERK, path=COUNTY).user_id, at=timezone.now())
    row = Taken(Kind.NEW, HERE, {"name": "周素琴", "username": "zsq", "since": "2026-03-01", "basis": "x"}, {})
    if spoil == "name":
        UserFactory(username="zsq")
    else:
        Division.objects.filter(code=HERE).update(valid_to=date(2026, 1, 1))

    with pytest.raises(Overtaken):
        take(by=by, rows=[row], on=timezone.localdate())


def test_two_thousand_of_them_take_seconds(county, django_assert_max_num_queries):
    codes = [f"379900{town:03d}{village:03d}" for town in range(100, 120) for village in range(200, 300)]
    for town in range(100, 120):
        VillageFactory(code=f"379900{town:03d}", name=f"{town}镇")
    Division.objects.bulk_create(Division.named(code, f"{code[-6:]}村", date(2020, 1, 1)) for code in codes)
    began = time.monotonic()

    roster = bring(county, ["姓名", "村代码"], *[[f"委员{number}", code] for number, code in enumerate(codes)])
    with django_assert_max_num_queries(120):
        write(county, roster)

    assert Post.objects.filter(role=Role.COMMISSIONER).count() == 2_000
    assert time.monotonic() - began < 30
