"""A clerk takes a one-time code or a passkey, and comes in with it. The passkey is Chromium's own virtual one."""

import hmac
import re
import time
from base64 import b32decode
from hashlib import sha1

import pytest
from playwright.sync_api import expect

from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory

pytestmark = pytest.mark.django_db(transaction=True)

RIGHT = "mingtianhuigenghao"


@pytest.fixture
def clerk(live_server):
    post = PostFactory(user__username="wuhaifeng", user__name="吴海峰", role=Role.TOWNSHIP_CLERK, path="379900001")
    TownshipFactory(code=post.path, name="榆岭镇")
    post.user.set_password(RIGHT)
    post.user.save()
    return post.user


def authenticator(secret):
    """What a telephone shows now: RFC 6238."""
    digest = hmac.new(b32decode(secret), int(time.time() // 30).to_bytes(8, "big"), sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def sign_in(reader):
    reader.opens("/sign-in/")
    reader.types(reader.page.get_by_label("用户名"), "wuhaifeng")
    reader.types(reader.page.get_by_label("密码", exact=True), RIGHT)
    reader.presses(reader.page.get_by_role("button", name="登录", exact=True))


def heading(reader, text):
    expect(reader.page.get_by_role("heading", level=1, name=text)).to_be_visible()


def take_code(reader):
    page = reader.page
    heading(reader, "第二道验证")
    expect(page.get_by_text("这个岗位登录要两道验证")).to_be_visible()
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="加动态口令"))
    heading(reader, "加动态口令")
    secret = re.sub(r"\s", "", page.locator("p:has-text('扫不了') .cell").inner_text())
    reader.finds_nothing_wrong()
    reader.types(page.get_by_role("textbox", name="动态口令"), "12345")
    reader.presses(page.get_by_role("button", name="加上这个动态口令"))
    expect(page.get_by_role("alert")).to_contain_text("动态口令不对")
    reader.finds_nothing_wrong()
    page.get_by_role("textbox", name="动态口令").fill("")
    reader.types(page.get_by_role("textbox", name="动态口令"), authenticator(secret))
    reader.presses(page.get_by_role("button", name="加上这个动态口令"))
    heading(reader, "恢复码")
    expect(page.locator(".codes li")).to_have_count(10)
    codes = [re.sub(r"\s", "", one) for one in page.locator(".codes li").all_inner_texts()]
    reader.finds_nothing_wrong()
    return codes


def test_a_code_is_taken_and_a_recovery_code_lets_in(reader, clerk):
    page = reader.page
    sign_in(reader)
    codes = take_code(reader)
    reader.presses(page.get_by_role("link", name="印好了，去办事"))
    expect(page.get_by_role("banner")).to_contain_text("吴海峰")

    page.context.clear_cookies()
    sign_in(reader)
    heading(reader, "第二道验证")
    reader.finds_nothing_wrong()
    reader.types(page.get_by_role("textbox", name="动态口令或者恢复码"), "00000")
    reader.presses(page.get_by_role("button", name="验证并登录"))
    expect(page.get_by_role("alert")).to_contain_text("没有对上")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    reader.finds_nothing_wrong()
    reader.types(page.get_by_role("textbox", name="动态口令或者恢复码"), codes[0])
    reader.presses(page.get_by_role("button", name="验证并登录"))
    expect(page.get_by_role("banner")).to_contain_text("吴海峰")
    reader.opens("/me/factors/")
    expect(page.get_by_text("恢复码还剩 9 个")).to_be_visible()
    reader.finds_nothing_wrong()


def test_a_passkey_is_taken_and_lets_in(looking, clerk):
    reader = looking(1280)
    page = reader.page
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": key | {"hasResidentKey": True, "automaticPresenceSimulation": True}},
    )
    sign_in(reader)
    reader.presses(page.get_by_role("link", name="加通行密钥"))
    heading(reader, "加通行密钥")
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("给它起个名字"), "办公室电脑")
    reader.presses(page.get_by_role("button", name="登记通行密钥"))
    heading(reader, "恢复码")

    page.context.clear_cookies()
    sign_in(reader)
    heading(reader, "第二道验证")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="用通行密钥登录"))
    expect(page.get_by_role("banner")).to_contain_text("吴海峰")
    reader.opens("/me/factors/")
    expect(page.get_by_role("row").filter(has_text="办公室电脑")).not_to_contain_text("还没用过")


def test_without_a_script_a_passkey_says_what_to_do_instead(looking, clerk):
    reader = looking(390, java_script_enabled=False)
    page = reader.page
    page.goto(f"{reader.site}/sign-in/")
    page.get_by_label("用户名").fill("wuhaifeng")
    page.get_by_label("密码", exact=True).fill(RIGHT)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("link", name="加通行密钥").click()
    page.get_by_label("给它起个名字").fill("办公室电脑")
    page.get_by_role("button", name="登记通行密钥").click()

    expect(page.get_by_role("alert")).to_contain_text("浏览器没有给出通行密钥")
    expect(page.get_by_label("给它起个名字")).to_have_value("办公室电脑")
    expect(page.get_by_role("link", name="加动态口令")).to_be_visible()
