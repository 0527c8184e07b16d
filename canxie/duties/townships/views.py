"""Screens of what townships have to work with."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canxie.duties.townships import actions, presenters
from canxie.duties.townships.forms import CoverForm, EndForm, NeighboursForm, ResourceForm
from canxie.duties.townships.models import Cover, Resource, ResourceQuerySet
from canxie.duties.townships.reading import Village, villages
from canxie.duties.townships.rules import persons_each
from canxie.engine.parameters.reading import parameter
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.scoping.scope import Scope, subtree
from canxie.engine.ui.pages import page
from canxie.ground.accounts.models import Post, User
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Division, Level
from canxie.ground.divisions.names import Names
from canxie.ground.divisions.neighbours import beside as neighbours_of
from canxie.ground.powers import Power


@require_safe
@requires(Power.TOWNSHIPS_READ)
def townships(request: DeskRequest) -> HttpResponse:
    """All townships in reach, the worst first; whoever has one alone goes straight to it."""
    paths = request.scope.paths(Power.TOWNSHIPS_READ)
    if len(paths) == 1 and len(paths[0]) == Level.TOWNSHIP:
        return redirect("townships:township", paths[0])
    now, today = timezone.now(), timezone.localdate()
    valid = Division.objects.valid_on(today).filter(level=Level.TOWNSHIP)
    towns = [(one.code, one.name) for path in paths for one in valid.below(path).order_by("code")]
    places = [village for path in paths for village in villages(path, at=now)]
    rows = presenters.sums(towns, places)
    context = {"rows": rows, "lead": presenters.lead(places), "place": place_of(paths[0])}
    return page(request, "townships/townships.html", context)


@require_safe
@requires(Power.TOWNSHIPS_READ)
def township(request: DeskRequest, code: str) -> HttpResponse:
    """One township: villages with nobody first, then covers, everybody who works there, and its means."""
    town, now, today = place(request.scope, code, Power.TOWNSHIPS_READ, Level.TOWNSHIP), timezone.now(), today_()
    places = villages(code, at=now)
    steps = parameter("vacancy.escalate_days", code, on=today).value
    means = inside(Resource.objects.within(request.scope, Power.TOWNSHIPS_READ), code)
    rows = [*means.on(today).by_name("kind", "path")]
    clerks = Post.objects.within(request.scope, Power.TOWNSHIPS_READ).held_at(now).filter(path=code)
    commissioners = {one.user for village in places for one in village.held}
    people = sum(village.people for village in places)
    context = {
        "town": town,
        "lead": presenters.lead(places),
        "vacant": presenters.vacant(places, steps, at=now),
        "covers": presenters.covered(places, at=now),
        "lines": presenters.lines(places),
        "people": people,
        "commissioners": len(commissioners),
        "each": persons_each(people, len(commissioners)),
        "clerks": clerks.filter(role=Role.TOWNSHIP_CLERK).select_related("user").order_by("since_at", "id"),
        "means": rows,
        "name": Names(row.path for row in rows),
        "today": today,
        "may_change": request.scope.covers(code, Power.TOWNSHIPS_CHANGE),
        "back": len(request.scope.paths(Power.TOWNSHIPS_READ)[0]) < Level.TOWNSHIP,
    }
    return page(request, "townships/township.html", context)


@require_http_methods(["GET", "POST"])
@requires(Power.TOWNSHIPS_CHANGE)
def add_resource(request: DeskRequest, code: str) -> HttpResponse:
    """Write down something the township has."""
    town = place(request.scope, code, Power.TOWNSHIPS_CHANGE, Level.TOWNSHIP)
    form = ResourceForm(request.POST or None, places=places_of(town), initial={"since": today_(), "path": code})
    if form.is_valid():
        made = actions.add_resource(by=request.scope, **form.cleaned_data)
        messages.success(request, f"{made}已登记。")
        return redirect("townships:township", code)
    context = {"town": town, "form": form, "resource": None}
    return page(request, "townships/resource.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires(Power.TOWNSHIPS_CHANGE)
def resource(request: DeskRequest, resource_id: UUID) -> HttpResponse:
    """Correct one of them, or say from when on it is no longer there."""
    found = get_object_or_404(Resource.objects.within(request.scope, Power.TOWNSHIPS_CHANGE), id=resource_id)
    town = place(request.scope, found.path[: Level.TOWNSHIP], Power.TOWNSHIPS_CHANGE, Level.TOWNSHIP)
    now = {name: getattr(found, name) for name in ResourceForm.base_fields}
    form = ResourceForm(request.POST or None, places=places_of(town), initial=now)
    if form.is_valid():
        actions.change_resource(by=request.scope, resource=found, **form.cleaned_data)
        messages.success(request, f"{form.cleaned_data['name']}已改好。")
        return redirect("townships:township", town.code)
    context = {"town": town, "form": form, "resource": found}
    return page(request, "townships/resource.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires(Power.TOWNSHIPS_CHANGE)
def cover(request: DeskRequest, code: str) -> HttpResponse:
    """Ask the commissioner of another village to look after one that has nobody."""
    division = place(request.scope, code, Power.TOWNSHIPS_CHANGE, Level.VILLAGE)
    now, today, town = timezone.now(), today_(), code[: Level.TOWNSHIP]
    places = villages(town, at=now)
    village = next((one for one in places if one.code == code), Village(code, division.name))
    beside = neighbours_of(code)
    could = [one for one in presenters.candidates(village, places, beside) if one.user != request.scope.user_id]
    most = parameter("vacancy.cover_days", code, on=today).value
    form = CoverForm(request.POST or None, candidates=[one.choice for one in could], today=today, most=most)
    if form.is_valid():
        said = form.cleaned_data
        user = User.objects.get(pk=said.pop("user"))
        try:
            actions.cover(by=request.scope, user=user, village=code, now=now, **said)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"{village.name}由{user}代管，现在就能看到村里的人。")
            return redirect("townships:township", town)
    steps = parameter("vacancy.escalate_days", code, on=today).value
    context = {
        "village": village,
        "town": town,
        "form": form,
        "gap": next(iter(presenters.vacant([village], steps, at=now)), None),
        "could": could,
        "beside": len(beside),
    }
    return page(request, "townships/cover.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires(Power.TOWNSHIPS_CHANGE)
def end_cover(request: DeskRequest, cover_id: int) -> HttpResponse:
    """End a cover now, and say why."""
    rows = Cover.objects.within(request.scope, Power.TOWNSHIPS_CHANGE).select_related("appointment__user")
    found, now = get_object_or_404(rows, pk=cover_id), timezone.now()
    form, town = EndForm(request.POST or None), found.path[: Level.TOWNSHIP]
    if form.is_valid():
        try:
            actions.end_cover(by=request.scope, cover=found, at=now, reason=form.cleaned_data["reason"])
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "代管已结束，权限这一秒起收回。")
            return redirect("townships:township", town)
    until = presenters.last_day(found.appointment.until_at, today_())
    context = {"cover": found, "village": place_of(found.path), "town": town, "form": form, "until": until}
    return page(request, "townships/end_cover.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires(Power.TOWNSHIPS_CHANGE)
def neighbours(request: DeskRequest, code: str) -> HttpResponse:
    """Say which villages lie beside one, so that covers go to those who are near."""
    village = place(request.scope, code, Power.TOWNSHIPS_CHANGE, Level.VILLAGE)
    valid = Division.objects.valid_on(today_()).children_of(code[: Level.TOWNSHIP]).exclude(code=code)
    now = {"others": sorted(neighbours_of(code))}
    places = [(one.code, one.name) for one in valid]
    form = NeighboursForm(request.POST if request.method == "POST" else None, places=places, initial=now)
    if form.is_valid():
        actions.declare_neighbours(by=request.scope, village=code, others=form.cleaned_data["others"])
        messages.success(request, f"{village}的邻村已登记 {len(form.cleaned_data['others'])} 个。")
        return redirect("townships:cover", code)
    context = {"village": village, "form": form}
    return page(request, "townships/neighbours.html", context, status=422 if form.is_bound else 200)


def place(scope: Scope, code: str, power: Power, level: Level) -> Division:
    """Find the division of a level that an address names, in reach of the power, as it is today. Raises Http404."""
    if len(code) != level or not (code.isascii() and code.isdecimal()):
        raise Http404
    scope.must_cover(code, power)
    return get_object_or_404(Division.objects.valid_on(today_()), code=code)


def place_of(code: str) -> str:
    return Names([code])(code, today_())


def places_of(town: Division) -> list[tuple[str, str]]:
    """Where a thing can stand: the township itself, or one of its villages."""
    below = Division.objects.valid_on(today_()).children_of(town.code)
    return [(town.code, town.name), *[(one.code, one.name) for one in below]]


def inside(rows: ResourceQuerySet, code: str) -> ResourceQuerySet:
    first, beyond = subtree(code)
    return rows.filter(path__gte=first, path__lt=beyond)


def today_() -> date:
    return timezone.localdate()
