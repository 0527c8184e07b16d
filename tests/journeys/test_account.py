"""Coming in past a wrong password, and taking a better one."""

import pytest
from playwright.sync_api import expect

from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import VillageFactory

pytestmark = pytest.mark.django_db(transaction=True)

OLD, NEW = "canxie-demo", "mingtianhuigenghao"


@pytest.fixture
def post(live_server):
    post = PostFactory(user__username="zhousuqin", user__name="周素琴")
    VillageFactory(code=post.path, name="槐里村")
    post.user.set_password(OLD)
    post.user.save()
    return post


def sign_in(reader, password):
    reader.types(reader.page.get_by_label("密码"), password)
    reader.presses(reader.page.get_by_role("button", name="登录", exact=True))


def test_a_wrong_password_then_a_new_one(reader, post):
    page = reader.page
    reader.opens("/sign-in/")
    reader.types(page.get_by_label("用户名"), "zhousuqin")
    sign_in(reader, "falsch")
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不对")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.get_by_label("用户名")).to_have_value("zhousuqin")
    reader.finds_nothing_wrong()

    sign_in(reader, OLD)
    expect(page.get_by_role("banner")).to_contain_text("周素琴")
    reader.opens("/me/")
    expect(page.get_by_role("heading", level=1)).to_have_text("周素琴")
    reader.presses(page.get_by_role("link", name="改密码"))
    expect(page.get_by_role("heading", level=1)).to_have_text("改密码")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="改密码"))
    expect(page.get_by_role("alert")).to_contain_text("请写现在的密码。")
    reader.finds_nothing_wrong()

    reader.types(page.get_by_label("现在的密码"), OLD)
    reader.types(page.get_by_label("新密码", exact=True), NEW)
    reader.types(page.get_by_label("再写一遍新密码"), NEW)
    reader.presses(page.get_by_role("button", name="改密码"))
    expect(page.get_by_role("alert")).to_contain_text("密码已改。")
    reader.finds_nothing_wrong()
