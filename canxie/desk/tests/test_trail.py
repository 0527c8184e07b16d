"""The trail as the audit administrator reads it: who, when, where, what; never what stands in a file."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from canxie.desk.trail import words
from canxie.engine.audit.models import AuditEntry, ChainCheck
from canxie.engine.audit.trail import action, note
from canxie.engine.jobs.models import Job
from canxie.engine.jobs.progress import Progress
from canxie.engine.jobs.tasks import check_chains, look_at_chains
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.registry.actions import show_person
from canxie.ground.registry.naming import identified
from canxie.ground.registry.tests.factories import PersonFactory
from tests.matrix import COUNTY, HERE

pytestmark = pytest.mark.django_db
NUMBER = "379900198001010014"
ADDRESS = "/trail/"


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def auditor(client):
    post = PostFactory(role=Role.AUDIT_ADMIN, path=COUNTY, user__username="auditadmin", user__name="沈玉华")
    client.force_login(post.user)
    return post.user


@action("registry.person.correct")
def changes(by, person, place=HERE, **said):
    note(by, "registry.person.correct", person, place=place, **said)


@pytest.fixture
def done():
    """A commissioner opened somebody's file and changed the name and the address."""
    VillageFactory(code=HERE, name="槐里村")
    user = UserFactory(name="周素琴", username="zhousuqin")
    by = Scope(user.pk, {"registry.read": (HERE,), "registry.reveal": (HERE,)})
    person = PersonFactory(path=HERE, **identified(NUMBER, HERE), name="李秀兰")
    show_person(by=by, person=person)
    changes(by, person, name=["李秀兰", "李秀岚"], registered_address=["", "槐里村 17 号"])
    return person


class TestReading:
    def test_says_who_did_what_where_and_when(self, client, auditor, done):
        text = client.get(ADDRESS).text

        for words_ in (
            "查看个人档案",
            "改个人资料",
            "周素琴",
            "槐里村",
            f"残疾人 {str(done.pk)[:8]}",
            "姓名、户籍地址",
        ):
            assert words_ in text

    def test_never_says_what_stands_in_a_file(self, client, auditor, done):
        text = client.get(ADDRESS).text

        assert [word for word in ("李秀兰", "李秀岚", "17 号", NUMBER, "0014") if word in text] == []

    def test_other_counties_are_not_read(self, client, auditor, done):
        changes(Scope(1, {}), done, place="379901001001")
        changes(Scope(1, {}), done, place="3799")

        assert client.get(ADDRESS).text.count("改个人资料</th>") == 1

    def test_that_it_was_read_is_on_the_trail(self, client, auditor, done):
        client.get(ADDRESS, {"actor": "周素琴"})

        entry = AuditEntry.objects.get(action="trail.read")
        assert (entry.actor_id, entry.place, entry.changes) == (auditor.pk, COUNTY, {"count": 2, "asked": ["actor"]})

    @pytest.mark.parametrize(
        ("said", "count"),
        [
            ({}, 2),
            ({"since": "2026-11-24", "until": "2026-11-24"}, 2),
            ({"since": "2026-11-25"}, 0),
            ({"until": "2026-11-23"}, 0),
            ({"actor": "zhousuqin"}, 2),
            ({"actor": "周素琴"}, 2),
            ({"actor": "周"}, 0),
            ({"action": "registry.show_person"}, 1),
            ({"action": "registry."}, 2),
            ({"action": "visits."}, 0),
            ({"place": "槐里村"}, 2),
            ({"place": HERE[:9]}, 2),
            ({"place": "379900002"}, 0),
            ({"target": "00000000-0000-4000-8000-000000000099"}, 0),
        ],
    )
    def test_is_narrowed_down(self, client, auditor, time_machine, said, count):
        time_machine.move_to(datetime(2026, 11, 24, 4, tzinfo=UTC), tick=False)
        client.force_login(auditor)
        VillageFactory(code=HERE, name="槐里村")
        user = UserFactory(name="周素琴", username="zhousuqin")
        person = PersonFactory(path=HERE)
        by = Scope(user.pk, {"registry.read": (HERE,)})
        show_person(by=by, person=person)
        changes(by, person, name=[])

        text = client.get(ADDRESS, said).text
        assert f"这一页 {count} 条" in text

    @pytest.mark.parametrize(
        ("said", "words_"),
        [
            ({"since": "昨天"}, "日期没有看懂"),
            ({"since": "2026-11-24", "until": "2026-11-01"}, "结束的日子早于开始的日子"),
            ({"place": "哪里"}, "没有叫“哪里”的地方"),
        ],
    )
    def test_what_was_not_understood_is_told(self, client, auditor, said, words_):
        answer = client.get(ADDRESS, said)

        assert (answer.status_code, words_ in answer.text) == (422, True)

    def test_a_page_costs_the_same_with_many_lines_and_the_next_one_follows(self, client, auditor, done):
        client.get(ADDRESS)
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(ADDRESS)
        for _ in range(70):
            changes(Scope(auditor.pk, {}), done, name=[])
        with CaptureQueriesContext(connection) as many:
            text = client.get(ADDRESS).text

        assert len(many) == len(few)
        assert "这一页 50 条" in text
        after = text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
        second = client.get(ADDRESS + after).text
        assert "这一页 24 条" in second  # 72 of the person and 2 readings of the trail, less 50
        assert client.get(ADDRESS, {"before": "nonsense"}).status_code == 404

    def test_its_query_reads_an_index(self, auditor, done):
        if connection.vendor == "sqlite":
            entries = AuditEntry.objects.within(Scope(1, {"trail.read": (COUNTY,)}), "trail.read")
            plan = entries.order_by("-done_at", "county", "-number")[:50].explain()
            assert "audit_of_county" in plan
        plan = AuditEntry.objects.of("registry.Person", done.pk).order_by("-done_at")[:100].explain()
        assert "audit_target" in plan or connection.vendor == "postgresql"


class TestFinding:
    def test_goes_from_a_number_to_the_entries_without_opening_the_file(self, client, auditor, done):
        answer = client.post(reverse("desk:trail_find"), {"number": NUMBER})

        assert answer["Location"] == f"/trail/?target={done.pk}"
        assert AuditEntry.objects.get(action="trail.find").changes == {"found": str(done.pk)}
        assert not AuditEntry.objects.filter(action="registry.show_person", actor_id=auditor.pk).exists()
        assert "这一页 2 条" in client.get(answer["Location"]).text

    def test_a_number_that_nobody_has_is_told_and_not_shown_again(self, client, auditor, done):
        answer = client.post(reverse("desk:trail_find"), {"number": "379900198001010030"})

        assert answer.status_code == 422
        assert "名册里没有这个证号" in answer.text
        assert "379900198001010030" not in answer.text


class TestChecking:
    def test_says_what_the_last_look_at_the_chains_found(self, client, auditor, done):
        assert "还没有核对过" in client.get(ADDRESS).text

        look_at_chains(Job(pk="00000000-0000-4000-8000-0000000000aa"), Progress("00000000-0000-4000-8000-0000000000aa"))
        assert "对得上" in client.get(ADDRESS).text

        AuditEntry.objects.filter(county=COUNTY, number=1).update(actor_id=99)
        ChainCheck.objects.all().delete()
        look_at_chains(Job(pk="00000000-0000-4000-8000-0000000000aa"), Progress("00000000-0000-4000-8000-0000000000aa"))
        assert f"{COUNTY}，从第 1 条起不可信" in client.get(ADDRESS).text

    def test_is_begun_at_night_and_on_demand(self, client, auditor):
        check_chains(datetime(2026, 11, 24, tzinfo=UTC))
        client.post(reverse("desk:trail_check"))

        assert [*Job.objects.order_by("created_at").values_list("kind", "place")] == [
            ("audit.check", ""),
            ("audit.check", COUNTY),
        ]

    def test_the_ends_can_be_printed(self, client, auditor, done):
        text = client.get(reverse("desk:trail_heads")).text

        assert AuditEntry.objects.get(county=COUNTY, number=2).digest in text


def test_an_entry_of_a_table_that_is_gone_is_told():
    entry = AuditEntry(target_model="desk.Nothing", target_id="12", changes={"name": 1}, action="x")

    assert (words.target(entry), words.fields(entry)) == ("desk.Nothing 12", "")
