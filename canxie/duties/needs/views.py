"""Screens of the needs: the list, one need with what can be done, and a need that did not come from a visit."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canxie.duties.needs import actions, presenters
from canxie.duties.needs.forms import NEED, RULES, ListForm, NeedForm
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.pages import page
from canxie.ground.divisions.models import Division
from canxie.ground.powers import Power
from canxie.ground.registry.actions import show as show_household
from canxie.ground.registry.models import Household
from canxie.mechanisms.matters import flow, life
from canxie.mechanisms.matters.actions import show, show_list
from canxie.mechanisms.matters.clocks import promise
from canxie.mechanisms.matters.forms import MoveForm
from canxie.mechanisms.matters.listing import Narrowing, counted, leaf
from canxie.mechanisms.matters.models import Matter
from canxie.mechanisms.matters.offering import is_made, offer
from canxie.mechanisms.matters.offices import above, offices_for, place_names

LISTED = ("state", "category", "place", "sort", "mine", "overdue")


@require_safe
@requires(Power.NEEDS_READ)
def needs(request: DeskRequest) -> HttpResponse:
    """The needs in reach, those whose clock runs out first. Names read in clear are on the trail."""
    now, sent = timezone.now(), {name: request.GET[name] for name in LISTED if request.GET.get(name)}
    chosen = Narrowing.read(RULES, sent)
    rows = Matter.objects.within(request.scope, Power.NEEDS_READ).filter(kind=NEED)
    rows = chosen.apply(rows, request.scope, now)
    found = leaf(rows.for_listing(), chosen.sort, **{key: request.GET.get(key, "") for key in ("after", "before")})
    shown = presenters.Needs(request.scope, found.rows, now)
    if in_clear := [row for row in found.rows if shown.is_contact(row.path)]:
        show_list(by=request.scope, matters=in_clear)
    places = places_below(request.scope)
    count, late = counted(rows), counted(rows.overdue(now))
    context = {
        "needs": shown.shown(),
        "lead": presenters.lead(count, late),
        "form": ListForm(sent, places=places),
        "conditions": presenters.conditions(sent, RULES, dict(places)),
        "before": presenters.query(sent, before=found.before) if found.before else "",
        "after": presenters.query(sent, after=found.after) if found.after else "",
    }
    return page(request, "needs/needs.html", context, fragment="results")


def places_below(scope: Scope) -> list[tuple[str, str]]:
    """What a list can be narrowed down to: the townships of a county, the villages of a township."""
    offices = [path for path in scope.paths(Power.NEEDS_READ) if len(path) < 12]
    children = [Division.objects.valid_on(timezone.localdate()).children_of(path) for path in offices]
    return [(place.code, place.name) for found in children for place in found]


@require_safe
@requires(Power.NEEDS_READ)
def need(request: DeskRequest, need_id: UUID) -> HttpResponse:
    """One need: what was said, how it stands, what can be done now, and what was done."""
    rows = Matter.objects.within(request.scope, Power.NEEDS_READ).filter(kind=NEED)
    return the_need(request, get_object_or_404(rows.for_listing(), id=need_id))


@require_http_methods(["GET", "POST"])
@requires(Power.NEEDS_HANDLE)
def move(request: DeskRequest, need_id: UUID, key: str) -> HttpResponse:
    """Make one move. A GET opens its form; a form sent back keeps what was typed."""
    rows = Matter.objects.within(request.scope, Power.NEEDS_HANDLE).filter(kind=NEED)
    matter = get_object_or_404(rows.for_listing(), id=need_id)
    if key not in RULES.moves:
        raise Http404
    form = move_form(matter, key, request.POST or None, request.FILES or None)
    if is_made(form, by=request.scope, matter=matter, key=key, at=timezone.now()):
        messages.success(request, f"{matter.title}：{RULES.moves[key].done}。")
        return redirect("needs:need", matter.pk)
    return the_need(request, matter, opened=key, form=form)


def the_need(request: DeskRequest, matter: Matter, *, opened: str = "", form: MoveForm | None = None) -> HttpResponse:
    """Draw the page of a need. That it was looked at is on the trail."""
    show(by=request.scope, matter=matter)
    now = timezone.now()
    offered = flow.moves_of(request.scope, matter)
    forms = {key: form if form and key == opened else move_form(matter, key) for key in offered}
    upward = above(matter.owner_path)
    shown = presenters.Needs(request.scope, [matter], now)
    context = {
        "need": shown.show(matter),
        "facts": shown.facts(matter),
        "matter": matter,
        "moves": offer(
            matter,
            offered,
            forms,
            address=reverse("needs:move", args=[matter.pk, "-"]),
            opened=opened,
            upward=place_names(upward).get(upward, "上级"),
        ),
        "form": form,
        "steps": life.steps(matter),
        "ways": life.ways(matter),
        "names": presenters.STEPS,
        "reached": presenters.reached(matter),
    }
    return page(request, "needs/need.html", context, status=422 if form and form.errors else 200)


def move_form(matter: Matter, key: str, data: Any = None, files: Any = None) -> MoveForm:
    prefix = {"auto_id": f"id_{key}_%s"}
    return MoveForm(data, files, move=RULES.moves[key], matter=matter, today=timezone.localdate(), **prefix)


@require_http_methods(["GET", "POST"])
@requires(Power.NEEDS_RECORD, Power.REGISTRY_READ)
def record(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """A need that somebody came in or rang up with."""
    household = get_object_or_404(Household.objects.within(request.scope, Power.NEEDS_RECORD), id=household_id)
    now, people = timezone.now(), [*household.people.living().order_by("name_sort", "id")]
    form = NeedForm(request.POST or None, people=people, offices=offices_for(household.path, now))
    if form.is_valid():
        opening = form.opening(source="direct", found_by=form.cleaned_data["found_by"])
        recorded = actions.record(by=request.scope, household=household, person=form.whose, opening=opening, at=now)
        messages.success(request, f"{household}的需求已登记：{recorded.title}。")
        return redirect("needs:need", recorded.pk)
    show_household(by=request.scope, household=household)
    context = {"household": household, "form": form, "promise": promise(NEED, household.path, now)}
    return page(request, "needs/record.html", context, status=422 if form.is_bound else 200)
