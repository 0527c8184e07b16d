"""A visit that is due, or was made, is a reason to open a household's files."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from canxie.duties.visits.models import Plan, Visit
from canxie.ground.registry.models import Household
from canxie.ground.registry.watch.reasons import Task, reason, tasks
from canxie.kernel.words import month_day


@reason("visits")
def visited(households: Collection[UUID], since: date, until: date) -> set[UUID]:
    due = Plan.objects.filter(household__in=households, due_on__gte=since, due_on__lt=until)
    made = Visit.objects.filter(household__in=households, visited_on__gte=since, visited_on__lt=until)
    return {
        *due.order_by("pk").values_list("household", flat=True),
        *made.order_by("pk").values_list("household", flat=True),
    }


def told(household: Household, since: datetime, around: timedelta) -> list[Task]:
    """A visit made is its visitor's business, one that is due that of the village's commissioner."""
    first = timezone.localdate(since) - around
    made = Visit.objects.filter(household=household, visited_on__gte=first, struck_out=False).order_by("visited_on")
    due = Plan.objects.filter(household=household).order_by("pk")
    found = [
        near(on, around, f"{month_day(on)}走访这一家", reader=by)
        for on, by in made.values_list("visited_on", "visitor")
    ]
    days = due.values_list("due_on", flat=True)
    return found + [near(on, around, f"这一家{month_day(on)}该走访", office=household.path) for on in days]


def near(on: date, around: timedelta, words: str, *, reader: int = 0, office: str = "") -> Task:
    day = timezone.make_aware(datetime.combine(on, time()))
    return Task(day - around, day + timedelta(1) + around, words, reader, office)


tasks.declare("visits", told)
