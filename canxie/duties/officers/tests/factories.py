from datetime import UTC, date, datetime

import factory

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.officers.models import Contribution, OfficeTerm, Participant
from canxie.ground.accounts.tests.factories import UserFactory


class ParticipantFactory(factory.django.DjangoModelFactory[Participant]):
    """A volunteer who lives in the village of the pool."""

    class Meta:
        model = Participant

    path = "379900001001"
    place = factory.SelfAttribute("path")
    home = factory.SelfAttribute("path")
    name = factory.Sequence(lambda n: f"赵{n}")
    name_sort = factory.SelfAttribute("name")
    classes = ["volunteer"]
    joined_on = date(2022, 4, 1)

    class Params:
        with_account = factory.Trait(user=factory.SubFactory(UserFactory, name=factory.SelfAttribute("..name")))


class TermFactory(factory.django.DjangoModelFactory[OfficeTerm]):
    """A member's term in force since 18 April 2022, without an end and without the posts: the actions open those."""

    class Meta:
        model = OfficeTerm

    association = factory.SubFactory(AssociationFactory, path="379900001001")
    path = factory.SelfAttribute("association.path")
    place = factory.SelfAttribute("path")
    participant = factory.SubFactory(ParticipantFactory, path=factory.SelfAttribute("..path"))
    position = "member"
    since_at = datetime(2022, 4, 17, 16, tzinfo=UTC)
    state = "filed"
    filed_at = factory.Maybe("proposed", None, datetime(2022, 4, 18, tzinfo=UTC))

    class Params:
        proposed = factory.Trait(state="proposed", filed_at=None)


class ContributionFactory(factory.django.DjangoModelFactory[Contribution]):
    """A task for the twentieth of November 2026 that is still to do."""

    class Meta:
        model = Contribution

    participant = factory.SubFactory(ParticipantFactory)
    kind = "task"
    on = date(2026, 11, 20)
    text = "陪李秀兰家去镇里办证"
    by = factory.SubFactory(UserFactory, name="刘长河")

    class Params:
        finished = factory.Trait(done_on=date(2026, 11, 21), hours=3)
        thanks = factory.Trait(kind="thanks", text="重阳节会上致谢")
