"""A visit that is due, or was made, is a reason to open a household's files."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from canxie.duties.visits.models import Plan, Visit
from canxie.ground.registry.watch.reasons import reason


@reason("visits")
def visited(households: Collection[UUID], since: date, until: date) -> set[UUID]:
    due = Plan.objects.filter(household__in=households, due_on__gte=since, due_on__lt=until)
    made = Visit.objects.filter(household__in=households, visited_on__gte=since, visited_on__lt=until)
    return {
        *due.order_by("pk").values_list("household", flat=True),
        *made.order_by("pk").values_list("household", flat=True),
    }
