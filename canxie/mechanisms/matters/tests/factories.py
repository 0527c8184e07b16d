from datetime import UTC, datetime

import factory

from canxie.ground.accounts.tests.factories import UserFactory
from canxie.ground.registry.tests.factories import HouseholdFactory
from canxie.mechanisms.matters.models import NEVER, Matter


class MatterFactory(factory.django.DjangoModelFactory[Matter]):
    """A need that was told on Tuesday 10 March 2026 at ten, and that its commissioner owes an answer by Friday."""

    class Meta:
        model = Matter

    kind = "need"
    household = factory.SubFactory(HouseholdFactory)
    path = factory.SelfAttribute("household.path")
    place = factory.SelfAttribute("path")
    state = "submitted"
    title = "门口给安个把手"
    words = "门口给安个把手，我扶着他下台阶。"
    category = "retrofit"
    category_class = "retrofit"
    source = "visit"
    owner = factory.SubFactory(UserFactory)
    owner_path = factory.SelfAttribute("path")
    first_owner = factory.SelfAttribute("owner")
    opened_at = datetime(2026, 3, 10, 2, tzinfo=UTC)
    opened_by = factory.SelfAttribute("owner")
    ack_due = datetime(2026, 3, 13, 16, tzinfo=UTC)
    close_due = datetime(2026, 9, 7, 16, tzinfo=UTC)
    due_at = factory.SelfAttribute("ack_due")

    class Params:
        answered = factory.Trait(
            state="verified",
            answered_at=datetime(2026, 3, 11, 2, tzinfo=UTC),
            due_at=factory.SelfAttribute("close_due"),
        )
        delivered = factory.Trait(
            state="delivered",
            answered_at=datetime(2026, 3, 11, 2, tzinfo=UTC),
            delivered_on=datetime(2026, 3, 20, 2, tzinfo=UTC).date(),
            evidence="扶手装好，本人签收。",
            due_at=NEVER,
        )
        done = factory.Trait(
            state="closed",
            answered_at=datetime(2026, 3, 11, 2, tzinfo=UTC),
            closed_at=datetime(2026, 3, 25, 2, tzinfo=UTC),
            due_at=NEVER,
        )
