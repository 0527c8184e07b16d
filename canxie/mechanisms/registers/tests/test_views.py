from datetime import date

import pytest
import time_machine

from canxie.engine.audit.models import AuditEntry
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.registry.models import Guardian, Standing
from canxie.ground.registry.tests.factories import CertificateFactory, HouseholdFactory, PersonFactory
from canxie.mechanisms.registers.models import Copy
from canxie.mechanisms.registers.views import books

pytestmark = pytest.mark.django_db

ROSTER, PAPER = "/registers/roster/", "/registers/roster/print/"


@pytest.fixture(autouse=True)
def township():
    with time_machine.travel("2026-11-24 08:41+08:00", tick=False):
        VillageFactory(code="379900001", name="榆岭镇")
        VillageFactory(code="379900001001", name="槐里村")
        VillageFactory(code="379900001002", name="磨盘村")
        yield


@pytest.fixture
def reader(client):
    def signed_in(role, path="379900001001"):
        client.force_login(PostFactory(role=role, path=path, user__name="吴海峰").user)
        return client

    return signed_in


@pytest.fixture
def chen():
    """A man of 槐里村 with everything that a roster tells."""
    home = HouseholdFactory(path="379900001001", group="二组", door="9号")
    person = PersonFactory(
        household=home, name="陈建国", sex="1", born_on=date(1969, 5, 1), degree=3, certified_until=date(2033, 1, 9)
    )
    person.refresh_from_db()
    CertificateFactory(person=person, whole="379900196905010041" + "43")
    Guardian.objects.create(person=person, name="陈小花", relation="女儿")
    Standing.objects.create(
        person=person, path=home.path, tier="C", tier_since=date(2026, 1, 1), last_visit_on=date(2026, 9, 15)
    )
    return person


def text_of(response):
    return " ".join(response.text.split())


class TestIndex:
    def test_lists_the_registers(self, reader):
        told = text_of(reader(Role.COMMISSIONER).get("/registers/"))

        assert 'href="/registers/roster/"' in told
        assert "残疾人名册" in told


class TestScreen:
    def test_the_contact_reads_names_whole(self, reader, chen):
        told = text_of(reader(Role.COMMISSIONER).get(ROSTER))

        for words in ["槐里村，1 人。", "陈建国", "女儿陈小花", "肢体三级", "尾号 0041 43", "2033年1月9日", "9月15日"]:
            assert words in told
        assert f'href="/people/{chen.pk}/"' in told
        assert "3799001969" not in told

    def test_everyone_else_reads_masked_names(self, reader, chen):
        told = text_of(reader(Role.TOWNSHIP_CLERK, "379900001").get(ROSTER))

        assert "陈*国" in told
        assert "女儿陈*花" in told
        assert "陈建国" not in told
        assert "榆岭镇，1 人。" in told
        assert '<div class="table__v">槐里村</div>' in told

    def test_that_it_was_read_is_noted_without_names(self, reader, chen):
        reader(Role.COMMISSIONER).get(ROSTER)

        entry = AuditEntry.objects.get(action="registers.read")
        assert (entry.place, entry.changes["rows"], len(entry.changes["digest"])) == ("379900001001", 1, 64)
        assert "陈" not in str(entry.changes)

    def test_only_the_living_of_the_place(self, reader):
        for village, state in [("001", "living"), ("002", "living"), ("001", "deceased")]:
            PersonFactory(household__path=f"379900001{village}", state=state)

        client = reader(Role.TOWNSHIP_CLERK, "379900001")

        assert "榆岭镇，2 人。" in text_of(client.get(ROSTER))
        assert "磨盘村，1 人。" in text_of(client.get(f"{ROSTER}?place=379900001002"))

    @pytest.mark.parametrize("address", [f"{ROSTER}?place=379900002", f"{ROSTER}?place=槐", "/registers/nothing/"])
    def test_what_is_not_there(self, reader, address):
        assert reader(Role.TOWNSHIP_CLERK, "379900001").get(address).status_code == 404

    def test_gives_htmx_the_results_alone(self, reader):
        response = reader(Role.COMMISSIONER).get(ROSTER, headers={"HX-Request": "true"})

        assert response.text.strip().startswith('<p class="head__lead" role="status"')
        assert "这里还没有残疾人名册" in response.text

    def test_twenty_rows_cost_no_more_queries_than_one(self, reader, django_assert_num_queries):
        client = reader(Role.TOWNSHIP_CLERK, "379900001")
        for number in range(20):
            PersonFactory(household__path=f"379900001{number % 2 + 1:03d}", name_sort=f"a{number}")
        client.get(ROSTER)

        # who: session, user, posts, names; the shell's needs; the place, rows, village names, count, places twice;
        # and what was read: savepoint, heads (3), entry, release
        with django_assert_num_queries(15):
            client.get(ROSTER)


class TestPaper:
    def test_asks_what_for_before_it_shows_anything(self, reader, chen):
        client = reader(Role.COMMISSIONER)

        asked = client.get(PAPER)
        refused = client.post(PAPER, {"purpose": ""})

        assert "打印残疾人名册" in asked.text
        assert "陈建国" not in asked.text + refused.text
        assert refused.status_code == 422
        assert "请写用途，例如年度归档。" in refused.text
        assert not Copy.objects.exists()

    def test_shows_who_printed_what_for_what(self, reader, chen):
        told = text_of(reader(Role.COMMISSIONER).post(PAPER, {"purpose": "年度归档"}))

        for words in [
            "<h1>槐里村残疾人名册</h1>",
            "<span>截至 2026年11月24日</span>",
            "<span>共 1 人</span>",
            "陈建国",
            "2026年9月15日",
            "主席签字：",
            "村委会盖章：",
            "号码只印尾号。打印人：吴海峰，2026年11月24日 08:41，用途：年度归档。已记下。",
            "编号 MC-379900001001-20261124-01",
        ]:
            assert words in told
        assert "3799001969" not in told

    def test_a_clerk_prints_whole_names_too(self, reader, chen):
        assert "陈建国" in reader(Role.TOWNSHIP_CLERK, "379900001").post(PAPER, {"purpose": "年度归档"}).text

    def test_large_print_keeps_the_columns_that_fit(self, reader, chen):
        told = reader(Role.COMMISSIONER).post(PAPER, {"purpose": "年度归档", "large": "on"}).text

        assert "paper--large" in told
        assert "陈建国" in told
        assert "残疾人证号" not in told

    def test_each_copy_has_a_number_and_stands_on_the_trail(self, reader, chen):
        client = reader(Role.COMMISSIONER)
        for _ in range(2):
            client.post(PAPER, {"purpose": "年度归档"})

        numbers = [*Copy.objects.order_by("number").values_list("number", flat=True)]
        entries = AuditEntry.objects.filter(action="registers.issue").order_by("number")
        assert numbers == ["MC-379900001001-20261124-01", "MC-379900001001-20261124-02"]
        assert [(one.changes["rows"], one.changes["purpose"], one.place) for one in entries] == [
            (1, "年度归档", "379900001001")
        ] * 2
        assert "MC-379900001001-20261124-02" in client.get(PAPER).text

    def test_more_than_a_copy_holds_is_not_begun(self, reader, chen, monkeypatch):
        monkeypatch.setattr(books, "ON_PAPER", 0)

        response = reader(Role.COMMISSIONER).post(PAPER, {"purpose": "年度归档"})

        assert response.status_code == 422
        assert "这里超过 0 人，一份放不下。请先选小一点的地方。" in response.text
        assert not Copy.objects.exists()
