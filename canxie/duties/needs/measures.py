"""Figures about needs."""

from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.mechanisms.matters.kinds import kinds
from canxie.mechanisms.matters.models import Matter

NEED = "need"


class Counted(NamedTuple):
    """How many needs stand in a state, and how many of them are late."""

    state: str
    label: str
    how_many: int
    late: int


def counts_by_state(scope: Scope, power: str = Power.MEASURES_READ) -> list[Counted]:
    """Count the needs in reach of a power by state, in one query; a state with none counts 0."""
    late = Count("pk", filter=Q(due_at__lte=timezone.now()))
    rows = Matter.objects.within(scope, power).filter(kind=NEED)
    found = {
        row["state"]: row for row in rows.values("state").order_by("state").annotate(how_many=Count("pk"), late=late)
    }
    nothing = {"how_many": 0, "late": 0}
    return [
        Counted(key, state.label, (row := found.get(key, nothing))["how_many"], row["late"])
        for key, state in kinds[NEED].states.items()
    ]


def waiting_for(scope: Scope) -> int:
    """Count what waits for this reader: sent to their office, or their own and late."""
    sent = Q(sent_to__in=scope.paths(Power.NEEDS_HANDLE))
    late = Q(owner=scope.user_id, due_at__lte=timezone.now())
    return Matter.objects.within(scope, Power.NEEDS_READ).filter(sent | late, kind=NEED).count()
