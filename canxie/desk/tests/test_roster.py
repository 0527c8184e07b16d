"""The roster: who is found, in which order, page by page; and what stands in addresses and on the trail."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from canxie.desk.people.filters import Filters
from canxie.desk.people.queries import read, written
from canxie.engine.audit.models import AuditEntry
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.models import Level
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.choices import State
from canxie.ground.registry.models import Standing
from canxie.ground.registry.naming import named
from canxie.ground.registry.tests.factories import CertificateFactory, PersonFactory, PhoneFactory
from tests.matrix import BESIDE, COUNTY, HERE, TOWNSHIP

pytestmark = pytest.mark.django_db

ROSTER = "/people/"
NUMBER = "37990019800101001X"
FAR = "379900002001"


@pytest.fixture
def clerk(client):
    """Reads the township, is nobody's contact."""
    post = PostFactory(at_township=True)
    client.force_login(post.user)
    return post


@pytest.fixture
def county(client):
    post = PostFactory(role=Role.COUNTY_CLERK, path=COUNTY)
    client.force_login(post.user)
    return post


@pytest.fixture
def commissioner(client):
    post = PostFactory(path=HERE, user__name="周素琴")
    client.force_login(post.user)
    return post


def person(name, path=HERE, due=None, last=None, tier="", **facts):
    made = PersonFactory(**named(name), path=path, household__path=path, **facts)
    if due or last:
        Standing.objects.create(person=made, path=path, due_on=due, last_visit_on=last, tier=tier)
    return made


def listed(response):
    """The names in the order of the list."""
    rows = response.text.split('<th role="rowheader" scope="row">')[1:]
    return [row.split('aria-live="polite">')[1].split("<")[0].strip() for row in rows]


def found(client, text, **asked):
    return listed(client.post(ROSTER, {"q": text, **asked}, follow=True))


class TestMasking:
    def test_a_contact_reads_her_own_peoples_names(self, client, commissioner):
        person("李秀兰")

        response = client.get(ROSTER)

        assert listed(response) == ["李秀兰"]
        assert "显示" not in response.text

    def test_everybody_else_reads_masked_ones(self, client, clerk):
        person("李秀兰")

        response = client.get(ROSTER)

        assert listed(response) == ["李*兰"]
        assert "李秀兰" not in response.text

    def test_a_contact_here_is_none_beside(self, client, commissioner):
        PostFactory(user=commissioner.user, at_township=True)
        person("李秀兰"), person("王大明", BESIDE)

        assert sorted(listed(client.get(ROSTER))) == ["李秀兰", "王*明"]

    def test_one_name_with_its_number_is_shown_and_noted(self, client, clerk):
        shown = PhoneFactory(person=person("李秀兰"), digits="00000000017").person

        response = client.post(reverse("desk:reveal", args=[shown.pk]), {"number": "contact"})

        assert "李秀兰，00000000017" in response.text
        assert AuditEntry.objects.get(action="registry.reveal").target_id == str(shown.pk)

    def test_others_villages_are_not_listed(self, client, commissioner):
        person("王大明", BESIDE)

        assert listed(client.get(ROSTER)) == []


class TestSearch:
    @pytest.fixture(autouse=True)
    def people(self, county):
        VillageFactory(code=HERE, name="槐里村")
        VillageFactory(code=FAR, name="李家庄村")
        PhoneFactory(person=person("李秀兰", number=NUMBER), digits="0532-80000001")
        person("单雄信", FAR), person("古丽米热·艾山"), person("𠮷田"), person("王兰"), person("John Smith")

    @pytest.mark.parametrize(
        ("typed", "names"),
        [
            ("李秀兰", ["李*兰"]),
            ("李", ["李*兰"]),
            (" 李 秀 ", ["李*兰"]),
            ("lxl", ["李*兰"]),
            ("LX", ["李*兰"]),
            ("shan", ["单*信"]),
            ("li xiu", ["李*兰"]),
            ("古丽米热.艾", ["古*热·艾*"]),
            ("𠮷", ["𠮷*"]),
            ("john", ["J*n Smith"]),
            (NUMBER, ["李*兰"]),
            ("37990019800101001x", ["李*兰"]),
            ("３７９９００１９８００１０１００１Ｘ", ["李*兰"]),
            ("001X", ["李*兰"]),
            ("0532 8000 0001", ["李*兰"]),
            ("053280000001", ["李*兰"]),
            ("李家庄", ["单*信"]),
            ("兰", []),
            ("%", []),
            ("没有的人", []),
        ],
    )
    def test_people_are_found_by_what_one_knows_of_them(self, client, typed, names):
        assert [name[:2] for name in found(client, typed)] == [name[:2] for name in names]

    def test_whose_village_is_no_more_is_found_too(self, client):
        VillageFactory(code=BESIDE, name="磨盘村", valid_to=date(2026, 1, 1))
        person("赵德顺", BESIDE)

        assert found(client, "赵德") == found(client, "zds") == ["赵*顺"]

    def test_within_a_township_any_part_of_a_name_will_do(self, client, county):
        TownshipFactory()

        assert sorted(found(client, "兰", town=TOWNSHIP)) == ["李*兰", "王*"]

    def test_a_certificates_number_finds_its_holder(self, client):
        CertificateFactory(person=person("赵德顺", number="379900198001010102"))

        assert found(client, "37990019800101010242") == ["赵*顺"]

    def test_the_last_four_are_found_in_ones_own_county_alone(self, client):
        person("王五", "379901001001", number="379901198001010" + "01X")

        assert found(client, "001X") == ["李*兰"]

    def test_what_was_typed_stands_in_no_address_and_is_shown_again(self, client):
        response = client.post(ROSTER, {"q": "李秀兰", "kind": "4"})

        assert "%E6%9D%8E" not in response.url
        assert "李" not in response.url
        assert "kind=4" in response.url
        assert 'value="李秀兰"' in client.get(response.url).text

    def test_nobody_goes_through_the_files_one_by_one(self, client):
        with patch.object(Filters, "searches_per_minute", 2):
            answers = [client.post(ROSTER, {"q": f"李{n}"}).status_code for n in range(3)]

        assert answers == [302, 302, 429]
        assert client.post(ROSTER, {"kind": "4"}).status_code == 302, "narrowing down is no search"

    def test_htmx_gets_the_results_and_the_address_to_show(self, client):
        response = client.post(ROSTER, {"q": "李秀兰"}, headers={"HX-Request": "true"})

        assert "<html" not in response.text
        assert listed(response) == ["李*兰"]
        assert response["HX-Push-Url"].startswith("/people/?q=")

    @pytest.mark.parametrize("query", ["q=李秀兰", "q=AAAA", "q=%00", "after=x", "town=1", "sort=x", "state=x"])
    def test_an_address_that_we_did_not_write_is_the_whole_list(self, client, query):
        assert len(listed(client.get(f"{ROSTER}?{query}"))) == 6


class TestFilters:
    today = timezone.localdate

    def kept(self, client, **asked):
        return sorted(listed(client.get(f"{ROSTER}?{written(asked)}")))

    def test_by_place(self, client, county):
        TownshipFactory(), VillageFactory(code=HERE), VillageFactory(code=BESIDE)
        TownshipFactory(code=FAR[:9], name="远山镇")
        person("李一一"), person("李二二", BESIDE), person("李三三", FAR)

        assert self.kept(client, town=TOWNSHIP) == ["李*一", "李*二"]
        assert self.kept(client, town=TOWNSHIP, village=BESIDE) == ["李*二"]
        assert self.kept(client, town=FAR[:9], village=BESIDE) == ["李*三"], "the village is not one of the township"

    def test_by_what_they_have(self, client, clerk):
        person("李一一", category="1", degree=1), person("李二二", category="4", degree=1)

        assert self.kept(client, kind="1") == ["李*一"]
        assert self.kept(client, level="1") == ["李*一", "李*二"]
        assert self.kept(client, level="2") == []

    def test_by_visits(self, client, clerk):
        today = timezone.localdate()
        first = today.replace(day=1)
        person("李一一", due=today - timedelta(days=1), tier="A")
        person("李二二", due=today, tier="B")
        person("李三三", due=first + timedelta(days=40), tier="B")
        person("李四四")

        assert self.kept(client, due="late") == ["李*一"]
        assert "李*二" in self.kept(client, due="month")
        assert "李*三" not in self.kept(client, due="month")
        assert self.kept(client, tier="B") == ["李*三", "李*二"]

    def test_by_certificate(self, client, clerk):
        today = timezone.localdate()
        person("李一一", certified_until=today - timedelta(days=1))
        person("李二二", certified_until=today)
        person("李三三", certified_until=today + timedelta(days=32))

        assert self.kept(client, expires="over") == ["李*一"]
        assert self.kept(client, expires="1") == ["李*二"]
        assert self.kept(client, expires="3") == ["李*三", "李*二"]

    def test_the_living_are_listed_and_others_when_asked_for(self, client, clerk):
        person("李一一"), person("李二二", state=State.DECEASED)

        assert self.kept(client) == ["李*一"]
        assert self.kept(client, state="deceased") == ["李*二"]
        assert self.kept(client, state="all") == ["李*一", "李*二"]

    def test_a_condition_can_be_taken_away(self, client, clerk):
        response = client.get(f"{ROSTER}?{written({'kind': '1', 'level': '2'})}")

        assert 'class="chip" href="/people/?level=2"' in response.text
        assert "没有符合条件的人" in response.text


class TestOrder:
    TODAY = date(2026, 11, 24)

    @pytest.fixture(autouse=True)
    def people(self, clerk):
        person("丁一", due=date(2026, 1, 3), last=date(2026, 6, 1))
        person("丙一", due=date(2026, 1, 2), last=None)
        person("乙一", BESIDE, due=date(2026, 1, 1), last=date(2026, 5, 1))
        person("甲一", BESIDE)

    @pytest.mark.parametrize(
        ("few", "many", "steps"), [(9, 9, ()), (0, 9, ()), (0, 0, (64,)), (0, 0, (1, 2)), (0, 0, (1,))]
    )
    @pytest.mark.parametrize(
        ("sort", "names"),
        [
            ("due", ["乙*", "丙*", "丁*", "甲*"]),
            ("name", ["丙*", "丁*", "甲*", "乙*"]),
            ("village", ["丙*", "丁*", "甲*", "乙*"]),
            ("last", ["丙*", "乙*", "丁*", "甲*"]),
        ],
    )
    def test_whoever_has_no_date_has_a_place_too(self, client, sort, names, few, many, steps, monkeypatch):
        assert listed(client.get(f"{ROSTER}?sort={sort}")) == names

        for name, value in (("SIZE", 1), ("FEW", few), ("MANY", many), ("STEPS", steps)):
            monkeypatch.setattr(f"canxie.desk.people.listing.{name}", value)
        assert forth_and_back(client, f"{ROSTER}?sort={sort}") == (names, names[::-1])

    def test_the_heading_says_how_it_is_sorted(self, client):
        assert 'class="r" aria-sort' not in client.get(ROSTER).text
        assert client.get(f"{ROSTER}?sort=name").text.count('aria-sort="ascending"') == 1


def forth_and_back(client, url):
    """Turn every page forth, then back again, and give who stood on them."""
    forth, back = [], []
    while url:
        response = client.get(url)
        forth += listed(response)
        last, url = url, address(response, "next")
    url = last
    while url:
        response = client.get(url)
        back += listed(response)[::-1]
        url = address(response, "prev")
    return forth, back


def address(response, rel):
    for line in response.text.splitlines():
        if f'rel="{rel}"' in line:
            return line.split('href="')[1].split('"')[0].replace("&amp;", "&")
    return ""


class TestTrail:
    def test_a_page_of_the_list_is_one_entry(self, client, clerk):
        person("李秀兰"), person("王大明")

        client.get(ROSTER)

        entry = AuditEntry.objects.get()
        assert (entry.action, entry.place, entry.changes["count"]) == ("registry.list", TOWNSHIP, 2)

    def test_two_places_have_one_above_them(self, client, commissioner):
        PostFactory(user=commissioner.user, path=FAR)

        client.get(ROSTER)

        assert AuditEntry.objects.get().place == COUNTY


@pytest.mark.parametrize("people", [1, 20])
def test_a_page_takes_as_many_queries_however_many_it_lists(client, clerk, people, django_assert_num_queries):
    TownshipFactory()
    for number in range(people):
        VillageFactory(code=f"{TOWNSHIP}{number + 1:03d}", level=Level.VILLAGE)
        person(f"李{number}", f"{TOWNSHIP}{number + 1:03d}", due=date(2026, 1, 1))
    client.get(ROSTER)

    with django_assert_num_queries(16):
        client.get(ROSTER)


def test_a_chosen_village_is_asked_for_by_its_own_range_alone(client, county):
    VillageFactory(code=HERE, level=Level.VILLAGE)
    person("李秀兰"), person("王大明", BESIDE)

    with CaptureQueriesContext(connection) as asked:
        response = client.get(f"{ROSTER}?{written({'town': TOWNSHIP, 'village': HERE})}")

    assert listed(response) == ["李*兰"]
    people = [one["sql"] for one in asked if 'FROM "registry_person"' in one["sql"]]
    assert people
    assert not [sql for sql in people if "'379901'" in sql]


@pytest.mark.parametrize(("count", "said"), [(3, "超过 2"), (2, "2 人")])
def test_many_are_said_in_words(client, clerk, monkeypatch, count, said):
    monkeypatch.setattr("canxie.desk.people.listing.MANY", 2)
    for number in range(count):
        person(f"李{number}")

    assert said in client.get(ROSTER).text


def test_an_empty_roster_says_what_to_do_first(client, commissioner):
    response = client.get(ROSTER)

    assert "名册里还没有人" in response.text
    assert reverse("desk:enter") in response.text


def test_everyone_who_may_read_it_finds_it_at_the_top(client, commissioner):
    assert f'class="top__tool" href="{ROSTER}"' in client.get("/").text


def test_a_query_is_read_as_it_was_written():
    asked = {"q": "古丽米热·艾山", "kind": "4", "town": "", "sort": "name"}

    said = read(QueryDict(written(asked)).dict())

    assert {name: text for name, text in said.items() if text} == {"q": "古丽米热·艾山", "kind": "4", "sort": "name"}
