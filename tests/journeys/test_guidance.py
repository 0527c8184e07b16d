"""A task that is not on the list: given to two villages, objected to, insisted on and done; by keyboard alone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.mechanisms.matters.models import Matter

pytestmark = pytest.mark.django_db(transaction=True)

VILLAGE, BESIDE, TOWNSHIP = "379900001001", "379900001002", "379900001"


@pytest.fixture
def commissioner(live_server):
    TownshipFactory(name="榆岭镇")
    VillageFactory(code=VILLAGE, name="槐里村")
    VillageFactory(code=BESIDE, name="柳湾村")
    return PostFactory(path=VILLAGE, user__name="周素琴").user


@pytest.fixture
def clerk(commissioner):
    return PostFactory(path=TOWNSHIP, role=Role.TOWNSHIP_CLERK, user__name="吴海峰").user


def gives_to_all(reader):
    """Fill in a task that is on no list, after sending the form empty."""
    page = reader.page
    reader.presses(page.get_by_role("button", name="交办任务"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("请写下依据：哪个文件、哪次会，没有依据的任务不能交办。")
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("要办什么"), "收集庭院照片，每户一张。")
    reader.types(page.get_by_label("依据"), "镇里周例会，11月20日")
    reader.presses(page.get_by_label("在清单里", exact=True), "ArrowDown")
    reader.presses(page.get_by_label("全部 2 个村（社区）"), "Space")
    reader.presses(page.get_by_role("button", name="交办任务"))


def test_a_task_outside_the_list_from_the_township_to_its_end(reader, commissioner, clerk):
    page, said = reader.page, reader.page.get_by_role("alert")
    reader.is_signed_in_as(clerk)
    reader.opens("/guidance/")
    expect(page.get_by_role("heading", name="没有这样的任务")).to_be_visible()
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="交办一条任务"))
    expect(page.get_by_role("heading", level=1)).to_have_text("交办任务")
    reader.finds_nothing_wrong()
    gives_to_all(reader)
    expect(said).to_have_text("收集庭院照片：交给了 2 个村的专职委员。")
    expect(page.get_by_text("2 个村：等接受 2。")).to_be_visible()
    reader.finds_nothing_wrong()

    reader.is_signed_in_as(commissioner)
    reader.opens("/")
    expect(page.get_by_role("heading", name="交办的任务")).to_be_visible()
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name=re.compile("^提出异议.*收集庭院照片")))
    reader.types(page.get_by_label("有什么异议"), "这是文明办的活，不在清单里。")
    reader.presses(page.get_by_role("button", name="提出异议", exact=True))
    expect(said).to_have_text("收集庭院照片：提出异议。")
    reader.finds_nothing_wrong()

    reader.is_signed_in_as(clerk)
    reader.opens("/")
    expect(page.get_by_role("heading", name="任务有异议，等答复")).to_be_visible()
    reader.finds_nothing_wrong()
    objected = page.locator("#guidance-objections")
    expect(objected.locator(".words")).to_have_text("这是文明办的活，不在清单里。")
    reader.presses(objected.get_by_role("link", name="收集庭院照片"))
    reader.presses(page.get_by_role("button", name="坚持交办"))
    expect(said).to_contain_text("请写下为什么还要办，专职委员先看这一句。")
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("为什么还要办"), "这次各村都要报，下次先列进清单。")
    reader.presses(page.get_by_role("button", name="坚持交办"))
    expect(said).to_have_text("收集庭院照片：坚持交办，说明了理由。")

    reader.is_signed_in_as(commissioner)
    reader.opens("/guidance/")
    expect(page.get_by_role("table")).to_contain_text("不在清单里")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("table").get_by_role("link", name="收集庭院照片"))
    reader.types(page.get_by_label("办成什么样"), "36 张照片交镇里了。")
    reader.presses(page.get_by_role("button", name="办结"))
    expect(said).to_have_text("收集庭院照片：办结了。")
    reader.finds_nothing_wrong()
    task = Matter.objects.get(path=VILLAGE)
    assert (task.state, task.reason) == ("done", "36 张照片交镇里了。")
    assert task.close_due > timezone.now() + timedelta(days=10)
