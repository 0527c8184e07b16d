from datetime import UTC, date, datetime

import factory

from canxie.duties.associations.models import Association, Coverage, ProposedVillage
from canxie.ground.accounts.tests.factories import UserFactory
from canxie.mechanisms.matters.models import NEVER, Matter

RUNS = {"active", "adjusting"}
PROPOSES = {"preparing", "filed", "adjusting"}


class AssociationMatterFactory(factory.django.DjangoModelFactory[Matter]):
    """The life of an association, opened on 10 March 2022 by some user."""

    class Meta:
        model = Matter

    kind = "association"
    path = "379900001001"
    place = factory.SelfAttribute("path")
    state = "active"
    title = "成立残协"
    words = "成立残协"
    category = "own"
    category_class = "own"
    owner = None
    owner_path = factory.LazyAttribute(lambda o: o.path[:9])
    opened_at = datetime(2022, 3, 10, 2, tzinfo=UTC)
    opened_by = factory.SubFactory(UserFactory)
    ack_due = NEVER
    close_due = NEVER


class AssociationFactory(factory.django.DjangoModelFactory[Association]):
    """An association in force since 18 April 2022 that covers its host village; say `villages=[…]` for more."""

    class Meta:
        model = Association
        exclude = ["since"]
        skip_postgeneration_save = True

    path = factory.Sequence(lambda n: f"379900001{n % 499 + 1:03d}")
    place = factory.SelfAttribute("path")
    name = factory.LazyAttribute(lambda o: f"{o.path[-3:]}村残协")
    form = "own"
    state = "active"
    since = date(2022, 4, 18)
    active_since = factory.LazyAttribute(lambda o: o.since if o.state in RUNS else None)
    matter = factory.SubFactory(
        AssociationMatterFactory,
        path=factory.SelfAttribute("..path"),
        state=factory.SelfAttribute("..state"),
        category=factory.SelfAttribute("..form"),
    )

    @factory.post_generation
    def villages(self, create, extracted, **kwargs):
        paths = extracted or [self.path]
        for path in paths if self.state in RUNS else []:
            host = path == self.path
            Coverage.objects.create(association=self, path=path, place=path, since=self.active_since, host=host)
        for path in paths if self.state in PROPOSES else []:
            ProposedVillage.objects.create(association=self, path=path, place=path, host=path == self.path)
