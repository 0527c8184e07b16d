"""A clerk reads a register, prints it, takes it out as a file with or without the county's word, and reads figures."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from canxie.duties.visits.models import Encounter
from canxie.duties.visits.tests.factories import VisitFactory
from canxie.engine.parameters.models import ParameterValue
from canxie.ground.accounts.models import User
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.models import Standing
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory
from canxie.mechanisms.registers.tests.conftest import work

pytestmark = pytest.mark.django_db(transaction=True)

VILLAGE = "379900001001"


@pytest.fixture
def clerk(reader, settings, tmp_path):
    settings.VAR = tmp_path
    post = PostFactory(role=Role.TOWNSHIP_CLERK, path="379900001", user__name="吴海峰")
    TownshipFactory(name="榆岭镇")
    VillageFactory(code=VILLAGE, name="槐里村")
    visit = VisitFactory(household__path=VILLAGE, household__head="赵德顺", observed=["danger"])
    for name in ("赵德顺", "阿依古丽·买买提"):
        person = PersonFactory(household=visit.household, name=name, certified_until=date(2020, 1, 1))
        Encounter.objects.create(visit=visit, person=person, how="self")
        Standing.objects.create(person=person, path=VILLAGE, tier="A", tier_since=date(2026, 1, 1))
    reader.is_signed_in_as(post.user)


def test_a_register_is_read_and_printed(reader, clerk):
    page = reader.page
    reader.opens("/registers/")
    reader.finds_nothing_wrong()
    reader.opens("/registers/visits/")
    expect(page.get_by_role("table")).to_contain_text("家里有危险")
    reader.finds_nothing_wrong()

    reader.opens("/registers/roster/")
    expect(page.get_by_role("status")).to_have_text("榆岭镇，2 人。")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="打印，先写用途"))
    reader.presses(page.get_by_role("button", name="看要印的这一份"))
    expect(page.get_by_role("alert")).to_contain_text("请写用途")
    reader.finds_nothing_wrong()

    reader.types(page.get_by_label("用途"), "年度归档")
    reader.presses(page.get_by_role("button", name="看要印的这一份"))
    expect(page.get_by_role("heading", level=1)).to_have_text("榆岭镇残疾人名册")
    expect(page.get_by_role("article")).to_contain_text("用途：年度归档。已记下。")
    expect(page.get_by_role("button", name="打印，A4 横向")).to_be_visible()
    reader.finds_nothing_wrong()


def test_a_few_rows_come_as_a_file_at_once(reader, clerk):
    page = reader.page
    reader.opens("/registers/roster/")
    reader.presses(page.get_by_role("link", name="导出，先写用途"))
    expect(page.get_by_role("heading", level=1)).to_have_text("导出残疾人名册")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="导出 2 人"))
    expect(page.get_by_role("alert")).to_contain_text("请写用途")
    reader.finds_nothing_wrong()

    reader.types(page.get_by_label("用途"), "上级检查")
    reader.presses(page.get_by_role("button", name="导出 2 人"))
    expect(page.locator(".head__lead")).to_have_text("正在做，一般几秒钟。")
    reader.finds_nothing_wrong()
    with page.expect_download() as download:
        work()
    assert download.value.suggested_filename.startswith("残疾人名册 榆岭镇 MC-379900001-")
    expect(page.get_by_role("link", name="下载 xlsx，2 人")).to_be_visible()
    reader.finds_nothing_wrong()
    reader.satisfies_ibm()

    reader.presses(page.get_by_role("link", name="回我的导出"))
    expect(page.get_by_role("link", name=re.compile("榆岭镇残疾人名册.*可以下载"))).to_be_visible()
    reader.finds_nothing_wrong()


def test_many_rows_wait_for_the_county(reader, clerk):
    """By keyboard, and without a script on the way there."""
    PersonFactory.create_batch(60, household=HouseholdFactory(path=VILLAGE))
    page = reader.page
    reader.opens("/registers/roster/export/")
    expect(page.get_by_text("这一份要县残联的另一个人批")).to_be_visible()
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("用途"), "迎接上级检查")
    reader.presses(page.get_by_role("button", name="申请导出 62 人"))
    expect(page.locator(".head__lead")).to_have_text("等县残联的另一个人批。")
    reader.finds_nothing_wrong()

    VillageFactory(code="379900", name="示例县")
    reader.is_signed_in_as(PostFactory(role=Role.COUNTY_CLERK, path="379900", user__name="林静").user)
    reader.opens("/")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name=re.compile("榆岭镇残疾人名册.*用途：迎接上级检查")))
    expect(page.get_by_role("button", name="就这样定")).to_be_visible()
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("radio", name="批，可以导出"), "ArrowDown")
    expect(page.get_by_role("radio", name="不批")).to_be_checked()
    reader.presses(page.get_by_role("button", name="就这样定"))
    expect(page.get_by_role("alert")).to_contain_text("请写为什么不批")
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("对申请人说的话"), "分村导出就够了。")
    reader.presses(page.get_by_role("button", name="就这样定"))
    expect(page.locator(".head__lead")).to_have_text("没有批。")
    reader.finds_nothing_wrong()


def test_without_a_script_there_is_a_link_to_look_again(looking, clerk):
    plain = looking(390, java_script_enabled=False)
    plain.is_signed_in_as(User.objects.get(name="吴海峰"))
    page = plain.page
    plain.opens("/registers/roster/export/")
    page.get_by_label("用途").fill("上级检查")
    page.get_by_role("button", name="导出 2 人").click()
    work()
    page.get_by_role("link", name="看做好了没有").click()
    with page.expect_download():
        page.get_by_role("link", name="下载 xlsx，2 人").click()


def test_whoever_has_opened_too_many_files_reads_why(reader, clerk):
    ParameterValue.objects.create(
        key="files_a_day.township", place="379900", value=5, version=1, valid_from=date(2026, 1, 1), set_by=1
    )
    homes = [HouseholdFactory(path=VILLAGE) for _ in range(6)]
    for home in homes:
        reader.opens(f"/people/households/{home.pk}/")
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("今天已经打开了 5 户的档案")
    reader.finds_nothing_wrong()


def test_a_figure_says_what_it_counts(reader, clerk):
    page = reader.page
    reader.opens("/measures/")
    reader.finds_nothing_wrong()

    reader.presses(page.get_by_role("link", name=re.compile("怎么算的.*残疾人证过期")))
    expect(page.get_by_role("heading", level=1)).to_have_text("残疾人证过期")
    expect(page.get_by_role("table")).to_contain_text("槐里村")
    reader.finds_nothing_wrong()
