"""Scheduled work: one effect a period, with two workers and after days without one."""

import logging
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from canxie.engine.audit.trail import recording
from canxie.engine.jobs.declarations import Scheduled, schedule
from canxie.engine.jobs.models import ScheduledRun
from canxie.engine.jobs.periods import due
from canxie.engine.scoping.memory import remembering

logger = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)


def tick(now: datetime) -> None:
    """Do what is due. What breaks waits for its next try, and its later periods with it."""
    done = ScheduledRun.objects.exclude(done_at=None).values_list("name").annotate(last=Max("period")).order_by()
    last = dict(done)
    for name, plug in schedule.items():
        before = timezone.localtime(last[name]) if name in last else None
        starts = due(plug.every, plug.after, before, timezone.localtime(now))
        for start in starts if plug.catch_up else starts[-1:]:
            if not once(name, plug, start, now):
                break


def once(name: str, plug: Scheduled, start: datetime, now: datetime) -> bool:
    """Let the period have its effect, unless it has had it. Says whether it has it now.

    The row is the claim: a second worker waits at it until the first has committed.
    """
    try:
        with recording(), remembering():
            claim, _ = ScheduledRun.objects.get_or_create(name=name, period=start)
            claim = ScheduledRun.objects.select_for_update().get(pk=claim.pk)
            if claim.done_at or (claim.next_try_at and claim.next_try_at > now):
                return bool(claim.done_at)
            plug.effect(start)
            claim.done_at, claim.next_try_at, claim.error = timezone.now(), None, ""
            claim.save()
    except Exception as error:
        logger.exception("scheduled work %s broke for %s", name, start)
        try_later(name, start, now, type(error).__name__)
        return False
    return True


def try_later(name: str, start: datetime, now: datetime, error: str) -> None:
    """Double the pause with each try. The error is named by its class: a message may hold anything."""
    with recording():
        claim, _ = ScheduledRun.objects.get_or_create(name=name, period=start)
        claim.tries += 1
        pause = min(FIRST_PAUSE * 2 ** min(claim.tries - 1, 10), LONGEST_PAUSE)
        claim.next_try_at, claim.error = now + pause, error
        claim.save()
