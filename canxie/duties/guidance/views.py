"""Screens of the tasks: one list of both lines, one task with what can be done, giving, and what a giving came to."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canxie.duties.guidance import actions, presenters
from canxie.duties.guidance.choices import TASK
from canxie.duties.guidance.forms import GiveForm, ListForm
from canxie.duties.guidance.places import receivers, usual_day, villages_and_towns
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.powers import Power
from canxie.mechanisms.matters import flow, life
from canxie.mechanisms.matters.forms import MoveForm
from canxie.mechanisms.matters.kinds import kinds
from canxie.mechanisms.matters.listing import Narrowing, counted, leaf
from canxie.mechanisms.matters.models import Matter
from canxie.mechanisms.matters.offering import is_made, offer
from canxie.mechanisms.matters.refusals import Incomplete

RULES = kinds[TASK]
LISTED = ("state", "category", "place", "sort", "outside", "overdue")
ALONGSIDE = ("task", "owner", "opened_by")


@require_safe
@requires(Power.GUIDANCE_READ)
def tasks(request: DeskRequest) -> HttpResponse:
    """The tasks of both lines in reach, those whose day comes first on top."""
    now, sent = timezone.now(), {name: request.GET[name] for name in LISTED if request.GET.get(name)}
    chosen = Narrowing.read(RULES, sent)
    rows = chosen.apply(Matter.objects.within(request.scope, Power.GUIDANCE_READ).filter(kind=TASK), request.scope, now)
    if sent.get("outside") == "on":
        rows = rows.filter(task__list_item="")
    keys = {key: request.GET.get(key, "") for key in ("after", "before")}
    found = leaf(rows.select_related(*ALONGSIDE), chosen.sort, **keys)
    places = villages_and_towns(request.scope)
    shown = presenters.Tasks(request.scope, found.rows, now)
    context = {
        "tasks": shown.shown(),
        "names_villages": shown.names_villages,
        "lead": presenters.lead(counted(rows), counted(rows.overdue(now))),
        "form": ListForm(sent, places=places),
        "conditions": presenters.conditions(sent, dict(places)),
        "may_give": request.scope.may(Power.GUIDANCE_ASSIGN),
        "before": presenters.query(sent, before=found.before) if found.before else "",
        "after": presenters.query(sent, after=found.after) if found.after else "",
    }
    return page(request, "guidance/tasks.html", context, fragment="results")


@require_safe
@requires(Power.GUIDANCE_READ)
def task(request: DeskRequest, task_id: UUID) -> HttpResponse:
    """One task: what is to be done on what basis, how it stands, what can be done now, and what was done."""
    rows = Matter.objects.within(request.scope, Power.GUIDANCE_READ).filter(kind=TASK)
    return the_task(request, get_object_or_404(rows.select_related(*ALONGSIDE), id=task_id))


@require_http_methods(["GET", "POST"])
@requires(Power.GUIDANCE_READ)
def move(request: DeskRequest, task_id: UUID, key: str) -> HttpResponse:
    """Make one move: the commissioner's, or those of whoever gave it. A form sent back keeps what was typed."""
    rows = Matter.objects.within(request.scope, Power.GUIDANCE_READ).filter(kind=TASK)
    matter = get_object_or_404(rows.select_related(*ALONGSIDE), id=task_id)
    if key not in RULES.moves:
        raise Http404
    if not request.scope.may(wanted := RULES.power_of(RULES.moves[key])):
        raise PermissionDenied(wanted)
    form = move_form(matter, key, request.POST or None)
    if is_made(form, by=request.scope, matter=matter, key=key, at=timezone.now()):
        messages.success(request, f"{matter.title}：{RULES.moves[key].done}。")
        return redirect("guidance:task", matter.pk)
    return the_task(request, matter, opened=key, form=form)


def the_task(request: DeskRequest, matter: Matter, *, opened: str = "", form: MoveForm | None = None) -> HttpResponse:
    now = timezone.now()
    offered = flow.moves_of(request.scope, matter)
    forms = {key: form if form and key == opened else move_form(matter, key) for key in offered}
    address = reverse("guidance:move", args=[matter.pk, "-"])
    shown = presenters.Tasks(request.scope, [matter], now)
    shown.names_villages = True
    context = {
        "task": shown.show(matter),
        "facts": presenters.facts(matter, now),
        "matter": matter,
        "batch": matter.task.batch if request.scope.covers(flow.giver(matter), Power.GUIDANCE_ASSIGN) else None,
        "moves": offer(matter, offered, forms, address=address, opened=opened),
        "form": form,
        "steps": life.steps(matter),
    }
    return page(request, "guidance/task.html", context, status=422 if form and form.errors else 200)


def move_form(matter: Matter, key: str, data: Any = None) -> MoveForm:
    return MoveForm(data, move=RULES.moves[key], matter=matter, today=timezone.localdate(), auto_id=f"id_{key}_%s")


@require_http_methods(["GET", "POST"])
@requires(Power.GUIDANCE_ASSIGN)
def give(request: DeskRequest) -> HttpResponse:
    """Give a task: the village committee through the chair, or the township to one or many of its villages."""
    now = timezone.now()
    places = receivers(request.scope, now)
    if not places:
        return page(request, "guidance/no_village.html", {})
    form = GiveForm(request.POST or None, places=places, until=usual_day(next(iter(places)), now))
    if form.is_valid():
        try:
            given = actions.give(by=request.scope, villages=form.chosen(), task=form.task(), at=now)
        except Incomplete as refused:
            for field, sentence in refused.missing.items():
                form.add_error(field if field in form.fields else None, sentence)
        else:
            messages.success(request, f"{given[0].title}：交给了 {len(given)} 个村的专职委员。")
            if len(given) == 1:
                return redirect("guidance:task", given[0].pk)
            return redirect("guidance:batch", form.cleaned_data["task_id"])
    context = {"form": form, "only": next(iter(places.values())) if len(places) == 1 else ""}
    return page(request, "guidance/give.html", context, status=422 if form.is_bound else 200)


@require_safe
@requires(Power.GUIDANCE_ASSIGN)
def batch(request: DeskRequest, batch: UUID) -> HttpResponse:
    """What became of a task that was given to several villages at once: those who have not answered first."""
    rows = Matter.objects.within(request.scope, Power.GUIDANCE_ASSIGN).filter(kind=TASK, task__batch=batch)
    found = [*rows.select_related(*ALONGSIDE).order_by("path", "id")]
    if not found:
        raise Http404
    now, turn = timezone.now(), [*RULES.states]
    found.sort(key=lambda one: (one.state != "objected", turn.index(one.state), one.path))
    shown = presenters.Tasks(request.scope, found, now)
    shown.names_villages = True
    context = {
        "matter": found[0],
        "facts": [fact for fact in presenters.facts(found[0], now) if fact[0] in ("交办", "依据", "清单", "办完期限")],
        "tasks": shown.shown(),
        "figures": presenters.figures(found),
    }
    return page(request, "guidance/batch.html", context)
