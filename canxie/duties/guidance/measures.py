"""What is laid on a commissioner (2.4.1): tasks of the month by line, and how many stand outside the list."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from canxie.duties.guidance.choices import GUIDANCE, IN_HAND, LEADERSHIP, TASK
from canxie.duties.guidance.models import Task
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.mechanisms.matters.models import Matter
from canxie.mechanisms.measures.published import Measure, Opened, measures


def of_the_month(on: date) -> QuerySet[Task]:
    """Everything given in that day's month, up to the end of that day. What was withdrawn was laid on somebody too."""
    since = timezone.make_aware(datetime.combine(on.replace(day=1), time.min))
    until = timezone.make_aware(datetime.combine(on, time.max))
    return Task.objects.filter(matter__opened_at__gte=since, matter__opened_at__lte=until)


def objected(scope: Scope) -> QuerySet[Matter]:
    """Find what the reader has to answer: the objections to tasks of the reader's own line."""
    rows = Matter.objects.within(scope, Power.GUIDANCE_ASSIGN).filter(kind=TASK, state="objected")
    givers = scope.paths(Power.GUIDANCE_ASSIGN)
    led = Q(category=LEADERSHIP, path__in=[path for path in givers if len(path) == 12])
    townships = Q(pk__in=[])
    for path in givers:
        if len(path) == 9:
            townships |= Q(path__startswith=path)
    return rows.filter(led | Q(category=GUIDANCE) & townships)


def by_batch(scope: Scope, few: int) -> list[dict[str, Any]]:
    """Count the last givings of this reader's own line by how far the villages are, in one query."""
    rows = Matter.objects.within(scope, Power.GUIDANCE_ASSIGN).filter(kind=TASK, category=GUIDANCE)
    counted = rows.values("task__batch").annotate(
        name=Max("title"),
        on=Max("opened_at"),
        villages=Count("pk"),
        waiting=Count("pk", filter=Q(state="given")),
        accepted=Count("pk", filter=Q(state__in=IN_HAND)),
        objected=Count("pk", filter=Q(state="objected")),
        done=Count("pk", filter=Q(state="done")),
        withdrawn=Count("pk", filter=Q(state="withdrawn")),
    )
    return [dict(row) for row in counted.order_by("-on", "task__batch")[:few]]


def given_on(line: str, name: str, words: str, key: str) -> None:
    """Declare the number of one line's tasks."""
    measures.declare(
        key,
        Measure(
            name=name,
            definition=f"这个月{words}交给专职委员几条任务。看到村一级，就是每位专职委员的条数。",
            numerator=f"这个月{words}交办的任务",
            denominator="这个月两条线交办的任务",
            exclusions="没有；撤回的也算，交办过就占了时间。",
            clause="二(四)",
            version=1,
            share=False,
            unit="条",
            rows=of_the_month,
            part=lambda on: Q(matter__category=line),
            by="matter__place",
            past=True,
            opened=Opened("看没办完的任务", Power.GUIDANCE_READ, lambda place, on: f"/guidance/?category={line}"),
        ),
    )


given_on(LEADERSHIP, "村“两委”交办的任务", "村（社区）“两委”", "guidance.leadership")
given_on(GUIDANCE, "乡镇残联交办的任务", "乡镇（街道）残联", "guidance.guidance")
measures.declare(
    "guidance.outside",
    Measure(
        name="清单外任务",
        definition="这个月交给专职委员的任务里，不在社区工作事项清单里的占多少。",
        numerator="没有写清单事项的任务",
        denominator="这个月两条线交办的任务",
        exclusions="没有；撤回的也算。",
        clause="二(四)",
        version=1,
        rows=of_the_month,
        part=lambda on: Q(list_item=""),
        by="matter__place",
        past=True,
        opened=Opened("看清单外的任务", Power.GUIDANCE_READ, lambda place, on: "/guidance/?outside=on"),
    ),
)
