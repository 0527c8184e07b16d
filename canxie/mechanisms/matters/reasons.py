"""A matter that was open in these days is a reason to open a household's files."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from canxie.ground.registry.models import Household
from canxie.ground.registry.watch.reasons import Task, reason, tasks
from canxie.mechanisms.matters.models import Matter, Step


@reason("matters")
def open_there(households: Collection[UUID], since: date, until: date) -> set[UUID]:
    first, beyond = (timezone.make_aware(datetime.combine(day, time())) for day in (since, until))
    still = Q(closed_at=None) | Q(closed_at__gte=first)
    found = Matter.objects.filter(still, household__in=households, opened_at__lt=beyond)
    return {*found.order_by("pk").values_list("household", flat=True)}


def told(household: Household, since: datetime, around: timedelta) -> list[Task]:
    """A matter is the business of whoever owns it or has taken a step in it, and of the office that owns it."""
    still = Q(closed_at=None) | Q(closed_at__gte=since - around)
    matters = {one.pk: one for one in Matter.objects.filter(still, household=household).order_by("opened_at", "pk")}
    who = {(pk, one.owner_id or 0, one.owner_path) for pk, one in matters.items()}
    steps = Step.objects.filter(matter__in=matters).exclude(by=None).order_by("pk")
    who |= {(pk, by, "") for pk, by in steps.values_list("matter", "by")}
    found = []
    for pk, reader, office in sorted(who, key=str):
        one = matters[pk]
        until = (one.closed_at or timezone.now()) + around
        found.append(Task(one.opened_at - around, until, f"办这一家的{one.rules.name}", reader, office))
    return found


tasks.declare("matters", told)
