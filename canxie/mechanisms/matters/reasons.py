"""A matter that was open in these days is a reason to open a household's files."""

from collections.abc import Collection
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from canxie.ground.registry.watch.reasons import reason
from canxie.mechanisms.matters.models import Matter


@reason("matters")
def open_there(households: Collection[UUID], since: date, until: date) -> set[UUID]:
    first, beyond = (timezone.make_aware(datetime.combine(day, time())) for day in (since, until))
    still = Q(closed_at=None) | Q(closed_at__gte=first)
    found = Matter.objects.filter(still, household__in=households, opened_at__lt=beyond)
    return {*found.order_by("pk").values_list("household", flat=True)}
