"""A commissioner binds the telephone, comes in by PIN, forgets it, comes in by password, and unbinds: by keyboard."""

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import expect

from canxie.ground.accounts.models import Device, Session
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory

pytestmark = pytest.mark.django_db(transaction=True)

VILLAGE, RIGHT, PIN = "379900001001", "woshijiankang2026", "402913"


@pytest.fixture
def commissioner(live_server):
    VillageFactory(code=VILLAGE, name="槐里村")
    TownshipFactory(name="榆岭镇")
    user = PostFactory(path=VILLAGE, user__username="zhousuqin", user__name="周素琴").user
    user.password = make_password(RIGHT)
    user.save()
    return user


def button(reader, name):
    reader.presses(reader.page.get_by_role("button", name=name, exact=True))


def says(reader, words):
    expect(reader.page.get_by_role("alert").filter(has_text=words)).to_be_visible()


def signs_in(reader):
    reader.opens("/sign-in/")
    reader.types(reader.page.get_by_label("用户名"), "zhousuqin")
    reader.types(reader.page.get_by_label("密码", exact=True), RIGHT)
    button(reader, "登录")
    expect(reader.page.get_by_role("banner")).to_contain_text("周素琴")


def binds(reader, pin=PIN, again=PIN):
    page = reader.page
    for label, typed in [("现在的密码", RIGHT), ("想一个 PIN", pin), ("再写一遍 PIN", again)]:
        reader.types(page.get_by_label(label, exact=True), typed)
    button(reader, "绑定这台设备")


def test_a_device_is_bound_and_its_pin_lets_in(reader, commissioner):
    page = reader.page
    signs_in(reader)
    reader.opens("/me/")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="绑定这台设备"))
    expect(page.get_by_role("heading", level=1)).to_have_text("绑定这台设备")
    reader.finds_nothing_wrong()

    button(reader, "绑定这台设备")
    says(reader, "请写现在的密码。")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    reader.finds_nothing_wrong()
    binds(reader, pin="123456", again="1234")
    says(reader, "不要用一样的或者连着的数字")
    reader.finds_nothing_wrong()
    binds(reader)
    says(reader, "绑好了。30 天里不用再登录")
    expect(page.get_by_role("link", name="绑定这台设备")).to_have_count(0)
    reader.finds_nothing_wrong()

    Session.objects.all().delete()
    reader.opens("/sign-in/")
    expect(page.get_by_text("这台设备绑着")).to_contain_text("周素琴")
    reader.finds_nothing_wrong()
    button(reader, "用 PIN 登录")
    says(reader, "请写 6 位数字的 PIN。")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("PIN", exact=True), "111222")
    button(reader, "用 PIN 登录")
    says(reader, "PIN 不对，再试一次。")
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("PIN", exact=True), PIN)
    button(reader, "用 PIN 登录")
    expect(page.get_by_role("banner")).to_contain_text("周素琴")


def test_too_many_wrong_pins_lead_to_the_password(reader, commissioner):
    page = reader.page
    signs_in(reader)
    reader.opens("/me/device/new/")
    binds(reader)
    says(reader, "绑好了。")
    Session.objects.all().delete()
    reader.opens("/sign-in/")
    for left in range(5, -1, -1):
        expect(page.get_by_label("PIN", exact=True)).to_have_value("")
        reader.types(page.get_by_label("PIN", exact=True), "111222")
        with page.expect_navigation():
            button(reader, "用 PIN 登录")
        if left:
            says(reader, "PIN 不对，再试一次。")

    expect(page.get_by_text("错了太多次，这台设备解绑了。用密码登录，再绑一次。").first).to_be_visible()
    expect(page.get_by_label("PIN", exact=True)).to_have_count(0)
    reader.finds_nothing_wrong()
    assert Device.objects.get().ended_at


def test_a_lost_telephone_is_unbound_from_another(reader, commissioner):
    page = reader.page
    signs_in(reader)
    reader.opens("/me/device/new/")
    binds(reader)
    says(reader, "绑好了。")
    page.context.clear_cookies()
    signs_in(reader)
    reader.opens("/me/")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="解绑"))
    says(reader, "解绑")
    reader.finds_nothing_wrong()
    assert Device.objects.get().ended_at


def test_who_cannot_bind_is_told_why(reader, commissioner):
    clerk = PostFactory(path="379900001", role=Role.TOWNSHIP_CLERK, user__name="吴海峰").user
    reader.is_signed_in_as(clerk)
    reader.opens("/me/device/new/")
    expect(reader.page.get_by_text("只有专职委员能绑定设备用 PIN")).to_be_visible()
    reader.finds_nothing_wrong()
