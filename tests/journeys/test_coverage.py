"""User story 11, coverage: from one figure of the province to the village that is missing, and the same by command."""

import json
import re
from datetime import UTC, date, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import expect

from canxie.duties.associations.models import GapPlan
from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import VillageFactory

pytestmark = pytest.mark.django_db(transaction=True)

MORNING = datetime(2026, 11, 24, 1, tzinfo=UTC)
PROVINCE, CITY, COUNTY, TOWN = "37", "3799", "379900", "379900100"
NAMES = {
    PROVINCE: "示例省",
    CITY: "示例市",
    COUNTY: "示例县",
    "379901": "邻县",
    "379900001": "青禾街道",
    TOWN: "榆岭镇",
    "379901100": "远镇",
    "379900001001": "梧桐社区",
    "379900100200": "槐里村",
    "379900100201": "大槐树村",
    "379900100202": "柳湾村",
    "379900100203": "磨盘村",
    "379901100200": "远村",
    "379901100201": "近村",
}
FIGURES = {
    PROVINCE: (8, 6),
    CITY: (8, 6),
    COUNTY: (6, 4),
    TOWN: (5, 3),
}
"""Villages and covered ones on 24 November 2026, counted by hand from the fixture below.

榆岭镇: 槐里村 with 大槐树村 (joint) and 柳湾村 of five; 磨盘村 and 新苑社区 are missing, 旧庄村 is abolished.
青禾街道: 梧桐社区 of one. 远镇: both of two.
"""


@pytest.fixture(params=[390, 1280], ids="{}px".format)
def reader(request, looking):
    return looking(request.param)


@pytest.fixture
def offices(live_server):
    with time_machine.travel(MORNING, tick=True):
        for code, name in NAMES.items():
            VillageFactory(code=code, name=name)
        VillageFactory(code="379900100204", name="新苑社区", valid_from=date(2026, 7, 26))
        VillageFactory(code="379900100205", name="旧庄村", valid_to=date(2026, 3, 1))
        long_ago = date(2022, 4, 18)
        both = ["379900100200", "379900100201"]
        AssociationFactory(path=both[0], villages=both, name="槐里村残协", form="joint", since=long_ago)
        AssociationFactory(path="379900100202", name="柳湾村残协", since=date(2026, 6, 1))
        AssociationFactory(path="379900001001", name="梧桐社区残协", since=date(2026, 8, 1))
        AssociationFactory(path="379901100200", name="远村残协", since=long_ago)
        AssociationFactory(path="379901100201", name="近村残协", since=date(2026, 5, 1))
        clerk = PostFactory(role=Role.TOWNSHIP_CLERK, path=TOWN, user__name="吴海峰").user
        plan = {"reason": "主席人选没定", "form": "own", "due_on": date(2026, 12, 15), "said_on": date(2026, 10, 1)}
        GapPlan.objects.create(path="379900100203", place="379900100203", by=clerk, **plan)
        held = [(Role.PROVINCE_CLERK, PROVINCE, "高宏"), (Role.COUNTY_CLERK, COUNTY, "林静")]
        yield [PostFactory(role=role, path=path, user__name=name).user for role, path, name in held]


def asked(code, *said):
    out = StringIO()
    call_command("coverage", code, "--json", *said, stdout=out)
    return json.loads(out.getvalue())


def says(reader, code):
    """Hold the page against the figures that were counted by hand, and the command against both."""
    villages, covered = FIGURES[code]
    name = {PROVINCE: "示例省", CITY: "示例市", COUNTY: "示例县", TOWN: "榆岭镇"}[code]
    lead = f"{name} {villages} 个村（社区），{covered} 个有残协，还差 {villages - covered} 个。"
    expect(reader.page.get_by_role("main")).to_contain_text(lead)
    answer = asked(code)
    assert (answer["villages"], answer["covered"]) == (villages, covered)
    assert [gap["name"] for gap in answer["gaps"]] == ["磨盘村", "新苑社区"]


def test_the_county_chief_goes_from_the_figure_to_the_named_gap(reader, offices):
    _, county = offices
    page = reader.page
    reader.is_signed_in_as(county)
    reader.opens("/associations/coverage/")
    says(reader, COUNTY)
    expect(page.get_by_role("navigation", name="从省到这里")).to_contain_text("66.7 %")
    gap = page.get_by_role("row", name=re.compile("^磨盘村"))
    for words in ("榆岭镇", "主席人选没定", "本村单独设，12月15日前", "吴海峰"):
        expect(gap).to_contain_text(words)
    expect(page.get_by_role("row", name=re.compile("^新苑社区"))).to_contain_text("121 天")
    expect(page.get_by_role("row", name=re.compile("^新苑社区"))).to_contain_text("没有计划")
    expect(page.get_by_role("main")).not_to_contain_text("旧庄村")
    reader.finds_nothing_wrong()

    reader.presses(page.get_by_role("link", name="榆岭镇"))
    says(reader, TOWN)
    expect(page.get_by_role("row", name=re.compile("^大槐树村"))).to_contain_text("槐里村残协")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="磨盘村").first)
    expect(page.get_by_role("heading", level=1)).to_have_text("磨盘村")
    expect(page.get_by_role("main")).to_contain_text("主席人选没定")
    reader.finds_nothing_wrong()


def test_the_trend_and_the_forecast_of_the_county(reader, offices):
    """Missing at each quarter's end, by hand: of six villages until March 2026 two are covered, 4.

    旧庄村 goes on 1 March: 3. 柳湾村 is covered from 1 June: 2. 新苑社区 (26 July) is one more, 梧桐社区 (1 August) one
    less: 2. From the end of June to today nothing has become less; from December to June 2 in 181 days,
    so the other 2 would take until 28 December.
    """
    _, county = offices
    page = reader.page
    reader.is_signed_in_as(county)
    reader.opens("/associations/coverage/")
    bars = page.get_by_role("table", name=re.compile("^每季末还差几个村"))
    for quarter, missing in (("2025年12月", 4), ("2026年3月", 3), ("2026年6月", 2), ("2026年9月", 2), ("今天", 2)):
        expect(bars.get_by_role("row", name=re.compile(f"^{quarter} (还差 )?{missing} "))).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("最近半年还差的村没有减少")
    expect(page.get_by_text("按期有困难")).to_be_visible()

    page.get_by_role("textbox", name="看哪一天").fill("2026-08-31")
    reader.presses(page.get_by_role("button", name="看", exact=True))
    expect(page.get_by_role("main")).to_contain_text("示例县 6 个村（社区），4 个有残协，还差 2 个。")
    page.get_by_role("textbox", name="看哪一天").fill("2026-06-30")
    reader.presses(page.get_by_role("button", name="看", exact=True))
    expect(page.get_by_role("main")).to_contain_text("示例县 5 个村（社区），3 个有残协，还差 2 个。")
    expect(page.get_by_role("main")).to_contain_text("照最近半年的速度（一季少 1 个），要到 2026年12月才能全部覆盖。")
    reader.finds_nothing_wrong()
    answer = asked(COUNTY, "--on", "2026-06-30")
    assert (answer["villages"], answer["covered"]) == (5, 3)
    assert [gap["name"] for gap in answer["gaps"]] == ["梧桐社区", "磨盘村"]


def test_the_province_goes_down_by_city_and_county_to_the_township(reader, offices):
    province, _ = offices
    page = reader.page
    reader.is_signed_in_as(province)
    reader.opens("/associations/coverage/")
    says(reader, PROVINCE)
    expect(page.get_by_role("main")).to_contain_text("75.0 %")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="示例市"))
    says(reader, CITY)
    expect(page.get_by_role("row", name=re.compile("^邻县"))).to_contain_text("100 %")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="示例县"))
    says(reader, COUNTY)
    reader.presses(page.get_by_role("link", name="榆岭镇"))
    says(reader, TOWN)
    gap = page.get_by_role("row", name=re.compile("^磨盘村")).first
    expect(gap).to_contain_text("榆岭镇残联")
    expect(gap.get_by_role("link")).to_have_count(0)
    expect(page.get_by_role("main")).not_to_contain_text("吴海峰")
    reader.finds_nothing_wrong()
