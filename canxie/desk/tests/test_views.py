"""The pages made of cards."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from canxie.desk.order import FIRST
from canxie.duties.visits.models import Plan
from canxie.duties.visits.tests.factories import VisitFactory
from canxie.engine.audit.models import AuditEntry
from canxie.engine.ui.cards import cards, entries
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory
from tests.matrix import COUNTY, HERE, TOWNSHIP

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(client):
    post = PostFactory(path=HERE, user__name="李小荷")
    client.force_login(post.user)
    return post


def titles(response):
    found = [line.split("<h2>")[1].split("</h2>")[0] for line in response.text.splitlines() if "<h2>" in line]
    assert found, "no card was looked at: is the test looking in the right place?"
    return found


class TestHome:
    def test_a_commissioner_finds_the_doors_first_and_a_clerk_what_was_sent_up(self, client, post):
        home = PersonFactory(household__path=HERE, certified_until=timezone.localdate()).household
        day = date(2026, 1, 1)
        Plan.objects.create(household=home, path=HERE, tier="C", tier_since=day, first_due_on=day, due_on=day)

        assert titles(client.get("/")) == ["走访逾期", "没办完的需求", "残疾人证，快到期和已到期", "七天内还要去"]

        client.force_login(PostFactory(at_township=True).user)
        assert titles(client.get("/")) == [
            "转上来等接收",
            "各村走访",
            "超过 90 天没联系上的人",
            "班子空缺",
            "需求，按办到哪一步",
            "残疾人证，快到期和已到期",
        ]

    def test_shows_no_card_without_its_power_but_what_to_do(self, client, post):
        client.force_login(PostFactory(role=Role.SYSTEM_ADMIN, path=COUNTY).user)
        assert "这里还没有要办的事" in client.get("/").text

        post.delete()
        client.force_login(post.user)
        assert "这里还没有要办的事" in client.get("/").text

    def test_says_who_works_where_by_todays_names(self, client, post):
        VillageFactory(code=HERE, name="槐里村")
        PostFactory(user=post.user, at_township=True)
        TownshipFactory()

        assert "槐里村残协、青禾街道残联 · 李小荷" in client.get("/").text

    def test_offers_only_what_may_be_opened(self, client, post):
        assert reverse("desk:people") in client.get("/").text
        post.delete()

        assert reverse("desk:people") not in client.get("/").text


def test_the_order_of_the_desk_names_only_what_there_is():
    assert {key for keys in FIRST.values() for key in keys} <= {*entries, *[key for _, key in cards]}


class TestHousehold:
    def test_is_made_of_the_cards_of_all_rooms(self, client, post):
        VisitFactory(household__path=HERE, household__head="张桂香", findings="屋顶漏雨", visitor=post.user)
        household = VisitFactory._meta.model.objects.get().household

        response = client.get(reverse("desk:household", args=[household.pk]))

        assert titles(response) == ["六清", "这一家人", "家庭情况", "走访计划", "没办完的需求", "经过"]
        assert "屋顶漏雨" in response.text

    def test_offers_no_form_to_one_who_only_reads(self, client):
        household = HouseholdFactory(path=HERE)
        client.force_login(PostFactory(at_township=True).user)

        response = client.get(reverse("desk:household", args=[household.pk]))

        assert reverse("visits:record", args=[household.pk]) not in response.text

    @pytest.mark.parametrize("page", ["desk:household", "visits:record"])
    def test_whoever_looks_at_one_household_is_on_the_trail(self, client, post, page):
        household = HouseholdFactory(path=HERE)

        client.get(reverse(page, args=[household.pk]))

        entry = AuditEntry.objects.get()
        assert (entry.action, entry.actor_id, entry.target_id, entry.place) == (
            "registry.show",
            post.user_id,
            str(household.pk),
            HERE,
        )

    @pytest.mark.parametrize("page", ["desk:household", "visits:record"])
    def test_who_cannot_see_it_has_not_looked(self, client, post, page):
        for household_id in (HouseholdFactory(path=f"{TOWNSHIP}002").pk, uuid4()):
            assert client.get(reverse(page, args=[household_id])).status_code == 404

        assert not AuditEntry.objects.exists()


def test_me_shows_my_posts(client, post):
    VillageFactory(code=HERE, name="槐里村")

    response = client.get(reverse("desk:me"))

    assert "专职委员" in response.text
    assert "槐里村" in response.text
