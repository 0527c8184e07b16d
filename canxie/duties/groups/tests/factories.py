from datetime import UTC, date, datetime

import factory

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.groups.models import Leadership, Membership, PeerGroup, Review
from canxie.ground.accounts.tests.factories import UserFactory
from canxie.ground.registry.tests.factories import PersonFactory


class PeerGroupFactory(factory.django.DjangoModelFactory[PeerGroup]):
    """A group by number since the first of May 2026."""

    class Meta:
        model = PeerGroup

    association = factory.SubFactory(AssociationFactory, path="379900001001")
    path = factory.SelfAttribute("association.path")
    name = factory.Sequence(lambda n: f"第{n}小组")
    basis = "count"
    decided = "残协会议，4月28日"
    since = date(2026, 5, 1)

    class Params:
        of_mental = factory.Trait(basis="category", category="6")


class MembershipFactory(factory.django.DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    group = factory.SubFactory(PeerGroupFactory)
    association = factory.SelfAttribute("group.association")
    person = factory.SubFactory(PersonFactory, household__path=factory.SelfAttribute("...group.path"))
    path = factory.SelfAttribute("person.path")
    place = factory.SelfAttribute("path")
    since = date(2026, 5, 1)


class LeadershipFactory(factory.django.DjangoModelFactory[Leadership]):
    class Meta:
        model = Leadership

    group = factory.SubFactory(PeerGroupFactory)
    name = "董海燕"
    chosen = "组员推选，5月2日"
    since_at = datetime(2026, 5, 2, 2, tzinfo=UTC)


class ReviewFactory(factory.django.DjangoModelFactory[Review]):
    """A review to go on as before."""

    class Meta:
        model = Review

    group = factory.SubFactory(PeerGroupFactory)
    on = date(2026, 6, 1)
    took_part = "组员 9 位、组长"
    result = "keep"
    by = factory.SubFactory(UserFactory)
