"""What matters tell in a household's timeline: that something was asked for, that it came, and how it ended."""

from collections.abc import Iterator

from django.utils import timezone

from canxie.engine.scoping.scope import Scope
from canxie.ground.registry.models import Household
from canxie.ground.registry.timeline import Moment, told
from canxie.mechanisms.matters.kinds import kinds
from canxie.mechanisms.matters.models import Matter


@told
def tell(scope: Scope, household: Household) -> Iterator[Moment]:
    for key, kind in kinds.items():
        reached = Matter.objects.within(scope, kind.reads).filter(kind=key, household=household)
        for matter in reached.select_related("owner", "opened_by").order_by("opened_at", "id"):
            yield from moments(matter)


def moments(matter: Matter) -> Iterator[Moment]:
    kind, owner = matter.rules, matter.owner.name if matter.owner else ""
    on = timezone.localdate(matter.opened_at)
    yield Moment(on, f"提出{kind.name}：{matter.title}", f"“{matter.words}”", matter.opened_by.name)
    if matter.delivered_on:
        yield Moment(matter.delivered_on, f"{matter.title}：已送到", matter.evidence, owner)
    if matter.closed_at:
        on = timezone.localdate(matter.closed_at)
        yield Moment(on, f"{matter.title}：{matter.stands.label}", matter.reason, owner)
