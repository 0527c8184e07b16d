"""What the two lines put on the desk: the commissioner's tasks, and the answers that whoever gave them owes."""

from typing import Any

from django.db.models import Count, Q, Window
from django.utils import timezone

from canxie.duties.guidance.choices import TASK
from canxie.duties.guidance.measures import by_batch, objected
from canxie.duties.guidance.presenters import Tasks, batches
from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.cards import Card, Entry, card, entries
from canxie.ground.powers import Power
from canxie.mechanisms.matters.models import Matter

FEW = 5

entries.declare("guidance", Entry("任务", "hand", "guidance:tasks", Power.GUIDANCE_READ))


@card("guidance.tasks", on="home", power=Power.GUIDANCE_DO)
def tasks(scope: Scope) -> Card | None:
    """The commissioner's tasks of both lines, in one list by date."""
    now = timezone.now()
    rows = Matter.objects.within(scope, Power.GUIDANCE_DO).filter(kind=TASK).under_way()
    late, new = Q(due_at__lte=now), Q(state="given")
    counted = rows.annotate(
        of=Window(Count("pk")), late=Window(Count("pk", filter=late)), new=Window(Count("pk", filter=new))
    )
    few: list[Any] = [*counted.select_related("task", "owner").order_by("due_at", "id")[:FEW]]
    if not few:
        return None
    count, overdue, waiting = few[0].of, few[0].late, few[0].new
    leads = [f"{overdue} 条任务超时。" if overdue else "", f"{waiting} 条新任务等接受。" if waiting else ""]
    return Card(
        "交办的任务",
        "guidance/cards/tasks.html",
        {"tasks": Tasks(scope, few, now).shown(), "more": count > FEW},
        beside=f"{count} 条",
        lead="".join(leads),
        tone="late" if overdue else "",
        jump=("任务", f"{count} 条"),
    )


@card("guidance.objections", on="home", power=Power.GUIDANCE_ASSIGN)
def objections(scope: Scope) -> Card | None:
    """What commissioners object to: whoever gave it withdraws it, or insists and says why."""
    rows = objected(scope).annotate(of=Window(Count("pk")))
    few: list[Any] = [*rows.select_related("task", "owner").order_by("due_at", "id")[:FEW]]
    if not few:
        return None
    count = few[0].of
    return Card(
        "任务有异议，等答复",
        "guidance/cards/objections.html",
        {"tasks": Tasks(scope, few, timezone.now()).shown(), "more": count > FEW},
        beside=f"{count} 条",
        lead=f"{count} 条任务有异议，等答复。",
        tone="late",
        jump=("有异议", f"{count} 条"),
        column="top",
    )


@card("guidance.batches", on="home", power=Power.GUIDANCE_ASSIGN)
def given(scope: Scope) -> Card | None:
    """What a township gave to its villages lately, and how far they are."""
    if all(len(path) == 12 for path in scope.paths(Power.GUIDANCE_ASSIGN)):
        return None
    found = batches(by_batch(scope, FEW), timezone.localdate())
    if not found:
        return None
    return Card("交办给各村的任务", "guidance/cards/batches.html", {"batches": found}, column="side")
