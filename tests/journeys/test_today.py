"""A commissioner's morning by keyboard alone: who is due, the door, a need said there, and what it leaves."""

import os
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import expect

from canxie.duties.visits.models import Plan, Visit
from canxie.duties.visits.tests.doors import commissioner, household, visit
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.tests.factories import PhoneFactory
from canxie.mechanisms.matters.models import Matter

pytestmark = pytest.mark.django_db(transaction=True)

HERE = "379900001001"
MORNING = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # half past eight in Shandong
TODAY = date(2026, 11, 24)
GOLDEN = Path(__file__).parent / "golden" / "today.txt"
PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "today.png"


@pytest.fixture(autouse=True)
def _a_day_in_november():
    with time_machine.travel(MORNING, tick=True):
        yield


@pytest.fixture
def post(live_server):
    VillageFactory(code=HERE, name="槐里村")
    TownshipFactory(name="榆岭镇")
    post = PostFactory(path=HERE, user__name="周素琴")
    by = commissioner(post.user_id)
    late = home("李秀兰", "17号", people=2)
    visit(late, by=by, on=date(2026, 10, 12), today=TODAY, findings="李文博情绪稳定。门口台阶湿滑。")
    due = home("孙小宇", "2号")
    Plan.objects.filter(household=due).update(due_on=TODAY)
    week = home("赵德顺", "21号")
    Plan.objects.filter(household=week).update(due_on=TODAY + timedelta(days=2))
    return post


def home(head, door, people=1):
    made = household(people=people, on=date(2026, 9, 1))
    made.head, made.group, made.door = head, "三组", door
    made.save()
    for number, person in enumerate(made.people.order_by("pk")):
        person.name = [head, "李文博"][number]
        person.save()
        PhoneFactory(person=person, digits=f"0000000001{number}")
    return made


def test_a_morning(reader, post):
    page = reader.page
    reader.is_signed_in_as(post.user)
    reader.opens("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("今天")
    expect(page.locator(".head__lead")).to_contain_text("先去 1 户逾期的。")
    reader.finds_nothing_wrong()
    reader.satisfies_ibm()

    reader.presses(page.get_by_role("link", name=re.compile("^记走访.*李秀兰家$")))
    expect(page.get_by_role("heading", level=1)).to_have_text("记走访：李秀兰家")
    reader.finds_nothing_wrong()
    reader.satisfies_ibm()
    reader.presses(page.get_by_role("button", name="保存走访"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("选一下这次怎么走访的。")
    reader.finds_nothing_wrong()
    reader.satisfies_ibm()

    reader.presses(page.get_by_label("入户"), "Space")
    for tile in page.get_by_label("见到本人").all():
        reader.presses(tile, "Space")
    reader.types(page.get_by_label("补一句"), "门口台阶下雨打滑。")
    reader.types(page.locator("#id_need-1-words"), "门口给安个把手，我扶着他下台阶。")
    reader.goes_to(page.locator("#id_need-1-category"))
    page.keyboard.press("ArrowDown")
    reader.presses(page.get_by_role("button", name="保存走访"))

    expect(page.get_by_role("heading", level=1)).to_have_text("李秀兰家")
    expect(page.get_by_role("alert")).to_contain_text("李秀兰家的走访已保存")
    expect(page.get_by_text("门口给安个把手，我扶着他下台阶。").first).to_be_visible()
    reader.finds_nothing_wrong()
    reader.satisfies_ibm()
    assert Visit.objects.get(visited_on=TODAY).findings == "门口台阶下雨打滑。"
    assert Matter.objects.get().owner == post.user
    reader.opens("/")
    expect(page.locator(".head__lead")).not_to_contain_text("逾期")


def test_what_a_screen_reader_says_of_today(looking, post):
    """The names in reading order, as a blind commissioner hears them: read the golden file aloud when it changes."""
    reader = looking(390)
    reader.is_signed_in_as(post.user)
    reader.opens("/")

    lines = reader.page.locator("main").aria_snapshot().splitlines()
    heard = "\n".join(line for line in lines if "/url:" not in line)

    if os.environ.get("GOLDEN"):
        GOLDEN.write_text(heard + "\n")
        PICTURE.parent.mkdir(exist_ok=True)
        reader.page.screenshot(path=PICTURE)
    assert heard + "\n" == GOLDEN.read_text()


def test_everything_works_without_scripts(looking, post):
    reader = looking(390, java_script_enabled=False)
    page = reader.page
    reader.is_signed_in_as(post.user)
    reader.opens("/")

    page.get_by_role("link", name=re.compile("^记走访.*李秀兰家$")).click()
    page.get_by_label("没见到人").check()
    page.get_by_label("为什么没见到").select_option("hospital")
    page.get_by_role("button", name="保存走访").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("李秀兰家")
    assert Visit.objects.get(visited_on=TODAY).not_met_because == "hospital"
    reader.opens("/")
    expect(page.locator(".head__lead")).to_contain_text("先去 1 户逾期的。")
