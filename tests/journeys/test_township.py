"""A township finds a village that has nobody, covers it, and nobody is left without a contact: by keyboard alone."""

import re
from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone
from playwright.sync_api import expect

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.contacts.models import ContactAssignment
from canxie.duties.contacts.spreading import spread
from canxie.duties.townships.models import Cover
from canxie.duties.townships.tests.factories import ResourceFactory
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)

TOWN, NEAR, EMPTY = "379900001", "379900001001", "379900001002"


@pytest.fixture
def clerk(live_server):
    TownshipFactory(code=TOWN, name="榆岭镇")
    VillageFactory(code=NEAR, name="槐里村")
    VillageFactory(code=EMPTY, name="柳湾村")
    AssociationFactory(path=NEAR, name="槐里村残协", villages=[NEAR, EMPTY])
    PostFactory(path=NEAR, user__name="周素琴")
    left = timezone.now() - timedelta(15)
    PostFactory(path=EMPTY, user__name="高明礼", until_at=left)
    for name, path in (("李秀兰", NEAR), ("何玉珍", EMPTY), ("马志强", EMPTY)):
        PersonFactory(household__path=path, name=name)
    ResourceFactory(name="榆岭镇如康家园", kind="station", amount=20, unit="个位置")
    spread(Q(), on=timezone.localdate(), at=timezone.now())
    return PostFactory(path=TOWN, at_township=True, user__name="吴海峰").user


def test_a_vacancy_is_covered(reader, clerk):
    page, said = reader.page, reader.page.get_by_role("alert")
    reader.is_signed_in_as(clerk)
    reader.opens("/")
    expect(page.get_by_role("heading", name="专职委员空缺")).to_be_visible()
    expect(page.get_by_role("heading", name="没有联系人")).to_be_visible()
    reader.finds_nothing_wrong()

    reader.opens(f"/townships/{TOWN}/")
    expect(page.get_by_role("main")).to_contain_text("1 个村没有专职委员，也没有人代管，2 人没人联系。")
    expect(page.get_by_role("main")).to_contain_text("空缺 15 天")
    reader.finds_nothing_wrong()
    reader.satisfies_ibm()
    reader.presses(page.get_by_role("link", name=re.compile("^安排代管.*柳湾村$")))
    expect(page.get_by_role("heading", level=1)).to_have_text("安排代管：柳湾村")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="安排代管"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(said).to_contain_text("选一下请谁代管。")
    reader.finds_nothing_wrong()

    reader.presses(page.get_by_role("radio", name="周素琴（槐里村）"), "Space")
    page.get_by_label("到哪天").fill(f"{timezone.localdate() + timedelta(30)}")
    reader.types(page.get_by_label("依据"), "镇残联会议")
    reader.presses(page.get_by_role("button", name="安排代管"))
    expect(said).to_have_text("柳湾村由周素琴代管，现在就能看到村里的人。")
    expect(page.get_by_role("main")).to_contain_text("2 个村都有专职委员或有人代管，没有一个人没人联系。")
    expect(page.get_by_role("heading", name="代管的村")).to_be_visible()
    reader.finds_nothing_wrong()
    assert Post.objects.held_at(timezone.now()).filter(path=EMPTY, user__name="周素琴").exists()

    reader.opens("/contacts/")
    expect(page.get_by_role("main")).to_contain_text("每个人都有联系人。")
    reader.finds_nothing_wrong()
    assert not ContactAssignment.objects.filter(until=None, contact=None).exists()

    reader.opens(f"/townships/{TOWN}/")
    reader.presses(page.get_by_role("link", name=re.compile("^结束代管.*柳湾村$")))
    expect(page.get_by_role("heading", level=1)).to_have_text("结束代管：柳湾村")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="现在结束代管"))
    expect(said).to_contain_text("写上为什么结束。")
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("为什么结束"), "新委员到岗")
    reader.presses(page.get_by_role("button", name="现在结束代管"))
    expect(said).to_have_text("代管已结束，权限这一秒起收回。")
    assert not Cover.objects.held_at(timezone.now()).exists()


def test_neighbours_and_means_are_written_down(reader, clerk):
    page, said = reader.page, reader.page.get_by_role("alert")
    reader.is_signed_in_as(clerk)
    reader.opens(f"/townships/{EMPTY}/neighbours/")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_label("槐里村"), "Space")
    reader.presses(page.get_by_role("button", name="保存邻村"))
    expect(said).to_have_text("柳湾村的邻村已登记 1 个。")
    expect(page.get_by_role("main")).to_contain_text("邻村。现在管 1 人")

    reader.opens(f"/townships/{TOWN}/resources/add/")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="登记这一项"))
    expect(said).to_contain_text("写上名称。")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("radio", name="工作人员"), "ArrowDown")
    expect(page.get_by_role("radio", name="医生")).to_be_checked()
    reader.types(page.get_by_label("名称"), "李文斌，康复医生")
    reader.presses(page.get_by_role("button", name="登记这一项"))
    expect(said).to_have_text("李文斌，康复医生已登记。")


def test_a_contact_is_chosen_after_looking_first(reader, clerk):
    page, said = reader.page, reader.page.get_by_role("alert")
    reader.is_signed_in_as(clerk)
    reader.opens("/contacts/")
    expect(page.get_by_role("main")).to_contain_text("2 人没有联系人。")
    expect(page.get_by_role("table")).to_contain_text("柳湾村没有专职委员")
    reader.finds_nothing_wrong()
    reader.satisfies_ibm()
    for box in page.get_by_role("checkbox").all():
        reader.presses(box, "Space")
    reader.presses(page.get_by_role("button", name="给勾选的人指定联系人"))
    expect(page.get_by_role("heading", level=1)).to_have_text("给 2 人指定联系人")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="看会改什么"))
    expect(said).to_contain_text("选一下由谁联系")
    reader.finds_nothing_wrong()

    reader.presses(page.get_by_role("radio", name="跟着村走"), "ArrowDown")
    expect(page.get_by_role("radio", name="周素琴")).to_be_checked()
    reader.types(page.get_by_label("依据"), "镇残联会议")
    reader.presses(page.get_by_role("button", name="看会改什么"))
    expect(page.get_by_role("main")).to_contain_text("2 人现在没有联系人。")
    expect(page.get_by_role("main")).to_contain_text("周素琴在柳湾村没有任职")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="给 2 人换成选的联系人"))
    expect(said).to_have_text("2 人改由周素琴联系。")
    expect(page.get_by_role("main")).to_contain_text("每个人都有联系人。")

    somebody = ContactAssignment.objects.filter(path=EMPTY, until=None).order_by("pk")[0].person_id
    reader.opens(f"/contacts/persons/{somebody}/")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="取消指定，跟着村走"))
    expect(said).to_have_text("已取消指定，联系人跟着村走。")
    reader.opens("/contacts/?what=association")
    expect(page.get_by_role("main")).to_contain_text("每个人都有残协联系。")
