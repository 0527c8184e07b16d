"""One village: what covers it, the assistant for setting up an association, plans for gaps, neighbours."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canxie.duties.associations.actions import Draft, declare_neighbour, plan_gap
from canxie.duties.associations.actions import prepare as begin
from canxie.duties.associations.forms import GapForm, NeighbourForm, VillagesForm
from canxie.duties.associations.presenters.villages import Village
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.divisions.models import Division
from canxie.ground.powers import Power
from canxie.mechanisms.matters.refusals import Incomplete, Refused

TOWNSHIP = 9


@require_safe
@requires(Power.ASSOCIATIONS_READ)
def village(request: DeskRequest, code: str) -> HttpResponse:
    """What covers a village, or what the assistant proposes."""
    return the_village(request, village_of(request, code, Power.ASSOCIATIONS_READ))


def the_village(
    request: DeskRequest, here: Village, *, gap: GapForm | None = None, near: NeighbourForm | None = None
) -> HttpResponse:
    beside = others(here)
    writes = request.scope.covers(here.code, Power.ASSOCIATIONS_PREPARE)
    wrong = gap or near
    context = {
        "village": here,
        "writes": writes,
        "gap": gap or GapForm(villages=beside, initial=planned_so_far(here), prefix="gap"),
        "near": near or NeighbourForm(villages=beside, prefix="near"),
        "wrong": wrong,
        "may_set": request.scope.may(Power.PARAMETERS_READ),
    }
    return page(request, "associations/village.html", context, status=422 if wrong else 200)


def planned_so_far(here: Village) -> dict[str, Any]:
    return {} if here.covered_by else {"form": here.advice.form, "beside": here.advice.beside}


@require_http_methods(["POST"])
@requires(Power.ASSOCIATIONS_PREPARE)
def plan(request: DeskRequest, code: str) -> HttpResponse:
    """Say why the village is in a gap, and what is planned by when."""
    here = village_of(request, code, Power.ASSOCIATIONS_PREPARE)
    form = GapForm(request.POST, villages=others(here), prefix="gap")
    if form.is_valid():
        try:
            plan_gap(by=request.scope, village=code, today=here.today, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{here.name}的打算记下了，覆盖看板上能看到。")
            return redirect("associations:village", code)
    return the_village(request, here, gap=form)


@require_http_methods(["POST"])
@requires(Power.ASSOCIATIONS_PREPARE)
def neighbour(request: DeskRequest, code: str) -> HttpResponse:
    """Declare that another village is near."""
    here = village_of(request, code, Power.ASSOCIATIONS_PREPARE)
    form = NeighbourForm(request.POST, villages=others(here), prefix="near")
    if form.is_valid():
        try:
            declare_neighbour(by=request.scope, village=code, today=here.today, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{here.name}的邻村记下了，建议已经重算。")
            return redirect("associations:village", code)
    return the_village(request, here, near=form)


@require_http_methods(["GET", "POST"])
@requires(Power.ASSOCIATIONS_PREPARE)
def prepare(request: DeskRequest, code: str) -> HttpResponse:
    """Begin an association in this village, filled in as the assistant proposes."""
    here = village_of(request, code, Power.ASSOCIATIONS_PREPARE)
    beside = [here.advice.beside] if here.advice.beside else []
    form = VillagesForm(
        request.POST or None,
        request.FILES or None,
        host=code,
        choices=[(code, here.name), *joinable(here)],
        chosen=beside,
        initial={"name": f"{here.name}残协", "form": here.advice.form or None, "declared": bool(beside)},
    )
    if form.is_valid():
        told = form.cleaned_data
        draft = Draft(told["draft_id"], told["name"], told["form"], code, form.wishes(), here.why)
        try:
            made = begin(by=request.scope, draft=draft, at=timezone.now())
        except Incomplete as refused:
            for field, sentence in refused.missing.items():
                form.add_error(field, sentence)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{made}开始筹备。还缺什么，页上一条一条写着。")
            return redirect("associations:association", made.pk)
    context = {"village": here, "form": form, "association": None}
    return page(request, "associations/villages.html", context, status=422 if form.is_bound else 200)


def village_of(request: DeskRequest, code: str, power: Power) -> Village:
    request.scope.must_cover(code, power)
    today = timezone.localdate()
    place = Division.objects.valid_on(today).filter(code=code, level=12).first()
    if place is None:
        raise Http404
    return Village(request.scope, place, today)


def others(here: Village) -> list[tuple[str, str]]:
    """The villages that this one can go together with: of its township first, then of its county."""
    county = Division.objects.valid_on(here.today).below(here.code[:6]).filter(level__in=(9, 12))
    rows = [*county.exclude(code=here.code).order_by("code").values_list("code", "name")]
    towns = {code: name for code, name in rows if len(code) == TOWNSHIP}
    mine = here.code[:TOWNSHIP]
    near = [(code, name) for code, name in rows if code[:TOWNSHIP] == mine and len(code) > TOWNSHIP]
    far = [
        (code, f"{towns.get(code[:TOWNSHIP], '')}{name}")
        for code, name in rows
        if code[:TOWNSHIP] != mine and len(code) > TOWNSHIP
    ]
    return near + far


def joinable(here: Village) -> list[tuple[str, str]]:
    """Of these, the villages of its own township and its declared neighbours."""
    near = {one.code for one in here.near}
    return [pair for pair in others(here) if pair[0][:TOWNSHIP] == here.code[:TOWNSHIP] or pair[0] in near]
