"""Groups: founded, joined, led, left and closed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from canxie.duties.associations.published import villages_spoken_for
from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.groups.actions import Draft, close, found, join, lead, leave, stand_down, tell
from canxie.duties.groups.choices import Basis, How
from canxie.duties.groups.models import Leadership, Membership, PeerGroup
from canxie.duties.groups.rules import Refused
from canxie.duties.groups.tests.factories import LeadershipFactory, MembershipFactory, PeerGroupFactory
from canxie.engine.audit.models import AuditEntry
from canxie.engine.scoping.scope import OutOfScope
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import scope_from, scope_of
from canxie.ground.accounts.tests.factories import UserFactory
from canxie.ground.divisions.actions import renumber
from canxie.ground.divisions.changes import Renumbering
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.powers import Power
from canxie.ground.registry.actions import record_state
from canxie.ground.registry.choices import State
from canxie.ground.registry.models import Person
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory
from tests.matrix import BESIDE, COUNTY, HERE, TOWNSHIP

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 10, 2, tzinfo=UTC)  # ten in the morning
TODAY, MAY = date(2026, 6, 10), date(2026, 5, 1)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def chair():
    return scope_from(UserFactory().pk, [(Role.CHAIR, HERE)])


@pytest.fixture
def clerk():
    return scope_from(UserFactory().pk, [(Role.TOWNSHIP_CLERK, TOWNSHIP)])


@pytest.fixture
def association():
    return AssociationFactory(path=HERE)


@pytest.fixture
def group(association):
    return PeerGroupFactory(association=association, name="第一小组")


def somebody(path=HERE, **told):
    return PersonFactory(household=HouseholdFactory(path=path), **told)


def draft(**changes):
    return Draft(**{"name": "第一小组", "basis": Basis.COUNT, "decided": "残协会议"} | changes)


class TestFounding:
    def test_a_chair_founds_one_by_number(self, chair, association):
        group = found(by=chair, association=association, draft=draft(), since=MAY, at=NOW)

        assert (group.path, group.name, group.since, group.until) == (HERE, "第一小组", MAY, None)
        assert AuditEntry.objects.get().changes == {"name": "第一小组", "since": "2026-05-01"}

    def test_by_category_only_whoever_reads_the_files_founds_one_and_the_trail_does_not_tell(
        self, chair, clerk, association
    ):
        by_category = draft(basis=Basis.CATEGORY, category="6")

        with pytest.raises(Refused, match="要由乡镇（街道）残联来设"):
            found(by=chair, association=association, draft=by_category, since=MAY, at=NOW)
        found(by=clerk, association=association, draft=by_category, since=MAY, at=NOW)

        assert AuditEntry.objects.get().changes == {"name": "第一小组", "since": "2026-05-01"}

    @pytest.mark.parametrize(
        ("changes", "field", "sentence"),
        [
            ({"name": " "}, "name", "请写下小组的名称。"),
            ({"name": "肢体互助组"}, "name", "小组名称里不能有“肢体”"),
            ({"name": "阳光聋 人组"}, "name", "小组名称里不能有“聋”"),
            ({"area": "精神残疾人多的那片"}, "area", "这里不能有“精神”"),
            ({"decided": "盲人自己要求"}, "decided", "这里不能有“盲”"),
            ({"decided": ""}, "decided", "请写下怎么定的"),
        ],
    )
    def test_what_would_tell_a_category_is_refused_with_a_sentence(self, chair, association, changes, field, sentence):
        with pytest.raises(Refused, match=sentence) as refused:
            found(by=chair, association=association, draft=draft(**changes), since=MAY, at=NOW)

        assert refused.value.field == field
        assert not PeerGroup.objects.exists()

    @pytest.mark.parametrize("since", [date(2022, 4, 17), TODAY + timedelta(1)])
    def test_not_before_the_association_runs_and_not_tomorrow(self, chair, association, since):
        with pytest.raises(Refused, match="设立日期要在残协运行以后"):
            found(by=chair, association=association, draft=draft(), since=since, at=NOW)

    def test_an_association_on_its_way_has_no_groups_yet(self, chair):
        with pytest.raises(Refused, match="残协备案以后才能分小组"):
            found(by=chair, association=AssociationFactory(path=HERE, state="filed"), draft=draft(), since=MAY, at=NOW)

    def test_two_are_not_called_alike_but_a_closed_ones_name_is_free(self, chair, association, group):
        with pytest.raises(Refused, match="已经有一个“第一小组”"):
            found(by=chair, association=association, draft=draft(), since=MAY, at=NOW)
        close(by=chair, group=group, on=TODAY, why="合并", at=NOW)

        found(by=chair, association=association, draft=draft(), since=MAY, at=NOW)

    def test_only_where_the_power_holds(self, association):
        for scope in (scope_from(1, [(Role.CHAIR, BESIDE)]), scope_from(1, [(Role.COUNTY_CLERK, COUNTY)])):
            with pytest.raises(OutOfScope):
                found(by=scope, association=association, draft=draft(), since=MAY, at=NOW)


class TestJoining:
    def test_some_join_at_once(self, chair, group):
        people = [somebody(), somebody()]

        made = join(by=chair, group=group, people=people, since=MAY, at=NOW)

        assert {(one.person, one.path, one.since, one.until) for one in made} == {
            (person, HERE, MAY, None) for person in people
        }

    def test_all_or_none_and_one_group_on_any_day(self, chair, group, association):
        other = PeerGroupFactory(association=association, name="第二小组")
        taken, free = somebody(name="李秀兰"), somebody()
        MembershipFactory(group=other, person=taken, since=date(2026, 6, 1))

        with pytest.raises(Refused, match="李\\*兰那时在“第二小组”，一个人同一天只在一个小组"):
            join(by=chair, group=group, people=[free, taken], since=MAY, at=NOW)

        assert Membership.objects.count() == 1

    def test_the_day_of_leaving_is_the_first_of_another_group(self, chair, group, association):
        other = PeerGroupFactory(association=association, name="第二小组")
        one = MembershipFactory(group=other, person=somebody(), since=MAY)
        leave(by=chair, membership=one, on=date(2026, 6, 1), why="搬到河西", at=NOW)

        with pytest.raises(Refused):
            join(by=chair, group=group, people=[one.person], since=date(2026, 5, 31), at=NOW)
        join(by=chair, group=group, people=[one.person], since=date(2026, 6, 1), at=NOW)

    @pytest.mark.parametrize(
        ("told", "sentence"),
        [
            ({"path": BESIDE, "name": "李秀兰"}, "李\\*兰不住在这个残协管的村里"),
            ({"state": State.DECEASED, "name": "李秀兰"}, "李\\*兰已经不在册"),
        ],
    )
    def test_whoever_is_not_there_is_named_and_nobody_joins(self, chair, group, told, sentence):
        with pytest.raises(Refused, match=sentence):
            join(by=chair, group=group, people=[somebody(**told)], since=MAY, at=NOW)

    @pytest.mark.parametrize("since", [date(2026, 4, 30), TODAY + timedelta(1)])
    def test_not_before_the_group_and_not_tomorrow(self, chair, group, since):
        with pytest.raises(Refused, match="加入日期要在小组设立以后"):
            join(by=chair, group=group, people=[somebody()], since=since, at=NOW)

    def test_nobody_at_all_is_nobody(self, chair, group):
        with pytest.raises(Refused, match="请选要加入的人。"):
            join(by=chair, group=group, people=[], since=MAY, at=NOW)


class TestLeaving:
    def test_once_and_not_before_joining(self, chair, group):
        one = MembershipFactory(group=group)
        with pytest.raises(Refused, match="退出日期要在加入以后"):
            leave(by=chair, membership=one, on=date(2026, 4, 30), why="不想参加", at=NOW)
        leave(by=chair, membership=one, on=TODAY, why="不想参加", at=NOW)

        with pytest.raises(Refused, match="已经记过退出了"):
            leave(by=chair, membership=one, on=TODAY, why="不想参加", at=NOW)

    def test_whoever_dies_drops_out_that_day_and_leads_no_more(self, clerk, group):
        one, other = MembershipFactory(group=group), MembershipFactory(group=group)
        user = UserFactory()
        lead(by=clerk, group=group, name="", person=one.person, user=user, chosen="推选", at=NOW - timedelta(9))

        record_state(by=clerk, person=one.person, state=State.DECEASED, on=date(2026, 6, 3), told_by="村医")

        one.refresh_from_db()
        other.refresh_from_db()
        assert (one.until, one.ended_why, other.until) == (date(2026, 6, 3), "去世", None)
        assert (Leadership.objects.get().until_at, Post.objects.get().until_at) == (NOW, NOW)
        assert AuditEntry.objects.filter(action="groups.drop_out").exists()

    def test_whoever_moves_away_drops_out_too(self, clerk, group):
        one = MembershipFactory(group=group)

        record_state(by=clerk, person=one.person, state=State.MOVED_AWAY, on=date(2026, 6, 5), told_by="家属")

        one.refresh_from_db()
        assert (one.until, one.ended_why) == (date(2026, 6, 5), "迁出")


class TestLeading:
    def test_a_leader_without_an_account_gets_no_post(self, chair, group):
        lead(by=chair, group=group, name="董海燕", person=None, user=None, chosen="推选", at=NOW)

        assert Leadership.objects.get().name == "董海燕"
        assert not Post.objects.exists()

    def test_an_account_gets_the_post_from_that_second_until_the_second_it_ends(self, chair, group):
        user = UserFactory()

        made = lead(by=chair, group=group, name="董海燕", person=None, user=user, chosen="推选", at=NOW)

        post = Post.objects.get()
        assert (post.user, post.role, post.path, post.since_at) == (user, Role.GROUP_LEADER, HERE, NOW)
        assert post.source == f"groups.Leadership#{made.pk}"
        later = NOW + timedelta(days=3)
        stand_down(by=chair, leadership=made, why="外出打工", at=later)
        assert scope_of(user.pk, at=later - SECOND).may(Power.GROUPS_LEAD)
        assert not scope_of(user.pk, at=later).may(Power.GROUPS_LEAD)
        with pytest.raises(Refused, match="已经不是组长了"):
            stand_down(by=chair, leadership=made, why="外出打工", at=later)

    def test_the_next_one_ends_the_last(self, chair, group):
        first = UserFactory()
        lead(by=chair, group=group, name="董海燕", person=None, user=first, chosen="推选", at=NOW)
        later = NOW + SECOND

        lead(by=chair, group=group, name="李小军", person=None, user=UserFactory(), chosen="推选", at=later)

        assert [*Leadership.objects.order_by("since_at").values_list("name", "until_at")] == [
            ("董海燕", later),
            ("李小军", None),
        ]
        assert Post.objects.get(user=first).until_at == later

    def test_somebody_leads_one_group_of_a_village(self, chair, group, association):
        user, other = UserFactory(), PeerGroupFactory(association=association)
        lead(by=chair, group=group, name="董海燕", person=None, user=user, chosen="推选", at=NOW)

        with pytest.raises(Refused, match="一个人只当一个小组的组长"):
            lead(by=chair, group=other, name="董海燕", person=None, user=user, chosen="推选", at=NOW)

        assert Leadership.objects.count() == 1

    def test_a_member_is_chosen_by_key_and_a_stranger_is_none(self, chair, group):
        one = MembershipFactory(group=group, person__name="李秀兰")

        assert (
            lead(by=chair, group=group, name="", person=one.person, user=None, chosen="推选", at=NOW).name == "李秀兰"
        )
        with pytest.raises(Refused, match="组长要从组里的人里选"):
            lead(by=chair, group=group, name="", person=somebody(), user=None, chosen="推选", at=NOW)
        with pytest.raises(Refused, match="请选一位组员，或者写下组长的姓名。"):
            lead(by=chair, group=group, name=" ", person=None, user=None, chosen="推选", at=NOW)

    def test_reaches_the_members_of_the_own_group_alone_and_as_long_as_both_last(self, chair, group, association):
        user = UserFactory()
        lead(by=chair, group=group, name="董海燕", person=None, user=user, chosen="推选", at=NOW)
        mine = MembershipFactory(group=group)
        MembershipFactory(group=PeerGroupFactory(association=association))
        somebody()
        MembershipFactory(group=group, until=TODAY)
        MembershipFactory(group=group, person__state=State.DECEASED)
        scope = scope_of(user.pk, at=NOW)

        assert [*Person.objects.within(scope, Power.GROUPS_LEAD).order_by("pk")] == [mine.person]
        assert [*PeerGroup.objects.within(scope, Power.GROUPS_LEAD).order_by("pk")] == [group]
        assert not Membership.objects.within(scope, Power.GROUPS_LEAD).exists()
        leave(by=chair, membership=mine, on=TODAY, why="不想参加", at=NOW)
        assert not Person.objects.within(scope, Power.GROUPS_LEAD).exists()

    def test_of_a_joint_association_the_people_of_all_villages_are_reached(self, clerk):
        association = AssociationFactory(path=HERE, form="joint", villages=[HERE, BESIDE])
        group, user, there = PeerGroupFactory(association=association), UserFactory(), somebody(BESIDE)
        join(by=clerk, group=group, people=[there], since=MAY, at=NOW)
        lead(by=clerk, group=group, name="董海燕", person=None, user=user, chosen="推选", at=NOW)

        assert [*Person.objects.within(scope_of(user.pk, at=NOW), Power.GROUPS_LEAD).order_by("pk")] == [there]


def test_members_are_told_and_it_is_written_down(chair, group):
    one, other = MembershipFactory(group=group), MembershipFactory(group=group)

    assert tell(by=chair, group=group, people=[one.pk], how=How.ON_PAPER, on=TODAY, at=NOW) == 1

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.told_how, one.told_on, other.told_on) == ("on_paper", TODAY, None)
    with pytest.raises(Refused, match="日期要在小组设立以后"):
        tell(by=chair, group=group, people=[other.pk], how=How.BY_PHONE, on=TODAY + timedelta(1), at=NOW)


def test_what_is_closed_ends_for_everybody_and_takes_nobody_in(chair, group):
    one, user = MembershipFactory(group=group), UserFactory()
    lead(by=chair, group=group, name="董海燕", person=None, user=user, chosen="推选", at=NOW)

    with pytest.raises(Refused, match="撤销日期不能早于最后一位组员加入的日期"):
        close(by=chair, group=group, on=date(2026, 4, 30), why="人少了", at=NOW)
    close(by=chair, group=group, on=TODAY, why="人少了", at=NOW)

    one.refresh_from_db()
    assert (one.until, Post.objects.get().until_at) == (TODAY, NOW)
    with pytest.raises(Refused, match="已经撤销，不能再加人"):
        join(by=chair, group=group, people=[one.person], since=TODAY, at=NOW)
    with pytest.raises(Refused, match="这个小组已经撤销了"):
        close(by=chair, group=group, on=TODAY, why="人少了", at=NOW)


def test_groups_go_with_their_village_and_so_does_the_leader(chair, group):
    VillageFactory(code=HERE)
    one, user = MembershipFactory(group=group), UserFactory()
    lead(by=chair, group=group, name="董海燕", person=None, user=user, chosen="推选", at=NOW)
    county = scope_from(3, [(Role.COUNTY_CLERK, COUNTY)])

    renumber(by=county, change=Renumbering(HERE, "379900001499", TODAY))

    one.refresh_from_db()
    group.refresh_from_db()
    assert (group.path, one.path, one.place, one.until) == ("379900001499", "379900001499", HERE, None)
    assert [*Person.objects.within(scope_of(user.pk, at=NOW), Power.GROUPS_LEAD).order_by("pk")] == [one.person]


def test_who_leads_a_group_speaks_for_the_village_they_live_in():
    """2.2.3: each village has at least one office-holder or group leader; of a leader nobody knows where they live."""
    VillageFactory(code=HERE)
    VillageFactory(code=BESIDE)
    association = AssociationFactory(path=HERE, villages=[HERE, BESIDE])
    group = PeerGroupFactory(association=association)
    assert villages_spoken_for(association, TODAY) == set()
    LeadershipFactory(group=group, until_at=NOW - SECOND, person=PersonFactory(household__path=HERE))
    LeadershipFactory(group=group, person=PersonFactory(household__path=BESIDE), since_at=NOW - SECOND)
    LeadershipFactory(group=PeerGroupFactory(association=association))

    assert villages_spoken_for(association, TODAY) == {BESIDE}
