"""How contacts follow people, and what they tell in a household's timeline."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from canxie.duties.contacts.choices import Kind
from canxie.duties.contacts.models import ContactAssignment
from canxie.duties.contacts.spreading import inside, spread
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.ground.registry.followers import Follower, followers
from canxie.ground.registry.models import Household
from canxie.ground.registry.timeline import Moment, told


def follow(households: Sequence[UUID], on: date) -> None:
    spread(Q(household__in=households), on=on, at=timezone.now())


def follow_all(path: str, on: date) -> None:
    spread(inside(path), on=on, at=timezone.now())


followers.declare("contacts", Follower(some=follow, all_of=follow_all))


@told
def tell(scope: Scope, household: Household) -> Iterator[Moment]:
    """Say whenever somebody's contact became another one, or nobody."""
    rows = ContactAssignment.objects.within(scope, Power.REGISTRY_READ)
    own = rows.filter(person__household=household, kind=Kind.LEAD).select_related("person", "contact", "association")
    before: dict[UUID, tuple[ContactAssignment, str]] = {}
    for row in own.order_by("since", "id"):
        now = row.contact.name if row.contact else ""
        last = before.get(row.person_id)
        before[row.person_id] = (row, now)
        if (last[1] if last and last[0].until == row.since else "") == now:
            continue
        title = f"{row.person}的联系人改为{now}" if now else f"{row.person}没有联系人了"
        text = "乡镇指定" if row.chosen else str(row.association or "")
        yield Moment(row.since, title, text, people=frozenset({row.person_id}))
