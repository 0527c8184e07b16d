"""谁看过我的档案: one line for each reader and day, in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from canxie.engine.audit.models import AuditEntry
from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.registry.actions import reveal, show, show_person
from canxie.ground.registry.lookers import lookers
from canxie.ground.registry.naming import identified
from canxie.ground.registry.tests.factories import PersonFactory
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
            "是村里的专职委员，走访、办需求要看。",
        ),
        (
            "2026-11-24",
            f"吴海峰，{TOWNSHIP}乡镇（街道）残联干事",
            "看了档案，显示了身份证号。",
            "乡镇残联指导村里的工作，办需求、核对证件要看。",
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

    assert said(person)[0][1:] == ("周素琴", "看了档案，没有显示证号。", "当时没有管这里的岗位。")


def test_the_machine_is_told_apart(person):
    show_person(by=Scope(SYSTEM, {"registry.read": (HERE,)}), person=person)

    assert said(person)[0][1] == "系统"


def test_nobody_else_s_file_is_told(person):
    show_person(by=reader("周素琴"), person=PersonFactory(path=HERE))

    assert said(person) == []


def test_it_costs_the_same_for_many_readers(person, django_assert_num_queries):
    for number in range(20):
        show_person(by=reader(f"周{number}"), person=person)

    with django_assert_num_queries(5):  # entries of person and household, users, posts, names of places
        assert len(said(person)) == 20


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
