"""The list of those who have nobody comes down to nobody, by looking first and deciding then."""

from datetime import timedelta

import pytest
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.contacts.choices import Kind
from canxie.duties.contacts.models import ContactAssignment, ContactChoice
from canxie.duties.contacts.reading import contact_of
from canxie.duties.contacts.spreading import spread
from canxie.engine.audit.models import AuditEntry
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

HERE, BESIDE, TOWN = "379900001001", "379900001002", "379900001"
LIST, CHOOSE = "/contacts/", "/contacts/choose/"


def reckon():
    spread(Q(), on=timezone.localdate(), at=timezone.now())


@pytest.fixture
def clerk(client):
    TownshipFactory(code=TOWN, name="榆岭镇")
    VillageFactory(code=HERE, name="槐里村")
    VillageFactory(code=BESIDE, name="柳湾村")
    AssociationFactory(path=HERE, name="槐里村残协")
    user = PostFactory(at_township=True, user__name="吴海峰").user
    client.force_login(user)
    return user


@pytest.fixture
def zhou(clerk):
    return PostFactory(path=HERE, user__name="周素琴").user


@pytest.fixture
def alone(zhou):
    """Somebody in a village where nobody works and nothing covers."""
    person = PersonFactory(household__path=BESIDE, name="何玉珍")
    PersonFactory(household__path=HERE, name="李秀兰")
    reckon()
    return person


class TestWithout:
    def test_lists_who_has_nobody_with_why_and_since_when(self, client, alone):
        text = client.get(LIST).text
        today = timezone.localdate()

        assert "1 人没有联系人。" in text
        assert "何*珍" in text
        assert "何玉珍" not in text
        assert "柳湾村没有专职委员" in text
        assert f"{today.month}月{today.day}日" in text
        assert "李*兰" not in text

    def test_lists_who_has_no_association(self, client, alone):
        text = client.get(f"{LIST}?what=association").text

        assert "1 人没有残协联系。" in text
        assert "柳湾村还没有残协" in text

    def test_says_in_words_that_everybody_has_somebody(self, client, zhou):
        PersonFactory(household__path=HERE)
        reckon()

        text = client.get(LIST).text

        assert "每个人都有联系人。" in text
        assert "给勾选的人指定" not in text

    def test_is_narrowed_down_to_a_village_and_offers_all_of_it(self, client, alone):
        VillageFactory(code="379900001003", name="磨盘村")
        PersonFactory(household__path="379900001003", name="马志强")
        reckon()

        text = client.get(f"{LIST}?village={BESIDE}").text

        assert "何*珍" in text
        assert "马*强" not in text
        assert f"{CHOOSE}?what=contact&amp;village={BESIDE}" in text

    def test_is_turned_over_by_key(self, client, zhou):
        for _ in range(60):
            PersonFactory(household__path=BESIDE)
        reckon()

        first = client.get(LIST).text
        last = ContactAssignment.objects.filter(contact=None).order_by("path", "id")[49].pk
        second = client.get(f"{LIST}?what=contact&after={last}").text

        assert first.count('name="person"') == 50
        assert second.count('name="person"') == 10
        assert f"after={last}" in first

    @pytest.mark.parametrize("count", [1, 20])
    def test_asks_the_database_the_same_whatever_the_number_of_rows(
        self, client, zhou, django_assert_num_queries, count
    ):
        for _ in range(count):
            PersonFactory(household__path=BESIDE)
        reckon()

        # session, user, posts; villages, rows, their names twice, what is known of them, two counts; the shell's two
        with django_assert_num_queries(10):
            client.get(LIST)


class TestChoose:
    def sent(self, one, contact="", **more):
        return {"person": one.pk, "contact": contact, "association": "", "basis": "镇残联会议"} | more

    def test_shows_first_what_it_would_change(self, client, alone, zhou):
        text = client.post(CHOOSE, self.sent(alone, zhou.pk)).text

        assert "1 人现在没有联系人。" in text
        assert "周素琴在柳湾村没有任职，看不到这些人的档案。" in text
        assert "给 1 人换成选的联系人" in text
        assert not ContactChoice.objects.exists()

    def test_then_does_it_and_says_so(self, client, alone, zhou):
        text = client.post(CHOOSE, self.sent(alone, zhou.pk, sure="on"), follow=True).text

        assert "1 人改由周素琴联系。" in text
        assert contact_of(alone, timezone.localdate()).contact == zhou
        assert "每个人都有联系人。" in client.get(LIST).text

    def test_a_whole_village_at_once(self, client, alone, zhou):
        others = [PersonFactory(household__path=BESIDE) for _ in range(3)]
        reckon()
        page = client.get(f"{CHOOSE}?what=contact&village={BESIDE}").text
        assert "给 4 人指定联系人" in page

        keys = [alone.pk, *[one.pk for one in others]]
        client.post(CHOOSE, self.sent(alone, zhou.pk, person=keys, sure="on"))

        assert ContactAssignment.objects.filter(until=None, contact=zhou, path=BESIDE).count() == 4

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"contact": ""}, "选一下由谁联系，或者由哪个残协联系。"),
            ({"basis": ""}, "写上依据。"),
            ({"contact": "999999"}, "999999"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, client, alone, zhou, changes, sentence):
        response = client.post(CHOOSE, self.sent(alone, zhou.pk, sure="on") | changes)

        assert response.status_code == 422
        assert sentence in response.text
        assert str(alone.pk) in response.text
        assert not ContactChoice.objects.exists()

    def test_an_association_alone_can_be_chosen(self, client, alone):
        other = AssociationFactory(path=HERE[:-1] + "9", name="联合残协")

        client.post(CHOOSE, self.sent(alone, association=str(other.pk), sure="on"))

        assert contact_of(alone, timezone.localdate()).association == other

    @pytest.mark.parametrize("address", [CHOOSE, f"{CHOOSE}?person=x", f"{CHOOSE}?village=379900002001"])
    def test_nobody_ticked_leads_back(self, client, alone, address):
        assert "先勾选人，再指定联系人。" in client.get(address, follow=True).text

    def test_people_beyond_reach_are_nobody(self, client, alone):
        far = PersonFactory(household__path="379900002001")

        assert "先勾选人" in client.get(f"{CHOOSE}?person={far.pk}", follow=True).text

    def test_people_of_two_townships_are_asked_for_apart(self, client, alone, clerk):
        PostFactory(user=clerk, role=Role.TOWNSHIP_CLERK, path="379900002")
        far = PersonFactory(household__path="379900002001")

        text = client.get(f"{CHOOSE}?person={far.pk}&person={alone.pk}", follow=True).text

        assert "一次只给一个乡镇（街道）的人指定。" in text


class TestPerson:
    def address(self, person, what="person"):
        return reverse(f"contacts:{what}", args=[person.pk])

    def test_says_who_since_when_and_why_and_what_came_before(self, client, alone, zhou):
        client.post(CHOOSE, {"person": alone.pk, "contact": zhou.pk, "basis": "镇残联会议", "sure": "on"})

        text = client.get(self.address(alone)).text

        assert "周素琴，" in text
        assert "乡镇指定：镇残联会议" in text
        assert "取消指定，跟着村走" in text
        assert AuditEntry.objects.order_by("-number")[0].action == "registry.show_person"

    def test_what_was_chosen_is_taken_back(self, client, alone, zhou):
        client.post(CHOOSE, {"person": alone.pk, "contact": zhou.pk, "basis": "镇残联会议", "sure": "on"})

        text = client.post(self.address(alone, "release"), follow=True).text

        assert "已取消指定，联系人跟着村走。" in text
        assert contact_of(alone, timezone.localdate()).contact is None
        assert "没有指定，不用取消。" in client.post(self.address(alone, "release"), follow=True).text

    def test_a_second_one_for_who_lives_elsewhere_than_registered(self, client, alone, zhou):
        alone.registered_code = HERE
        alone.save(update_fields=["registered_code"])
        assert "人户分离，另一边是槐里村。" in client.get(self.address(alone)).text

        text = client.post(self.address(alone, "second"), follow=True).text

        assert "另一边也有人联系了。" in text
        assert "周素琴" in text
        assert ContactAssignment.objects.get(kind=Kind.SECONDARY).contact == zhou
        client.post(self.address(alone, "release"), {"kind": "secondary"})
        assert not ContactAssignment.objects.filter(kind=Kind.SECONDARY, until=None).exists()

    def test_no_second_one_for_who_lives_where_they_are_registered(self, client, alone):
        assert "不用第二联系" in client.post(self.address(alone, "second"), follow=True).text

    def test_the_dead_have_none(self, client, alone):
        alone.state = "deceased"
        alone.save(update_fields=["state"])
        reckon()

        assert "不在册，不排联系人" in client.get(self.address(alone)).text


class TestCards:
    def test_the_page_of_a_person_says_who_and_leads_on(self, client, alone):
        text = client.get(reverse("desk:person", args=[alone.pk])).text

        assert "还没有，柳湾村没有专职委员" in text
        assert reverse("contacts:person", args=[alone.pk]) in text

    def test_the_page_of_a_household_names_each(self, client, alone, zhou):
        home = PersonFactory(household__path=HERE).household
        PersonFactory(household=home, name="张小虎")
        reckon()

        text = client.get(reverse("desk:household", args=[home.pk])).text

        assert text.count("周素琴，") == 2
        assert "<h3>张小虎</h3>" in text

    def test_the_workbench_counts_and_says_where(self, client, alone):
        text = client.get("/").text

        assert "1 人没有联系人" in text
        assert "柳湾村 1 人" in text

    def test_the_workbench_says_nothing_when_everybody_has_somebody(self, client, zhou):
        assert "没有联系人" not in client.get("/").text


def test_who_commissions_here_and_assigns_there_sees_own_people_in_clear_and_that_is_noted(client, alone, clerk):
    PostFactory(user=clerk, path=BESIDE, since_at=timezone.now() + timedelta(days=-1))
    client.get(LIST)
    ContactAssignment.objects.filter(person=alone).update(contact=None)

    text = client.get(LIST).text

    assert "何玉珍" in text
    assert AuditEntry.objects.filter(action="registry.list").exists()
