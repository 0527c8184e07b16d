"""What the registry does on schedule."""

from datetime import datetime, timedelta

from django.utils import timezone

from canxie.engine.jobs.declarations import scheduled
from canxie.engine.jobs.periods import Every
from canxie.ground.registry.models import Opening


@scheduled("registry.openings", label="清除昨天打开档案的计数", every=Every.DAY, after=timedelta(minutes=20))
def forget_yesterday(start: datetime) -> None:
    """What was counted on a day is worth nothing the day after."""
    Opening.objects.filter(day__lt=timezone.localdate()).delete()
