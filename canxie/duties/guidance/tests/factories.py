from datetime import UTC, date, datetime
from uuid import UUID

import factory

from canxie.duties.guidance.models import Task
from canxie.ground.accounts.tests.factories import UserFactory
from canxie.mechanisms.matters.models import NEVER, Matter

BATCH = UUID("00000000-0000-4000-8000-0000000000b0")


class TaskMatterFactory(factory.django.DjangoModelFactory[Matter]):
    """A task that the township gave on Monday 2 March 2026, to be done by the end of Tuesday 10 March."""

    class Meta:
        model = Matter

    kind = "guidance"
    path = "379900001001"
    place = factory.SelfAttribute("path")
    state = "given"
    title = "核对两项补贴领取情况"
    words = "核对两项补贴领取情况，入户看一看。"
    category = "guidance"
    category_class = "guidance"
    owner = None
    owner_path = factory.SelfAttribute("path")
    opened_at = datetime(2026, 3, 2, 2, tzinfo=UTC)
    opened_by = factory.SubFactory(UserFactory, name="吴海峰")
    ack_due = NEVER
    close_due = datetime(2026, 3, 10, 16, tzinfo=UTC)
    due_at = factory.SelfAttribute("close_due")


class TaskFactory(factory.django.DjangoModelFactory[Task]):
    class Meta:
        model = Task

    matter = factory.SubFactory(TaskMatterFactory)
    basis = "示例县残联〔2026〕8号文"
    list_item = "协助核对两项补贴"
    batch = BATCH


UNTIL = date(2026, 3, 10)
