"""Many at once: one leader at a time without an overlap, one group a person, one group a leader."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django.utils import timezone

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.groups.actions import join, lead
from canxie.duties.groups.models import Leadership, Membership
from canxie.duties.groups.rules import Refused
from canxie.duties.groups.tests.factories import PeerGroupFactory
from canxie.engine.audit.models import AuditEntry
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import scope_from
from canxie.ground.accounts.tests.factories import UserFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory
from tests.matrix import HERE
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 16
BY = scope_from(1, [(Role.CHAIR, HERE)])


@pytest.fixture
def association():
    VillageFactory(code=HERE)
    return AssociationFactory(path=HERE)


def trying(call):
    def run():
        try:
            call()
        except Refused as refused:
            return str(refused)
        return ""

    return run


def leading(group, user):
    told = {"name": user.name, "person": None, "chosen": "组员推选", "at": timezone.now()}
    return trying(lambda: lead(by=BY, group=group, user=user, **told))


def test_of_sixteen_leaders_chosen_at_once_each_follows_the_one_before(association):
    """The last one leads; nobody led in the same second as another, and posts are as long as leaderships."""
    group = PeerGroupFactory(association=association)
    users = [UserFactory(name=f"赵{number}") for number in range(THREADS)]

    said = at_once(*[leading(group, user) for user in users])

    assert said == [""] * THREADS
    assert Leadership.objects.filter(until_at=None).count() == 1
    lasting = [
        (one.since_at, one.until_at)
        for one in Leadership.objects.order_by("since_at")
        if one.until_at is None or one.until_at > one.since_at
    ]
    assert all(one[1] is not None and one[1] <= other[0] for one, other in pairwise(lasting))
    assert Post.objects.filter(role=Role.GROUP_LEADER, until_at=None).count() == 1
    assert AuditEntry.objects.filter(action="groups.lead").count() == THREADS


def test_somebody_who_is_added_to_sixteen_groups_at_once_is_in_one(association):
    person = PersonFactory(household=HouseholdFactory(path=HERE))
    groups = [PeerGroupFactory(association=association) for _ in range(THREADS)]
    now = timezone.now()

    def joining(group):
        return trying(lambda: join(by=BY, group=group, people=[person], since=timezone.localdate(now), at=now))

    said = at_once(*map(joining, groups))

    member = Membership.objects.get()
    assert said.count("") == 1
    assert said[groups.index(member.group)] == ""
    assert {sentence.partition("那时在")[2] for sentence in said if sentence} == {
        f"“{member.group}”，一个人同一天只在一个小组；先记退出，再加进来。"
    }


def test_somebody_who_is_added_to_one_group_sixteen_times_is_in_it_once(association):
    person = PersonFactory(household=HouseholdFactory(path=HERE))
    group, now = PeerGroupFactory(association=association), timezone.now()

    said = at_once(
        *[trying(lambda: join(by=BY, group=group, people=[person], since=timezone.localdate(now), at=now))] * THREADS
    )

    assert said.count("") == 1
    assert Membership.objects.count() == 1


def test_one_account_chosen_by_sixteen_groups_at_once_leads_one(association):
    user = UserFactory()
    groups = [PeerGroupFactory(association=association) for _ in range(THREADS)]

    said = at_once(*[leading(group, user) for group in groups])

    assert said.count("") == 1
    assert Leadership.objects.get().group == groups[said.index("")]
    assert Post.objects.get(user=user).since_at > datetime(2026, 1, 1, tzinfo=UTC)
