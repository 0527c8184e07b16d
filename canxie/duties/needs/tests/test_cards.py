"""What the needs put on the desk, for whom."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from canxie.duties.needs.cards import by_state, to_accept, under_way
from canxie.duties.needs.measures import waiting_for
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import scope_from
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory
from canxie.mechanisms.matters.tests.factories import MatterFactory
from tests.matrix import BESIDE, CITY, COUNTY, HERE, TOWNSHIP

pytestmark = pytest.mark.django_db


def scope(role, path, user_id=1):
    return scope_from(user_id, [(role, path)])


def test_a_commissioner_finds_the_most_urgent_first_and_how_many_there_are():
    for days in range(7):
        MatterFactory(household__path=HERE, title=f"第{days}天", due_at=timezone.now() + timedelta(days=days, hours=-1))
    MatterFactory(household__path=HERE, done=True)
    MatterFactory(household__path=BESIDE)

    card = under_way(scope(Role.COMMISSIONER, HERE))

    assert [need.title for need in card.shows["needs"]] == [f"第{days}天" for days in range(5)]
    assert (card.beside, card.lead, card.tone, card.jump) == ("7 条", "1 条需求超时。", "late", ("需求", "7 条"))


@pytest.mark.parametrize("path", [TOWNSHIP, COUNTY])
def test_an_office_above_the_village_finds_states_and_no_list(path):
    role = Role.TOWNSHIP_CLERK if path == TOWNSHIP else Role.COUNTY_CLERK
    MatterFactory.create_batch(2, household__path=HERE)
    MatterFactory(household__path=HERE, delivered=True)
    MatterFactory(household__path=HERE, done=True)

    rows = by_state(scope(role, path)).shows["rows"]

    assert under_way(scope(role, path)) is None
    assert [(row.name, row.value, row.share, row.sub) for row in rows] == [
        ("等答复", "2", 100, "超时 2 条"),
        ("已答复，在找资源", "0", 0, ""),
        ("已转上级，等接收", "0", 0, ""),
        ("正在办", "0", 0, ""),
        ("已送到，等本人确认", "1", 50, ""),
        ("办不了，已说明原因", "0", 0, ""),
    ]
    assert [row.href for row in rows if row.href] == ["/needs/?state=submitted", "/needs/?state=delivered"]


def test_above_the_county_small_numbers_are_not_told_and_nothing_opens():
    MatterFactory.create_batch(4, household__path=HERE)
    MatterFactory.create_batch(5, household__path=HERE, answered=True)

    rows = by_state(scope(Role.CITY_CLERK, CITY)).shows["rows"]

    assert [(row.value, row.share, row.sub, row.href) for row in rows[:2]] == [
        ("不足 5", 0, "", ""),
        ("5", 100, "", ""),
    ]


def test_a_village_is_shown_its_needs_and_no_bars():
    assert by_state(scope(Role.COMMISSIONER, HERE)) is None
    assert to_accept(scope(Role.COMMISSIONER, HERE)) is None


def test_a_township_finds_what_was_sent_up_with_who_still_answers_for_it(client):
    VillageFactory(code=HERE, name="槐里村")
    TownshipFactory(name="榆岭镇")
    household = HouseholdFactory(path=HERE, head="马志强")
    MatterFactory(household=household, state="referred", sent_to=TOWNSHIP, owner__name="周素琴")
    MatterFactory(household__path=HERE, state="referred", sent_to=COUNTY)
    clerk = PostFactory(path=TOWNSHIP, role=Role.TOWNSHIP_CLERK)
    client.force_login(clerk.user)

    text = client.get("/").text

    assert "门口给安个把手：槐里村转上来，等接收" in text
    assert "马*强家。接收前仍由周素琴负责。" in text
    assert text.count("转上来，等接收") == 1
    assert waiting_for(scope(Role.TOWNSHIP_CLERK, TOWNSHIP, clerk.user_id)) == 1
    assert '<span class="nav__count">1' in text


def test_what_is_mine_and_late_is_counted_in_the_navigation():
    mine = MatterFactory(household__path=HERE)
    MatterFactory(household__path=HERE)
    MatterFactory(household__path=HERE, owner=mine.owner, due_at=timezone.now() + timedelta(days=1))

    assert waiting_for(scope(Role.COMMISSIONER, HERE, mine.owner_id)) == 1


def test_a_household_shows_what_it_waits_for_and_lets_its_commissioner_record_more(client):
    household = HouseholdFactory(path=HERE, head="马志强")
    MatterFactory(household=household)
    MatterFactory(household=household, done=True, title="办完的事")
    client.force_login(PostFactory(path=HERE).user)

    text = client.get(reverse("desk:household", args=[household.pk])).text

    assert "没办完的需求" in text
    assert reverse("needs:record", args=[household.pk]) in text
    assert "提出需求：门口给安个把手" in text
    assert "办完的事：办结" in text

    client.force_login(PostFactory(path=TOWNSHIP, role=Role.TOWNSHIP_CLERK).user)
    text = client.get(reverse("desk:household", args=[household.pk])).text
    assert reverse("needs:record", args=[household.pk]) not in text


def test_a_person_shows_their_own(client):
    person = PersonFactory(household__path=HERE)
    MatterFactory(household=person.household, person=person)
    MatterFactory(household=person.household, title="家里别人的事")
    client.force_login(PostFactory(path=HERE).user)

    text = client.get(reverse("desk:person", args=[person.pk])).text

    assert "门口给安个把手" in text
    assert '">家里别人的事</a>' not in text
