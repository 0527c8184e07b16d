"""What matters do on schedule."""

from datetime import datetime

from django.utils import timezone

from canxie.engine.jobs.declarations import scheduled
from canxie.engine.jobs.periods import Every
from canxie.mechanisms.matters.escalation import escalate_overdue


@scheduled("matters.escalate", label="到时没人答复、没人接收的，转上一级", every=Every.TEN_MINUTES)
def climb(start: datetime) -> None:
    """Send on what has run out by now: an urgent matter has two hours, and ten minutes of them are few.

    What was missed needs no catching up.
    """
    escalate_overdue(timezone.now())
