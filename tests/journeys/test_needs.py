"""A need from its village to the township and back to the person who asked, by keyboard alone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.tests.factories import HouseholdFactory
from canxie.mechanisms.matters.models import Matter
from canxie.mechanisms.matters.tests.factories import MatterFactory

pytestmark = pytest.mark.django_db(transaction=True)

VILLAGE, TOWNSHIP = "379900001001", "379900001"
WORDS = "门口给安个把手，我扶着他下台阶。"


@pytest.fixture
def commissioner(live_server):
    VillageFactory(code=VILLAGE, name="槐里村")
    TownshipFactory(name="榆岭镇")
    user = PostFactory(path=VILLAGE, user__name="周素琴").user
    now = timezone.now()
    due = {"opened_at": now, "ack_due": now + timedelta(days=5), "close_due": now + timedelta(days=250)}
    MatterFactory(household=HouseholdFactory(path=VILLAGE, head="李秀兰"), owner=user, **due)
    return user


@pytest.fixture
def clerk(commissioner):
    return PostFactory(path=TOWNSHIP, role=Role.TOWNSHIP_CLERK, user__name="吴海峰").user


def does(reader, move, text="", label="", first=False):
    """Open a move unless it stands open, fill in its one field, and press its button."""
    page = reader.page
    if not first:
        reader.presses(page.locator("summary", has_text=move))
    if text:
        reader.types(page.get_by_label(label), text)
    reader.presses(page.get_by_role("button", name=move, exact=True))


def test_a_need_from_the_village_to_the_end(reader, commissioner, clerk):
    page, said = reader.page, reader.page.get_by_role("alert")
    reader.is_signed_in_as(commissioner)
    reader.opens("/")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="需求", exact=True))
    expect(page.get_by_role("status")).to_have_text("1 条，没有超时的。")
    expect(page.get_by_role("table")).to_contain_text("李秀兰家")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="门口给安个把手"))
    expect(page.get_by_role("heading", level=1)).to_have_text("门口给安个把手")
    expect(page.locator(".words")).to_have_text(WORDS)
    reader.finds_nothing_wrong()

    does(reader, "答复本人", first=True)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(said).to_contain_text("请写下怎么答复本人的。")
    reader.finds_nothing_wrong()
    does(reader, "答复本人", "镇里有改造名额，帮您报上去。", "怎么答复的", first=True)
    expect(said).to_have_text("门口给安个把手：答复了本人。")
    does(reader, "转榆岭镇残联办", "村里没有改造资金。", "为什么要转")
    expect(page.get_by_text("已转榆岭镇残联，等接收")).to_be_visible()
    reader.finds_nothing_wrong()

    reader.is_signed_in_as(clerk)
    reader.opens("/")
    expect(page.get_by_role("heading", name="转上来等接收")).to_be_visible()
    reader.finds_nothing_wrong()
    expect(page.get_by_role("link", name="门口给安个把手：槐里村转上来，等接收")).to_be_visible()
    reader.presses(page.get_by_role("button", name=re.compile("^接收.*门口给安个把手，槐里村$")))
    expect(page.get_by_role("main")).to_contain_text("李*兰家")
    expect(said).to_have_text("门口给安个把手：接收了。")
    does(reader, "记已送到", "扶手装好，女儿签收。", "送了什么，谁收的", first=True)
    expect(said).to_have_text("门口给安个把手：已送到。")
    reader.finds_nothing_wrong()

    reader.is_signed_in_as(commissioner)
    reader.opens("/needs/?state=delivered")
    reader.presses(page.get_by_role("link", name="门口给安个把手"))
    reader.presses(page.get_by_label("当面问了本人"), "Space")
    reader.presses(page.get_by_role("button", name="记本人确认"))
    expect(page.get_by_label("凭据", exact=True)).to_have_value("扶手装好，女儿签收。")
    does(reader, "办结", first=True)
    expect(said).to_have_text("门口给安个把手：办结了。")
    expect(page.get_by_text("已经结束，不用再做什么。")).to_be_visible()
    reader.finds_nothing_wrong()
    need = Matter.objects.get()
    assert (need.state, need.owner, need.confirmed_by) == ("closed", clerk, "in_person")


def test_a_need_that_somebody_came_in_with(reader, commissioner):
    page = reader.page
    reader.is_signed_in_as(commissioner)
    reader.opens(f"/needs/households/{Matter.objects.get().household_id}/record/")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="保存需求"))
    expect(page.get_by_role("alert")).to_contain_text("请写下本人的原话。")
    reader.finds_nothing_wrong()

    reader.types(page.get_by_label("本人的原话"), "轮椅一边刹不住，下坡不敢坐。")
    page.get_by_label("哪一类").select_option("辅助器具")
    reader.presses(page.get_by_role("button", name="保存需求"))

    expect(page.get_by_role("alert")).to_have_text("李秀兰家的需求已登记：轮椅一边刹不住。")
    assert Matter.objects.filter(words="轮椅一边刹不住，下坡不敢坐。").exists()


def test_a_list_that_is_narrowed_down_at_once(reader, commissioner):
    page = reader.page
    MatterFactory(
        household=HouseholdFactory(path=VILLAGE, head="马志强"), title="要轮椅", words="要轮椅", category="device"
    )
    reader.is_signed_in_as(commissioner)
    reader.opens("/needs/")
    expect(page.get_by_role("status")).to_have_text("2 条，超时 1 条。")

    reader.presses(page.get_by_label("只看超时的"), "Space")
    expect(page.get_by_role("status")).to_have_text("1 条，超时 1 条。")
    expect(page.get_by_role("table")).not_to_contain_text("李秀兰家")
    reader.finds_nothing_wrong()

    reader.presses(page.get_by_label("只看我负责的"), "Space")
    expect(page.get_by_role("heading", name="没有这样的需求")).to_be_visible()
    reader.finds_nothing_wrong()
