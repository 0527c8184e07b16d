"""谁看过我的档案: one line for each reader and day, in words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from canxie.duties.visits.models import Plan
from canxie.duties.visits.tests.factories import VisitFactory
from canxie.engine.audit.models import AuditEntry
from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.registry.actions import reveal, show, show_person
from canxie.ground.registry.lookers import lookers
from canxie.ground.registry.naming import identified
from canxie.ground.registry.roster.models import RosterImport
from canxie.ground.registry.tests.factories import PersonFactory
from canxie.mechanisms.matters.models import Matter
from canxie.mechanisms.matters.tests.factories import MatterFactory
from canxie.mechanisms.registers.models import Copy
from tests.matrix import HERE, TOWNSHIP

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def person():
    VillageFactory(code=HERE, name="槐里村")
    return PersonFactory(path=HERE, household__path=HERE, name="李秀兰", **identified("379900198001010014", HERE))


def reader(name, role=Role.COMMISSIONER, path=HERE):
    post = PostFactory(user__name=name, role=role, path=path, since_at=NOON - timedelta(days=400), until_at=None)
    return Scope(post.user_id, dict.fromkeys(("registry.read", "registry.reveal"), (path,)))


@action("registry.person.correct")
def corrects(by, person):
    note(by, "registry.person.correct", person, place=HERE, name=[])


def said(person, days=90):
    found = lookers(person, since=timezone.now() - timedelta(days=days))
    return [(str(one.on.date()), one.title, one.text, one.why) for one in found]


def test_each_reader_and_day_is_one_line_newest_first(person, noon):
    commissioner, clerk = reader("周素琴"), reader("吴海峰", Role.TOWNSHIP_CLERK, TOWNSHIP)
    show_person(by=clerk, person=person)
    reveal(by=clerk, person=person, what="identifier")
    noon.move_to(NOON + timedelta(days=1), tick=False)
    show(by=commissioner, household=person.household)
    show_person(by=commissioner, person=person)
    corrects(commissioner, person)

    assert said(person) == [
        (
            "2026-11-25",
            "周素琴，槐里村专职委员",
            "看了 2 次，没有显示证号，改了资料。",
            "事由：更正登记的资料。",
        ),
        (
            "2026-11-24",
            f"吴海峰，{TOWNSHIP}乡镇（街道）残联干事",
            "看了档案，显示了身份证号。",
            "没有登记的事由。",
        ),
    ]


def test_who_only_writes_has_not_looked_and_what_is_old_is_not_told(person, noon):
    corrects(reader("周素琴"), person)
    assert said(person) == []

    show_person(by=reader("吴海峰"), person=person)
    noon.move_to(NOON + timedelta(days=91), tick=False)
    assert said(person) == []


def test_an_office_counts_as_it_was_held_that_day(person):
    by = reader("周素琴")
    show_person(by=by, person=person)
    PostFactory._meta.model.objects.update(until_at=NOON - timedelta(days=1))

    assert said(person)[0][1:] == ("周素琴", "看了档案，没有显示证号。", "当时没有管这里的岗位。没有登记的事由。")


def test_the_machine_is_told_apart(person):
    show_person(by=Scope(SYSTEM, {"registry.read": (HERE,)}), person=person)

    assert said(person)[0][1] == "系统"


def test_nobody_else_s_file_is_told(person):
    show_person(by=reader("周素琴"), person=PersonFactory(path=HERE))

    assert said(person) == []


def test_it_costs_the_same_for_many_readers(person, django_assert_num_queries):
    for number in range(20):
        show_person(by=reader(f"周{number}"), person=person)

    # entries of person and household, copies, users, posts, places; the parameter, visits, plan, matters, imports
    with django_assert_num_queries(11):
        assert len(said(person)) == 20


def test_a_visit_that_is_due_is_the_village_s_business_and_one_that_was_made_its_visitor_s(person):
    commissioner, clerk = reader("周素琴"), reader("吴海峰", Role.TOWNSHIP_CLERK, TOWNSHIP)
    days = {"tier_since": date(2026, 11, 1), "first_due_on": date(2026, 11, 27), "due_on": date(2026, 11, 27)}
    Plan.objects.create(household=person.household, path=HERE, tier="A", **days)
    VisitFactory(household=person.household, visitor_id=commissioner.user_id, visited_on=date(2026, 11, 20))
    for by in (commissioner, clerk):
        show_person(by=by, person=person)

    assert {title.split("，")[0]: why for _, title, _, why in said(person)} == {
        "周素琴": "事由：11月20日走访这一家；这一家11月27日该走访。",
        "吴海峰": "没有登记的事由。",
    }


def test_a_matter_is_the_business_of_its_owner_and_office_from_its_day_to_its_end(person, noon):
    owner, beside = reader("吴海峰", Role.TOWNSHIP_CLERK, TOWNSHIP), reader("郑敏", Role.COUNTY_CLERK, HERE[:6])
    when = {"opened_at": NOON, "ack_due": NOON, "close_due": NOON}
    MatterFactory(household=person.household, owner_id=owner.user_id, owner_path=TOWNSHIP, **when)
    for by in (owner, beside):
        show_person(by=by, person=person)

    assert {title.split("，")[0]: why for _, title, _, why in said(person)} == {
        "郑敏": "没有登记的事由。",
        "吴海峰": "事由：办这一家的需求。",
    }

    Matter.objects.update(closed_at=NOON)
    noon.move_to(NOON + timedelta(days=60), tick=False)
    show_person(by=owner, person=person)
    assert said(person)[0][3] == "没有登记的事由。"


def test_an_import_that_was_looked_through_that_day_is_a_reason(person):
    clerk = reader("吴海峰", Role.TOWNSHIP_CLERK, TOWNSHIP)

    @action("registry.import.look")
    def looks_through():
        note(clerk, "registry.import.look", RosterImport(), place=TOWNSHIP)

    looks_through()
    show(by=clerk, household=person.household)

    assert said(person)[0][3] == "事由：核对导入的名单。"


def test_a_roster_that_went_out_is_told_with_what_for(person):
    clerk = reader("吴海峰", Role.TOWNSHIP_CLERK, TOWNSHIP)
    made = {"register": "roster", "form": "paper", "place": TOWNSHIP, "made_by_id": clerk.user_id, "digest": ""}
    Copy.objects.create(number="MC-1", purpose="会议讨论", rows=40, **made)
    Copy.objects.create(number="MC-2", purpose="别处", rows=40, **made | {"place": "379900002"})

    assert [row[2:] for row in said(person)] == [
        ("打印了一份残疾人名册，编号 MC-1，共 40 人，这个村的都在上面。", "用途：会议讨论。")
    ]


def test_who_came_by_a_search_is_told_so(person, client):
    post = PostFactory(user__name="周素琴", role=Role.COMMISSIONER, path=HERE)
    client.force_login(post.user)
    client.get(reverse("desk:person", args=[person.pk]), headers={"Referer": "http://testserver/people/?q=~abc"})

    assert said(person)[0][3] == "没有登记的事由，是在名册里查找打开的。"


def test_the_person_s_page_and_its_own_page_say_it(person, client):
    post = PostFactory(user__name="周素琴", role=Role.COMMISSIONER, path=HERE)
    client.force_login(post.user)
    client.get(reverse("desk:person", args=[person.pk]))
    text = client.get(reverse("desk:person", args=[person.pk])).text

    assert "谁看过我的档案" in text
    assert "看了 2 次，没有显示证号。" in text
    whole = client.get(reverse("desk:lookers", args=[person.pk])).text
    assert "谁看过李秀兰的档案" in whole
    assert "看了 3 次，没有显示证号。" in whole
    assert AuditEntry.objects.filter(action="registry.show_person").count() == 3


def test_nobody_is_told_when_nobody_looked(person, client):
    client.force_login(PostFactory(role=Role.COMMISSIONER, path=HERE).user)

    assert "看了档案，没有显示证号。" in client.get(reverse("desk:lookers", args=[person.pk])).text  # this very look
