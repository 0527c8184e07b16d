"""What visiting does by itself."""

from datetime import datetime, timedelta

from django.utils import timezone

from canxie.duties.visits.actions import replan_everywhere
from canxie.engine.jobs.declarations import scheduled
from canxie.engine.jobs.periods import Every
from canxie.engine.scoping.scope import SYSTEM, Scope


@scheduled("visits.replan", label="排走访计划", every=Every.DAY, after=timedelta(hours=1))
def replan_by_night(start: datetime) -> None:
    """Tiers and plans of everyone, an hour after midnight."""
    replan_everywhere(by=Scope(SYSTEM, {}), on=timezone.localdate())
