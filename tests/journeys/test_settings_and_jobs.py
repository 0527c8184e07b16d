"""A county changes a figure, and watches a job that it then stops."""

import re

import pytest
from playwright.sync_api import expect

import canxie.engine.jobs.tests.kinds  # noqa: F401  # declares the job that is watched
from canxie.engine.jobs.models import Job, State
from canxie.engine.jobs.progress import Progress, wants_to_stop
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from tests.matrix import COUNTY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def county(live_server, settings, tmp_path):
    settings.VAR = tmp_path
    VillageFactory(code=COUNTY, name="示例县")
    TownshipFactory()
    return PostFactory(user__name="林静", role=Role.COUNTY_CLERK, path=COUNTY)


def test_a_figure_is_changed_and_an_earlier_one_set_again(reader, county):
    page = reader.page
    reader.is_signed_in_as(county.user)
    reader.opens("/settings/")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="A 类多久走访一次"))
    expect(page.get_by_role("heading", level=1)).to_have_text("A 类多久走访一次")
    reader.finds_nothing_wrong()

    for days in ("45", "20"):
        reader.presses(page.get_by_role("link", name="改示例县的这一项"))
        value = page.get_by_label("A 类多久走访一次（天）")
        value.fill("")
        reader.presses(page.get_by_role("button", name="保存新的值"))
        expect(page.get_by_role("alert")).to_contain_text("请填一个数。")
        reader.finds_nothing_wrong()
        reader.types(value, days)
        reader.types(page.get_by_label("为什么改"), f"改成 {days} 天")
        reader.presses(page.get_by_role("button", name="保存新的值"))
        expect(page.locator(".head__lead")).to_have_text(f"现在是 {days} 天。")
    reader.finds_nothing_wrong()

    reader.presses(page.get_by_role("link", name=re.compile("再用这个值.*45 天")))
    expect(page.get_by_label("A 类多久走访一次（天）")).to_have_value("45")
    reader.opens("/settings/visit.resets.outside/change/")
    reader.finds_nothing_wrong()


def test_a_job_is_watched_and_stopped(reader, county):
    job = Job.objects.create(
        kind="test.count", title="青禾街道名册.xls", place=COUNTY, started_by=county.user_id, state=State.RUNNING
    )
    progress = Progress(job.pk)
    progress.mark("新增 14 人，写完")
    progress(10, 37, unit="人", doing="改 23 人")
    page = reader.page
    reader.is_signed_in_as(county.user)
    reader.opens(f"/jobs/{job.pk}/")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "10")
    reader.finds_nothing_wrong()

    stop = page.get_by_role("button", name="停下来，全部退回")
    reader.goes_to(stop)
    progress(37, 37, unit="人", doing="改 23 人")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "37")
    expect(stop).to_be_focused()
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.keyboard.press("Enter")
    assert wants_to_stop(job.pk)

    Job.objects.update(state=State.CANCELLED)
    expect(page.get_by_role("heading", level=1)).to_have_text("数数：停下了")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="看全部后台任务"))
    expect(page.get_by_role("heading", level=1)).to_have_text("后台任务")
    reader.finds_nothing_wrong()
