"""A county clerk takes over the civil affairs' list of villages, and finds one by letters, without a mouse."""

import pytest
from playwright.sync_api import expect

from canxie.engine.jobs.models import Job
from canxie.engine.jobs.running import run
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.registry.roster.models import RosterImport

pytestmark = pytest.mark.django_db(transaction=True)

COUNTY = "379900"
LIST = "村名称,代码\r\n槐里村,379900109201\r\n柳岸村,379900109202\r\n新建社区,379900109001\r\n短码村,3799\r\n"


@pytest.fixture
def clerk(live_server):
    for code, name in [
        (COUNTY, "示例县"),
        ("379900109", "榆岭镇"),
        ("379900109201", "槐里村"),
        ("379900109202", "柳湾村"),
        ("379900109203", "磨盘村"),
    ]:
        VillageFactory(code=code, name=name)
    return PostFactory(role=Role.COUNTY_CLERK, path=COUNTY, user__name="林静").user


def work():
    for job in Job.objects.filter(state="waiting").order_by("created_at", "id"):
        run(job.pk)


def test_a_list_is_looked_at_and_taken(reader, clerk):
    page = reader.page
    reader.is_signed_in_as(clerk)
    reader.opens("/imports/")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="传上来看结果"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    reader.finds_nothing_wrong()
    page.get_by_label("名册文件").set_input_files({"name": "民政.csv", "mimeType": "text/csv", "buffer": LIST.encode()})
    page.get_by_role("radio", name="村（社区）名单").check()
    page.get_by_label("导入到").select_option("示例县")
    reader.presses(page.get_by_role("button", name="传上来看结果"))
    page.wait_for_url("**/jobs/**")
    work()
    reader.opens(f"/imports/{RosterImport.objects.get().pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("导入村（社区）名单")
    expect(page.get_by_text("不是 12 位数字").first).to_be_visible()
    close = page.get_by_role("checkbox", name="磨盘村的撤不撤")
    expect(close).not_to_be_checked()
    reader.finds_nothing_wrong()
    reader.presses(close, "Space")
    reader.presses(page.get_by_role("button", name="写入 1 个新增、"))
    page.wait_for_url("**/jobs/**")
    work()

    reader.opens("/places/?at=379900109")
    expect(page.get_by_role("rowheader", name="新建社区")).to_be_visible()
    expect(page.get_by_role("rowheader", name="柳岸村")).to_be_visible()
    assert not Division.objects.filter(code="379900109203", valid_to=None).exists()
    reader.finds_nothing_wrong()

    place = page.get_by_role("combobox", name="村名、拼音首字母或者代码")
    reader.types(place, "hlc")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    reader.finds_nothing_wrong()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    reader.presses(page.get_by_role("button", name="找地方"))
    expect(page.get_by_role("rowheader", name="槐里村")).to_be_visible()
    expect(page.get_by_role("rowheader", name="柳岸村")).to_have_count(0)
    reader.finds_nothing_wrong()
