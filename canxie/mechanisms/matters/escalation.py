"""What climbs when nobody acts: run by the schedule, as often as one likes."""

from datetime import datetime

from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.mechanisms.matters.actions import escalate
from canxie.mechanisms.matters.kinds import kinds
from canxie.mechanisms.matters.models import Matter
from canxie.mechanisms.matters.refusals import NothingDue


def escalate_overdue(at: datetime) -> int:
    """Send every matter on whose clock has run out by then, and say how many went. Each is an action of its own."""
    climbing = [key for key, kind in kinds.items() if any(clock.climbs for clock in kind.clocks.values())]
    late = [*Matter.objects.climbing(at).filter(kind__in=climbing).order_by("due_at", "id")]
    return sum(climbed(matter, at) for matter in late)


def climbed(matter: Matter, at: datetime) -> bool:
    by = Scope(SYSTEM, {kinds[matter.kind].handles: ("",)})
    try:
        escalate(by=by, matter=matter, at=at)
    except NothingDue:
        return False
    return True
