"""A page stays open over night: the next morning its owner signs in, finds all that was typed, and stores it."""

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import expect

from canxie.ground.accounts.models import Session
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.tests.factories import HouseholdFactory
from canxie.mechanisms.matters.models import Matter

pytestmark = pytest.mark.django_db(transaction=True)

VILLAGE, RIGHT = "379900001001", "woshijiankang2026"
WORDS = "轮椅一边刹不住，下坡不敢坐。"


@pytest.fixture
def home(live_server):
    VillageFactory(code=VILLAGE, name="槐里村")
    TownshipFactory(name="榆岭镇")
    for username, name in (("zhousuqin", "周素琴"), ("linxiuzhen", "林秀珍")):
        user = PostFactory(path=VILLAGE, user__name=name, user__username=username).user
        user.password = make_password(RIGHT)
        user.save()
    return HouseholdFactory(path=VILLAGE, head="李秀兰")


def signs_in(reader, username):
    page = reader.page
    reader.types(page.get_by_label("用户名"), username)
    reader.types(page.get_by_label("密码", exact=True), RIGHT)
    reader.presses(page.get_by_role("button", name="登录", exact=True))


def types_and_sends_too_late(reader, home):
    page = reader.page
    reader.opens(f"/sign-in/?next=/needs/households/{home.pk}/record/")
    signs_in(reader, "zhousuqin")
    expect(page.get_by_role("heading", level=1, name="记需求")).to_be_visible()
    reader.types(page.get_by_label("本人的原话"), WORDS)
    page.get_by_label("哪一类").select_option("辅助器具")
    Session.objects.all().delete()
    reader.presses(page.get_by_role("button", name="保存需求"))
    expect(page.get_by_role("alert").first).to_contain_text("刚才填的还没有存")


def test_what_was_typed_is_there_after_signing_in_again(reader, home):
    page = reader.page
    types_and_sends_too_late(reader, home)
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="登录", exact=True))
    expect(page.get_by_role("alert").filter(has_text="请写用户名。")).to_be_visible()
    reader.finds_nothing_wrong()

    signs_in(reader, "zhousuqin")
    expect(page.get_by_role("alert")).to_contain_text("填的都在这一页，看一遍，再按一次。")
    expect(page.get_by_label("本人的原话")).to_have_value(WORDS)
    expect(page.get_by_label("哪一类")).to_have_value("device")
    assert page.url == f"{reader.site}/needs/households/{home.pk}/record/"
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="保存需求"))
    expect(page.get_by_role("alert")).to_have_text("李秀兰家的需求已登记：轮椅一边刹不住。")
    assert Matter.objects.get().words == WORDS


def test_somebody_else_at_the_same_machine_finds_nothing(looking, home):
    reader = looking(1280)
    page = reader.page
    types_and_sends_too_late(reader, home)
    signs_in(reader, "linxiuzhen")
    expect(page.get_by_role("banner")).to_contain_text("林秀珍")
    assert WORDS not in page.content()
    reader.opens(f"/needs/households/{home.pk}/record/")
    expect(page.get_by_label("本人的原话")).to_have_value("")


def test_it_works_without_a_script(looking, home):
    reader = looking(390, java_script_enabled=False)
    page = reader.page
    types_and_sends_too_late(reader, home)
    signs_in(reader, "zhousuqin")

    expect(page.get_by_label("本人的原话")).to_have_value(WORDS)
    expect(page.get_by_role("alert")).to_contain_text("填的都在这一页")
