"""So many files a day and no more, however somebody goes about it."""

import re
from datetime import date, datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from time_machine import travel

from canxie.engine.audit.models import AuditEntry
from canxie.engine.parameters.models import ParameterValue
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.powers import Power
from canxie.ground.registry.actions import reveal, reveal_relative, show, show_person
from canxie.ground.registry.models import Household, Opening, Relative
from canxie.ground.registry.tasks import forget_yesterday
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory
from canxie.ground.registry.tests.scopes import HER, HERE
from canxie.ground.registry.walls import Walled, limit_of
from tests.threads import at_once

pytestmark = pytest.mark.django_db

MORNING = "2026-11-24 08:41+08:00"


@pytest.fixture(autouse=True)
def morning():
    with travel(MORNING, tick=False):
        yield


@pytest.fixture
def five_a_day():
    """The county lets an account of a village open five files a day."""
    said = {"key": "files_a_day.village", "value": 5, "version": 1, "reason": "试一试", "set_by": 1}
    ParameterValue.objects.create(place="379900", valid_from=date(2026, 1, 1), **said)


def got(calls):
    """How many of these readings went through."""
    through = 0
    for call in calls:
        try:
            call()
        except Walled:
            continue
        through += 1
    return through


def test_a_scraper_gets_as_many_files_as_the_default_says_and_no_more():
    homes = [Household(pk=uuid4(), path=HERE) for _ in range(1000)]

    assert got([lambda home=home: show(by=HER, household=home) for home in homes]) == 150
    assert Opening.objects.count() == 150
    assert AuditEntry.objects.filter(action="registry.show").count() == 150


def test_what_was_opened_today_may_be_opened_again(five_a_day):
    homes = [Household(pk=uuid4(), path=HERE) for _ in range(6)]

    assert got([lambda home=home: show(by=HER, household=home) for home in homes]) == 5
    assert got([lambda home=home: show(by=HER, household=home) for home in homes[:5] * 3]) == 15
    assert got([lambda: show(by=HER, household=homes[5])]) == 0


def test_a_household_and_its_people_are_one_file_through_whichever_door(five_a_day):
    people = PersonFactory.create_batch(6, household__path=HERE)
    relatives = [Relative.objects.create(household=one.household, name="家属", relation="儿子") for one in people]

    for person, relative in zip(people[:5], relatives, strict=False):
        show(by=HER, household=person.household)
        show_person(by=HER, person=person)
        reveal(by=HER, person=person, what="identifier")
        reveal_relative(by=HER, household=person.household, relative=relative)

    assert Opening.objects.count() == 5
    last = people[5]
    doors = [
        lambda: show(by=HER, household=last.household),
        lambda: show_person(by=HER, person=last),
        lambda: reveal(by=HER, person=last, what="identifier"),
        lambda: reveal_relative(by=HER, household=last.household, relative=relatives[5]),
    ]
    assert got(doors) == 0


def test_accounts_are_counted_apart(five_a_day):
    other = Scope(8, HER.grants)
    homes = [Household(pk=uuid4(), path=HERE) for _ in range(5)]

    assert got([lambda home=home, by=by: show(by=by, household=home) for home in homes for by in (HER, other)]) == 10


def test_the_next_day_begins_from_nothing(five_a_day):
    homes = [Household(pk=uuid4(), path=HERE) for _ in range(6)]
    got([lambda home=home: show(by=HER, household=home) for home in homes])

    with travel("2026-11-24 23:59:59+08:00", tick=False):
        assert got([lambda: show(by=HER, household=homes[5])]) == 0
    with travel("2026-11-25 00:00+08:00", tick=False):
        assert got([lambda: show(by=HER, household=homes[5])]) == 1


@pytest.mark.parametrize(
    ("places", "limit"),
    [((HERE,), 150), (("379900001",), 400), ((HERE, "379900002"), 400), (("379900",), 800), (("3799",), 800)],
)
def test_the_widest_place_says_how_many(places, limit):
    assert limit_of(Scope(7, {Power.REGISTRY_READ: places}), Power.REGISTRY_READ, date(2026, 11, 24)) == limit


def test_the_table_names_nobody_and_is_empty_the_day_after():
    home = HouseholdFactory(path=HERE)
    show(by=HER, household=home)

    kept = Opening.objects.get()
    assert re.fullmatch(r"[0-9a-f]{32}", kept.key)
    assert kept.key != home.pk.hex
    with travel("2026-11-25 08:41+08:00", tick=False):
        show(by=HER, household=home)
        assert Opening.objects.order_by("day").last().key != kept.key, "the days could be laid side by side"
        forget_yesterday(datetime(2026, 11, 24, 16, tzinfo=timezone.get_default_timezone()))
        assert [one.day for one in Opening.objects.order_by("pk")] == [date(2026, 11, 25)]


def test_a_file_costs_one_statement_more_and_one_figure(django_assert_num_queries):
    show(by=HER, household=HouseholdFactory(path=HERE))
    home = HouseholdFactory(path=HERE)

    # savepoint, the figure (once a request), the claim, heads (3), entry, release
    with django_assert_num_queries(8):
        show(by=HER, household=home)
    with django_assert_num_queries(9):  # and once more: it has its number already
        show(by=HER, household=home)


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_get_no_more_than_the_limit(five_a_day):
    homes = [Household(pk=uuid4(), path=HERE) for _ in range(32)]

    def walk(some):
        return lambda: got([lambda home=home: show(by=HER, household=home) for home in some])

    assert sum(at_once(*[walk(homes[number * 2 : number * 2 + 2]) for number in range(16)])) == 5
    assert [*Opening.objects.order_by("number").values_list("number", flat=True)] == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_sixteen_who_open_the_same_file_open_one(five_a_day):
    home = Household(pk=uuid4(), path=HERE)

    assert sum(at_once(*[lambda: got([lambda: show(by=HER, household=home)])] * 16)) == 16
    assert Opening.objects.count() == 1


class TestPage:
    @pytest.fixture
    def client(self, five_a_day):
        client = Client()
        client.force_login(PostFactory(role=Role.COMMISSIONER, path=HERE).user)
        return client

    @pytest.fixture
    def homes(self):
        return [HouseholdFactory(path=HERE, head="高秀英") for _ in range(6)]

    def test_says_why_until_when_and_who_can_change_it(self, client, homes):
        opened = [client.get(f"/people/households/{home.pk}/").status_code for home in homes]
        told = client.get(f"/people/households/{homes[5].pk}/")

        assert opened == [200, 200, 200, 200, 200, 429]
        assert told.status_code == 429
        for words in [
            "今天已经打开了 5 户的档案",
            "这是为了不让人挨个翻看、抄走档案",
            "半夜 12 点以后重新数",
            "请县残联在“设置”里把每天的户数调高",
        ]:
            assert words in told.text
        assert "高秀英" not in told.text
        assert told["Retry-After"] == str(15 * 3600 + 19 * 60), "from 8:41 to midnight"

    def test_whoever_oversees_them_finds_it_on_the_trail(self, client, homes):
        for home in homes:
            client.get(f"/people/households/{home.pk}/")

        entry = AuditEntry.objects.get(action="registry.walled")
        assert (entry.place, entry.target_id, entry.changes) == (HERE, str(homes[5].pk), {"limit": 5})
        assert AuditEntry.objects.filter(action="registry.show").count() == 5

    @pytest.mark.parametrize("address", ["/visits/households/{}/record/", "/people/households/{}/timeline/"])
    def test_other_pages_stand_behind_the_same_wall(self, client, homes, address):
        for home in homes[:5]:
            assert client.get(f"/people/households/{home.pk}/").status_code == 200

        assert client.get(address.format(homes[5].pk)).status_code == 429
        assert client.get(address.format(homes[4].pk)).status_code == 200

    def test_of_what_is_not_ones_own_one_learns_nothing(self, client):
        """None at all and somebody else's: the same bytes, but for what was asked, and a token new each time."""
        elsewhere, nowhere = HouseholdFactory(path="379900002001"), uuid4()

        foreign, none = [client.get(f"/people/households/{one}/") for one in (elsewhere.pk, nowhere)]

        assert foreign.status_code == none.status_code == 404
        assert said(foreign, elsewhere.pk) == said(none, nowhere)
        assert {*foreign.headers.items()} == {*none.headers.items()}
        assert not Opening.objects.exists()


def said(response, asked):
    tokens = rb'((?:csrfmiddlewaretoken|drawn_for)" value=|CSRFToken": ?)"[\w=-]+"'
    return re.sub(tokens, b"", response.content.replace(str(asked).encode(), b"asked"))
