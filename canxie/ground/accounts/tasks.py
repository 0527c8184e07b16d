"""What accounts do on schedule."""

from datetime import datetime, timedelta

from django.utils import timezone

from canxie.engine.jobs.declarations import scheduled
from canxie.engine.jobs.periods import Every
from canxie.ground.accounts.models import Session, Tally

COUNTED = timedelta(days=1)
"""No limit looks further back."""


@scheduled("accounts.tidy", label="清理登录记录", every=Every.DAY, after=timedelta(hours=3))
def tidy(start: datetime) -> None:
    """Forget who tried what how often the day before yesterday, and sessions that nobody can open any more."""
    now = timezone.now()
    Tally.objects.filter(since_at__lt=now - COUNTED).delete()
    Session.objects.filter(expire_date__lt=now).delete()
