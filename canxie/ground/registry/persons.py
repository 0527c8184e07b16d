"""What the registry itself tells in a household's timeline: changes of state, and corrections."""

from collections.abc import Iterator

from django.utils import timezone

from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.models import User
from canxie.ground.registry.models import Change, Household, LifeEvent
from canxie.ground.registry.timeline import Moment, told


@told
def tell(scope: Scope, household: Household) -> Iterator[Moment]:
    events = LifeEvent.objects.filter(person__household=household).select_related("person").order_by("on", "id")
    changes = Change.objects.filter(household=household).select_related("person").order_by("changed_at", "id")
    names = dict(
        User.objects.filter(pk__in={e.recorded_by_id for e in events} | {c.changed_by_id for c in changes}).values_list(
            "pk", "name"
        )
    )
    for event in events:
        yield Moment(
            event.on, f"{event.person}：{event.get_state_display()}", event.told_by, names.get(event.recorded_by_id, "")
        )
    for change in changes:
        who = str(change.person or household)
        yield Moment(
            timezone.localdate(change.changed_at),
            f"{who}：改了{'、'.join(change.fields)}",
            change.get_source_display(),
            names.get(change.changed_by_id, ""),
        )
