"""The screens of the groups, seen by chair, township, commissioner and leader."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.groups import views
from canxie.duties.groups.cards import of_association, of_person
from canxie.duties.groups.models import Leadership, Membership, PeerGroup
from canxie.duties.groups.tests.factories import LeadershipFactory, MembershipFactory, PeerGroupFactory
from canxie.engine.audit.models import AuditEntry
from canxie.engine.parameters.models import ParameterValue
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import scope_from
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.registry.tests.factories import CertificateFactory, HouseholdFactory, PersonFactory, PhoneFactory
from canxie.mechanisms.measures.figures import figure
from tests.matrix import BESIDE, COUNTY, HERE, TOWNSHIP

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to("2026-06-10 10:00:00+08:00", tick=False)
    VillageFactory(code=HERE, name="槐里村")


@pytest.fixture
def group():
    return PeerGroupFactory(association=AssociationFactory(path=HERE, name="槐里村残协"), name="第一小组")


def signed_in(client, role=Role.CHAIR, path=HERE, name="高振海"):
    post = PostFactory(role=role, path=path, user__name=name)
    client.force_login(post.user)
    return post


def member(group, name="李秀兰", **told):
    return MembershipFactory(group=group, person__name=name, **told)


def at(view, *args):
    return reverse(f"groups:{view}", args=args)


class TestList:
    def test_names_groups_leaders_and_how_many_are_in_them(self, client, group):
        signed_in(client)
        member(group)
        LeadershipFactory(group=group)
        PeerGroupFactory(association=AssociationFactory(path=BESIDE), name="邻村小组")

        text = client.get(at("groups")).text

        assert "第一小组" in text
        assert "董海燕" in text
        assert "1 位" in text
        assert "邻村小组" not in text

    def test_without_any_says_where_to_begin(self, client):
        signed_in(client)

        assert "还没有小组" in client.get(at("groups")).text

    def test_goes_on_by_key(self, client, group, monkeypatch):
        monkeypatch.setattr(views, "ROWS", 1)
        signed_in(client)
        PeerGroupFactory(association=group.association, name="第二小组")

        first = client.get(at("groups")).text
        onward = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
        second = client.get(at("groups") + onward).text

        assert ("第一小组" in first, "第二小组" in first) == (True, False)
        assert ("第一小组" in second, "第二小组" in second) == (False, True)
        assert client.get(at("groups"), {"after": "~~nonsense"}).status_code == 200

    @pytest.mark.parametrize("rows", [1, 20])
    def test_asks_the_database_the_same_whatever_the_number_of_rows(self, client, django_assert_num_queries, rows):
        signed_in(client, Role.TOWNSHIP_CLERK, TOWNSHIP)
        association = AssociationFactory(path=HERE)
        for one in PeerGroupFactory.create_batch(rows, association=association):
            member(one)
            LeadershipFactory(group=one)

        client.get(at("groups"))
        # session, user, posts; groups, members, leaders; the shell's two
        with django_assert_num_queries(12):
            client.get(at("groups"))


class TestGroup:
    def test_a_chair_sees_masked_names_and_no_way_to_the_files(self, client, group):
        signed_in(client)
        one = member(group)
        member(group, "王强", until=timezone.localdate(), ended_why="去世")

        text = client.get(at("group", group.pk)).text

        assert "李*兰" in text
        assert "李秀兰" not in text
        assert str(one.person_id) not in text
        assert "1 位组员，还没选组长。" in text
        assert "5月1日到 6月10日" in text
        assert not AuditEntry.objects.exists()

    def test_a_commissioner_sees_the_own_people_whole_and_the_trail_says_so(self, client, group):
        signed_in(client, Role.COMMISSIONER)
        member(group)

        text = client.get(at("group", group.pk)).text

        assert "李秀兰" in text
        assert "加组员" not in text
        assert [entry.action for entry in AuditEntry.objects.order_by("number")] == ["registry.list"]

    @pytest.mark.parametrize("rows", [1, 20])
    def test_asks_the_database_the_same_however_many_are_in_it(self, client, group, django_assert_num_queries, rows):
        signed_in(client)
        for number in range(rows):
            member(group, told_on=timezone.localdate(), told_how="on_paper", told_by=UserFactory(name=f"某{number}"))

        client.get(at("group", group.pk))
        # session, user, posts; group, members, those who left, leader; the shell's two
        with django_assert_num_queries(11):
            client.get(at("group", group.pk))


class TestChanging:
    def test_a_chair_founds_fills_leads_and_tells(self, client):
        signed_in(client)
        association = AssociationFactory(path=HERE, name="槐里村残协")
        person = PersonFactory(name="李秀兰", household=HouseholdFactory(path=HERE))
        UserFactory(username="leader")
        said = {"name": "河东小组", "basis": "area", "area": "一组", "decided": "残协会议", "since": "2026-06-01"}

        text = client.post(at("new", association.pk), said, follow=True).text
        assert "“河东小组”设好了，接着加组员、选组长。" in text
        group = PeerGroup.objects.get()
        assert "李*兰" in client.get(at("join", group.pk)).text
        text = client.post(at("join", group.pk), {"people": [str(person.pk)], "since": "2026-06-02"}, follow=True).text
        assert "“河东小组”加了 1 位组员。" in text
        chosen = {"person": str(person.pk), "account": "leader", "chosen": "组员推选"}
        assert "“河东小组”的组长是李秀兰。" in client.post(at("leader", group.pk), chosen, follow=True).text
        one = Membership.objects.get()
        told = {"people": [str(one.pk)], "how": "by_phone", "on": "2026-06-03"}
        text = client.post(at("tell", group.pk), told, follow=True).text
        assert "记下了，1 位组员已经告诉到。" in text
        assert "打了电话，6月3日，高振海" in text
        assert "每一位组员都告诉到了。" in client.get(at("tell", group.pk)).text
        assert "这里的人都已经编进小组了。" in client.get(at("join", group.pk)).text

    def test_and_ends_it_again(self, client, group):
        signed_in(client)
        one, led = member(group), LeadershipFactory(group=group)

        text = client.post(at("leave", one.pk), {"on": "2026-06-01", "why": "不想参加"}, follow=True).text
        assert "李*兰退出了“第一小组”。" in text
        text = client.post(at("stand_down", group.pk), {"why": "外出打工"}, follow=True).text
        assert "董海燕不再是“第一小组”的组长。" in text
        assert Leadership.objects.get(pk=led.pk).until_at
        text = client.post(at("close", group.pk), {"on": "2026-06-10", "why": "人少了"}, follow=True).text
        assert "“第一小组”撤销了，0 位组员都已退出。" in text
        assert "已撤销" in client.get(at("group", group.pk)).text

    def test_a_name_that_tells_is_refused_and_what_was_typed_stays(self, client):
        signed_in(client)
        association = AssociationFactory(path=HERE)
        said = {"name": "聋人小组", "basis": "count", "decided": "残协会议", "since": "2026-06-01"}

        response = client.post(at("new", association.pk), said)

        assert response.status_code == 422
        assert (
            "小组名称里不能有“聋”：名称谁都看得到，会让人知道组员的残疾类别。换一个，比如“第三小组”。" in response.text
        )
        assert 'value="聋人小组"' in response.text

    def test_a_township_founds_one_by_category_and_is_offered_those_of_it(self, client):
        signed_in(client, Role.TOWNSHIP_CLERK, TOWNSHIP)
        association, home = AssociationFactory(path=HERE), HouseholdFactory(path=HERE)
        PersonFactory(name="李秀兰", household=home, category="6")
        PersonFactory(name="王强", household=home, category="1")
        said = {"name": "第一小组", "basis": "category", "category": "6", "decided": "会议", "since": "2026-06-01"}

        text = client.post(at("new", association.pk), said, follow=True).text

        assert "按残疾类别：精神" in text
        text = client.get(at("join", PeerGroup.objects.get().pk)).text
        assert "只列出精神残疾的人。" in text
        assert "李*兰" in text
        assert "王*" not in text

    @pytest.mark.parametrize(
        ("view", "said", "sentence"),
        [
            ("join", {"people": [], "since": "2026-06-01"}, "请选要加入的人。"),
            ("leader", {"name": "", "chosen": "推选"}, "请选一位组员，或者写下组长的姓名。"),
            ("leader", {"name": "李小军", "account": "nobody", "chosen": "推选"}, "没有这个账号。"),
            ("leader", {"name": "李小军"}, "请写下怎么选的，比如哪天组员一起推选。"),
            ("tell", {"how": "by_phone", "on": "2026-06-01"}, "请选告诉了谁。"),
            ("close", {"on": "2026-06-11", "why": "人少了"}, "撤销日期不能早于最后一位组员加入的日期，不能晚于今天。"),
        ],
    )
    def test_what_is_missing_is_said(self, client, group, view, said, sentence):
        signed_in(client)
        member(group)
        PersonFactory(household=HouseholdFactory(path=HERE))

        response = client.post(at(view, group.pk), said)

        assert response.status_code == 422
        assert sentence in response.text


class TestLeader:
    def test_finds_name_address_and_telephone_of_the_own_members_and_one_entry_says_so(self, client, group):
        user = signed_in(client, Role.GROUP_LEADER, name="董海燕").user
        LeadershipFactory(group=group, user=user)
        one = member(group, person__household__address="河东 8号")
        PhoneFactory(person=one.person, digits="00000000017")
        member(PeerGroupFactory(association=group.association), "王强")

        text = client.get("/").text

        assert "我的小组：第一小组" in text
        assert "李秀兰" in text
        assert "河东 8号" in text
        assert 'href="tel:00000000017"' in text
        assert "王强" not in text
        assert "肢体" not in text
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.place, entry.changes["count"]) == ("registry.list", HERE, 1)

    def test_of_an_empty_group_and_of_none(self, client, group):
        user = signed_in(client, Role.GROUP_LEADER, name="董海燕").user
        assert "我的小组" not in client.get("/").text
        LeadershipFactory(group=group, user=user)

        assert "组里现在没有组员。" in client.get("/").text

    def test_opens_nothing_else(self, client, group):
        user = signed_in(client, Role.GROUP_LEADER, name="董海燕").user
        LeadershipFactory(group=group, user=user)
        one = member(group)

        for address in (at("groups"), at("group", group.pk), "/people/", f"/people/{one.person_id}/", "/measures/"):
            assert client.get(address).status_code in {403, 404}


class TestCards:
    def test_the_person_is_shown_in_which_group(self, client, group):
        post = signed_in(client, Role.COMMISSIONER)
        one = member(group)

        text = client.get(reverse("desk:person", args=[one.person_id])).text

        assert "第一小组</a>，5月1日加入。组长：还没选组长" in text
        assert "李秀兰：加入第一小组" in text
        other = PersonFactory(household=HouseholdFactory(path=HERE))
        assert of_person(scope_from(post.user_id, [(Role.COMMISSIONER, HERE)]), other) is None

    def card(self, group, role=Role.CHAIR, path=HERE):
        return of_association(scope_from(1, [(role, path)]), group.association)

    def test_the_association_shows_its_groups_and_asks_the_county_for_the_figure(self, group):
        member(group)

        card = self.card(group, Role.COUNTY_CLERK, COUNTY)

        assert [(row.name, row.people) for row in card.shows["rows"]] == [("第一小组", 1)]
        assert card.shows["suggestion"].text == "持证残疾人 0 位。多于多少位要分小组，县里还没有定。"
        assert card.shows["setting"] == "assoc.group_suggest_above"
        assert card.shows["new"] is None
        drawn = render_to_string("groups/cards/of_association.html", {"card": card})
        assert "看这项设置" in drawn
        assert "设一个小组" not in drawn
        assert self.card(group).shows["new"] == group.association_id

    @pytest.mark.parametrize(
        ("people", "text"),
        [
            (2, "持证残疾人 2 位，没有超过县里定的 2 位，不分小组也可以。"),
            (3, "持证残疾人 3 位，超过县里定的 2 位，建议分 2 个小组。各村民小组：三组 3 位。"),
        ],
    )
    def test_holds_the_number_against_the_countys_figure(self, group, people, text):
        since = timezone.localdate()
        ParameterValue.objects.create(
            key="assoc.group_suggest_above", place=COUNTY, version=1, value=2, valid_from=since, reason="", set_by=1
        )
        for _ in range(people):
            CertificateFactory(person__household__path=HERE)

        assert self.card(group).shows["suggestion"].text == text


def test_one_of_two_is_in_a_group(group):
    member(group)
    PersonFactory(household=HouseholdFactory(path=HERE))

    assert str(figure("groups.people", HERE, timezone.localdate()).value) == "50.0"
