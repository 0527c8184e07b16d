"""An agenda prepared from what is open: needs, visits missed, what the last meetings resolved (user story 5)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Count, Q

from canxie.duties.associations.kinds import RESOLUTION
from canxie.duties.associations.models import Association
from canxie.duties.associations.reading import villages_or_proposed
from canxie.ground.registry.models import Standing
from canxie.mechanisms.matters.models import Matter


def prepared(association: Association, now: datetime, today: date) -> list[str]:
    """Write the items of the next meeting, each with its numbers; what there is none of is left out."""
    paths = [row.path for row in villages_or_proposed(association, today)]
    return [*needs(paths, now), *missed(paths, today), *resolutions(association), "其他事项"]


def needs(paths: Sequence[str], now: datetime) -> list[str]:
    rows = Matter.objects.filter(kind="need", path__in=paths).under_way()
    told = rows.aggregate(open=Count("pk"), late=Count("pk", filter=Q(due_at__lte=now)))
    if not told["open"]:
        return []
    late = f"，其中 {told['late']} 条超时" if told["late"] else ""
    return [f"没办完的需求 {told['open']} 条{late}：一条一条过，定谁去办"]


def missed(paths: Sequence[str], today: date) -> list[str]:
    rows = Standing.objects.filter(path__in=paths, due_on__lt=today).order_by()
    count = rows.values("person__household").distinct().count()
    return [f"走访逾期 {count} 户：说明原因，定哪天补上"] if count else []


def resolutions(association: Association) -> list[str]:
    """What was resolved before and is not done yet."""
    meetings = [*association.meetings.exclude(held_on=None).values_list("pk", flat=True)]
    rows = Matter.objects.filter(kind=RESOLUTION, source="meeting", source_id__in=meetings).under_way()
    return [f"上次的决定“{row.title}”：办到哪一步" for row in rows.order_by("due_at", "id")]
