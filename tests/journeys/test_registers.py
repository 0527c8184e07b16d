"""A clerk reads a register, prints it for a purpose, and looks how the figures stand."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from canxie.duties.visits.models import Encounter
from canxie.duties.visits.tests.factories import VisitFactory
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.models import Standing
from canxie.ground.registry.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)

VILLAGE = "379900001001"


@pytest.fixture
def clerk(reader):
    post = PostFactory(role=Role.TOWNSHIP_CLERK, path="379900001", user__name="吴海峰")
    TownshipFactory(name="榆岭镇")
    VillageFactory(code=VILLAGE, name="槐里村")
    visit = VisitFactory(household__path=VILLAGE, household__head="赵德顺", observed=["danger"])
    for name in ("赵德顺", "阿依古丽·买买提"):
        person = PersonFactory(household=visit.household, name=name, certified_until=date(2020, 1, 1))
        Encounter.objects.create(visit=visit, person=person, how="self")
        Standing.objects.create(person=person, path=VILLAGE, tier="A", tier_since=date(2026, 1, 1))
    reader.is_signed_in_as(post.user)


def test_a_register_is_read_and_printed(reader, clerk):
    page = reader.page
    reader.opens("/registers/")
    reader.finds_nothing_wrong()
    reader.opens("/registers/visits/")
    expect(page.get_by_role("table")).to_contain_text("家里有危险")
    reader.finds_nothing_wrong()

    reader.opens("/registers/roster/")
    expect(page.get_by_role("status")).to_have_text("榆岭镇，2 人。")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="打印，先写用途"))
    reader.presses(page.get_by_role("button", name="看要印的这一份"))
    expect(page.get_by_role("alert")).to_contain_text("请写用途")
    reader.finds_nothing_wrong()

    reader.types(page.get_by_label("用途"), "年度归档")
    reader.presses(page.get_by_role("button", name="看要印的这一份"))
    expect(page.get_by_role("heading", level=1)).to_have_text("榆岭镇残疾人名册")
    expect(page.get_by_role("article")).to_contain_text("用途：年度归档。已记下。")
    expect(page.get_by_role("button", name="打印，A4 横向")).to_be_visible()
    reader.finds_nothing_wrong()


def test_a_figure_says_what_it_counts(reader, clerk):
    page = reader.page
    reader.opens("/measures/")
    reader.finds_nothing_wrong()

    reader.presses(page.get_by_role("link", name=re.compile("怎么算的.*残疾人证过期")))
    expect(page.get_by_role("heading", level=1)).to_have_text("残疾人证过期")
    expect(page.get_by_role("table")).to_contain_text("槐里村")
    reader.finds_nothing_wrong()
