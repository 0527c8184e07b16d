"""The seats of an association, changed and filed by keyboard alone; the clause answers while they are put together."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.officers.models import OfficeTerm
from canxie.duties.officers.tests.factories import ParticipantFactory, TermFactory
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory

pytestmark = pytest.mark.django_db(transaction=True)

VILLAGE, TOWNSHIP = "379900001001", "379900001"
SEATS = {
    "刘长河": ("chair", ["two_committee_member"]),
    "陈建国": ("vice_chair", ["person"]),
    "周素琴": ("member", ["person"]),
    "张万林": ("member", ["village_doctor"]),
    "董海燕": ("member", ["volunteer"]),
}


@pytest.fixture
def clerk(live_server):
    VillageFactory(code=VILLAGE, name="槐里村")
    TownshipFactory(name="榆岭镇")
    association = AssociationFactory(path=VILLAGE, name="槐里村残协")
    for name, (position, classes) in SEATS.items():
        who = ParticipantFactory(name=name, classes=classes)
        TermFactory(association=association, participant=who, position=position, commissioner=name == "周素琴")
    gone = datetime(2026, 10, 2, 16, tzinfo=UTC)
    TermFactory(
        association=association,
        participant=ParticipantFactory(name="从前", left_on=gone.date()),
        position="vice_chair",
        until_at=gone,
    )
    ParticipantFactory(name="何玉珍", classes=["relative_friend"])
    return PostFactory(path=TOWNSHIP, role=Role.TOWNSHIP_CLERK, user__name="吴海峰").user


@pytest.fixture(params=[390, 1280], ids="{}px".format)
def reader(request, looking):
    return looking(request.param)


def test_a_vice_chair_is_proposed_and_filed(reader, clerk):
    page, said = reader.page, reader.page.get_by_role("alert")
    reader.is_signed_in_as(clerk)
    reader.opens("/")
    reader.presses(page.get_by_role("link", name=re.compile("^槐里村残协缺副主席")))
    expect(page.get_by_role("heading", level=1)).to_have_text("槐里村残协")
    expect(page.get_by_role("heading", name=re.compile("副主席还缺 1 名"))).to_be_visible()
    reader.finds_nothing_wrong()

    reader.presses(page.get_by_role("link", name="提名副主席：参与人员里有 1 人合适"))
    expect(page.get_by_label("任什么")).to_have_value("vice_chair")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="再添一位"))
    expect(page.get_by_label("提名谁")).to_have_count(2)

    whom = page.get_by_label("提名谁").first
    whom.select_option(label=whom.locator("option", has_text="何玉珍").inner_text())
    expect(page.get_by_role("status")).to_contain_text("项符合")
    expect(page.locator("#findings")).to_contain_text("副主席 2 名，都是残疾人及亲友或者扶残助残人士")
    reader.finds_nothing_wrong()

    page.get_by_label("任什么").first.select_option("")
    reader.presses(page.get_by_role("button", name="保存班子"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(said).to_contain_text("请选何玉珍任什么职务。")
    reader.finds_nothing_wrong()

    page.get_by_label("任什么").first.select_option("副主席")
    reader.types(page.get_by_label("依据"), "11月20日村“两委”会议记录")
    reader.presses(page.get_by_role("button", name="保存班子"))
    expect(said.first).to_have_text("已保存：提名 1 人。乡镇（街道）备案以后才算数。")
    expect(page.get_by_text("有 1 处变动还没备案，备案以后才算数。")).to_be_visible()
    reader.finds_nothing_wrong()

    reader.presses(page.get_by_role("link", name="备案 1 处变动"))
    expect(page.get_by_role("main")).to_contain_text("何玉珍 任副主席")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="备案这 1 处变动"))
    expect(said).to_contain_text("已备案 1 处变动")
    assert OfficeTerm.objects.get(participant__name="何玉珍").filed_by == clerk

    reader.presses(page.get_by_role("link", name=re.compile("^何玉珍的聘任书")))
    expect(page.get_by_text("槐里村残疾人协会副主席")).to_be_visible()
    reader.finds_nothing_wrong()


def test_somebody_leaves_and_the_pool_is_read(reader, clerk):
    page, said = reader.page, reader.page.get_by_role("alert")
    reader.is_signed_in_as(clerk)
    association = OfficeTerm.objects.filter(position="chair").get().association_id
    reader.opens(f"/officers/{association}/seats/")
    leaves = page.get_by_role("group", name="董海燕，委员").get_by_label("离任", exact=True)
    stays = page.get_by_role("group", name="董海燕，委员").get_by_label("留任")
    reader.goes_to(stays)
    page.keyboard.press("ArrowDown")
    expect(leaves).to_be_checked()
    expect(page.locator("#findings")).to_contain_text("委员还缺 1 名")
    reader.presses(page.get_by_role("button", name="保存班子"))
    expect(said).to_contain_text("请选董海燕从哪天起不再担任。")
    reader.finds_nothing_wrong()

    reader.opens(f"/officers/{association}/participants/")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="登记一位"))
    reader.presses(page.get_by_role("button", name="登记这一位"))
    expect(said).to_contain_text("请填写姓名。")
    reader.finds_nothing_wrong()
    reader.opens(f"/officers/{association}/chart/")
    reader.finds_nothing_wrong()


def test_a_task_is_given_done_thanked_for_and_struck_out(reader, clerk):
    page, said = reader.page, reader.page.get_by_role("alert")
    reader.is_signed_in_as(clerk)
    association = OfficeTerm.objects.filter(position="chair").get().association_id
    reader.opens(f"/officers/{association}/participants/")
    reader.presses(page.get_by_role("link", name="何玉珍"))
    expect(page.get_by_role("heading", level=1)).to_have_text("何玉珍")
    reader.finds_nothing_wrong()

    reader.presses(page.get_by_role("link", name="派一件任务"))
    reader.presses(page.get_by_role("button", name="派这件任务"))
    expect(said).to_contain_text("请写下做什么。")
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("做什么"), "教大家用手机")
    reader.types(page.get_by_label("在哪里"), "村委会")
    reader.presses(page.get_by_role("button", name="派这件任务"))
    expect(said).to_contain_text("派给何玉珍了：教大家用手机。")
    reader.finds_nothing_wrong()

    reader.presses(page.get_by_role("link", name=re.compile("^记做完了.*教大家用手机")))
    reader.types(page.get_by_label("用了几小时"), "0")
    reader.presses(page.get_by_role("button", name="记做完了"))
    expect(said).to_contain_text("至少 1 小时。")
    reader.finds_nothing_wrong()
    page.get_by_label("用了几小时").fill("4")
    reader.presses(page.get_by_role("button", name="记做完了"))
    expect(page.get_by_role("main")).to_contain_text("今年做完 1 件，一共 4 小时；感谢 0 次。")

    reader.presses(page.get_by_role("link", name="记一次感谢"))
    reader.types(page.get_by_label("怎么感谢的"), "会上致谢")
    reader.presses(page.get_by_role("button", name="记下感谢"))
    expect(page.get_by_role("main")).to_contain_text("感谢 1 次。")
    reader.presses(page.get_by_role("link", name=re.compile("^记错了.*教大家用手机")))
    reader.types(page.get_by_label("哪里记错了"), "是董海燕教的")
    reader.presses(page.get_by_role("button", name="作废这一条"))
    expect(page.get_by_role("main")).to_contain_text("作废：是董海燕教的，吴海峰")
    reader.finds_nothing_wrong()
    reader.opens(f"/officers/{association}/participants/")
    reader.finds_nothing_wrong()
