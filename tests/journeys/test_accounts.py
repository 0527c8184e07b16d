"""An account from its making to the first day at work: created, a slip printed, the password changed; later reset."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from canxie.ground.accounts.founding import FOUNDERS, Founder, found
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import VillageFactory

pytestmark = pytest.mark.django_db(transaction=True)

COUNTY, TOWNSHIP, HERE = "379900", "379900001", "379900001001"
NEW = "mingtianhuigenghao"


@pytest.fixture
def county(live_server):
    for code, name in [(COUNTY, "示例县"), (TOWNSHIP, "榆岭镇"), (HERE, "槐里村"), ("379900001002", "槐树底村")]:
        VillageFactory(code=code, name=name)
    return PostFactory(role=Role.COUNTY_CLERK, path=COUNTY, user__name="林静").user


def first_sign_in(reader, username, password, next_heading):
    """Come in with what stands on a slip, and take a password of one's own."""
    page = reader.page
    page.context.clear_cookies()
    reader.opens("/sign-in/")
    reader.types(page.get_by_label("用户名"), username)
    reader.types(page.get_by_label("密码", exact=True), password)
    reader.presses(page.get_by_role("button", name="登录", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("换成自己的密码")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="换成新密码"))
    expect(page.get_by_role("alert")).to_contain_text("请写现在的密码。")
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("纸条上的首次密码"), password)
    reader.types(page.get_by_label("新密码", exact=True), NEW)
    reader.types(page.get_by_label("再写一遍新密码"), NEW)
    reader.presses(page.get_by_role("button", name="换成新密码"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(next_heading)


def test_an_account_is_made_its_slip_printed_and_its_password_changed(reader, county):
    page = reader.page
    reader.is_signed_in_as(county)
    reader.opens("/staff/")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="新建一个账号"))
    expect(page.get_by_role("heading", level=1)).to_have_text("新建一个账号")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="建这一个账号"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("姓名"), "周素琴")
    reader.types(page.get_by_label("用户名"), "zhousuqin")
    page.get_by_label("岗位", exact=True).select_option("专职委员")
    place = page.get_by_role("combobox", name="在哪里")
    reader.types(place, "hlc")
    expect(page.get_by_role("listbox", name="找到的地方").get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(place).to_have_attribute("aria-activedescendant", "id_where-list-0")
    reader.finds_nothing_wrong()
    page.keyboard.press("Enter")
    expect(place).to_have_value(f"槐里村 {HERE}")
    expect(place).to_have_attribute("aria-expanded", "false")
    reader.types(page.get_by_label("依据"), "示例县残联聘用文件〔2026〕3号")
    reader.presses(page.get_by_role("button", name="建这一个账号"))
    expect(page.get_by_role("heading", level=1)).to_have_text("周素琴")
    reader.finds_nothing_wrong()

    reader.opens("/staff/slips/")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name=re.compile("做好 [0-9]+ 张密码条")))
    slip = page.get_by_role("region", name="周素琴")
    expect(slip).to_contain_text("zhousuqin")
    password = slip.locator(".secret").inner_text()
    reader.finds_nothing_wrong()

    first_sign_in(reader, "zhousuqin", password, "今天")
    reader.opens("/me/")
    expect(page.get_by_text("现在登录着的").first).to_be_visible()
    reader.finds_nothing_wrong()


def test_a_forgotten_password_is_reset_by_the_township(reader, county):
    page = reader.page
    PostFactory(user__name="周素琴", user__username="zhousuqin", path=HERE)
    reader.is_signed_in_as(PostFactory(role=Role.TOWNSHIP_CLERK, path=TOWNSHIP).user)
    reader.opens("/staff/")
    reader.presses(page.get_by_role("link", name="周素琴"))
    reader.presses(page.get_by_role("link", name="重设密码"))
    reader.presses(page.get_by_role("button", name="重设并显示首次密码"))
    expect(page.get_by_role("alert")).to_contain_text("请写一句理由")
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("为什么"), "本人当面来说忘了密码")
    reader.presses(page.get_by_role("button", name="重设并显示首次密码"))
    password = page.get_by_role("region", name="周素琴").locator(".secret").inner_text()

    first_sign_in(reader, "zhousuqin", password, "今天")


def test_without_a_script_a_place_that_is_several_is_chosen(looking, county):
    reader = looking(390, java_script_enabled=False)
    page = reader.page
    reader.is_signed_in_as(county)
    reader.opens("/staff/new/")
    page.get_by_label("姓名").fill("周素琴")
    page.get_by_label("用户名").fill("zhousuqin")
    page.get_by_label("岗位", exact=True).select_option("专职委员")
    page.get_by_label("在哪里").fill("槐")
    page.get_by_label("依据").fill("示例〔2026〕3号")
    page.get_by_role("button", name="建这一个账号").click()
    expect(page.get_by_role("alert")).to_contain_text("像的有 2 个，选一个。")

    page.get_by_label("槐树底村").check()
    page.get_by_role("button", name="建这一个账号").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("周素琴")
    expect(page.get_by_text("槐树底村专职委员").first).to_be_visible()


def test_the_first_clerk_of_a_county_comes_in_with_what_init_has_told(looking, live_server):
    VillageFactory(code=COUNTY, name="示例县")
    people = zip(
        FOUNDERS.values(), ["林静", "邵明辉", "贺建平", "沈玉华"], ["linjing", "shao", "hejp", "shenyh"], strict=True
    )
    told = found(county=COUNTY, founders=[Founder(*one) for one in people], at=timezone.now())
    reader = looking(390)

    first_sign_in(reader, "linjing", told[0].password, "第二道验证")


def test_the_security_administrator_unlocks_and_switches_off(reader, county):
    page = reader.page
    PostFactory(user__name="周素琴", user__username="zhousuqin", path=HERE)
    reader.is_signed_in_as(PostFactory(role=Role.SECURITY_ADMIN, path=COUNTY).user)
    reader.opens("/accounts/")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="周素琴"))
    expect(page.get_by_role("heading", level=1)).to_have_text("周素琴")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="停用账号"))
    expect(page.get_by_role("alert")).to_contain_text("请写一句理由")
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("为什么"), "离岗")
    reader.presses(page.get_by_role("button", name="停用账号"))
    expect(page.get_by_role("alert")).to_contain_text("周素琴的账号停用了")
    reader.finds_nothing_wrong()
