"""Registers as a file: asked for, agreed to, fetched."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canxie.engine.files.serving import answer
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.powers import Power
from canxie.mechanisms.registers import exports as actions
from canxie.mechanisms.registers.exports import NotAllowed, Wish, bounds, used
from canxie.mechanisms.registers.forms import DecisionForm, ExportForm
from canxie.mechanisms.registers.models import Export
from canxie.mechanisms.registers.presenters import Extract, extract
from canxie.mechanisms.registers.requests import Lines, stand

PAGE = 50


@require_http_methods(["GET", "POST"])
@requires(Power.REGISTERS_EXPORT)
def file(request: DeskRequest, key: str) -> HttpResponse:
    """Ask what for and which columns; then the file is made, or waits for another person."""
    now, today = timezone.now(), timezone.localdate()
    part = extract(request.scope, key, Power.REGISTERS_EXPORT, request.GET.dict(), today)
    figures = bounds(request.scope, part.place, today)
    labels = [column.label for column in part.columns()]
    form = ExportForm(request.POST or None, columns=labels, may_whole=figures.may_whole)
    if form.is_valid():
        try:
            asked = actions.ask(by=request.scope, wish=wish(part, form), rows=part.rows().count(), now=now)
        except NotAllowed as why:
            form.add_error(None, str(why))
        else:
            return redirect("registers:export", asked.pk)
    left = max(figures.a_day - used(request.scope.user_id, now), 0)
    context: dict[str, Any] = {"part": part, "place": part.division, "form": form, "figures": figures, "left": left}
    context |= {"rows": part.rows().count(), "copies": part.copies()}
    return page(request, "registers/ask.html", context, status=422 if form.is_bound else 200)


@require_safe
@requires(Power.REGISTERS_EXPORT)
def exports(request: DeskRequest) -> HttpResponse:
    """The files one has asked for, newest first."""
    mine = Export.objects.within(request.scope, Power.REGISTERS_EXPORT).filter(asked_by_id=request.scope.user_id)
    found = [*mine.select_related("copy").order_by("-asked_at", "id")[:PAGE]]
    return page(request, "registers/exports.html", {"lines": Lines(found, timezone.localdate())})


@require_safe
@requires(Power.REGISTERS_EXPORT)
def export(request: DeskRequest, export_id: UUID) -> HttpResponse:
    """Where one file stands; `?download` is the file itself. htmx asks until it is made, then the page is due."""
    reached = Export.objects.within(request.scope, Power.REGISTERS_EXPORT).visible_to(request.scope)
    found = get_object_or_404(reached.select_related("copy"), id=export_id)
    if "download" in request.GET:
        return download(request, found)
    shown = stand(found, request.scope, timezone.now())
    response = page(request, "registers/export.html", {"stand": shown, "form": DecisionForm()}, fragment="far")
    if request.GET.get("state", found.state) != found.state or shown.broke:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@requires(Power.REGISTERS_APPROVE, Power.REGISTERS_EXPORT)
def decide(request: DeskRequest, export_id: UUID) -> HttpResponse:
    """Agree to what somebody else asked for, or not."""
    found = get_object_or_404(Export.objects.within(request.scope, Power.REGISTERS_APPROVE), id=export_id)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            actions.decide(by=request.scope, export=found, now=timezone.now(), **form.cleaned_data)
        except NotAllowed as why:
            form.add_error(None, str(why))
            found.refresh_from_db()
        else:
            return redirect("registers:export", found.pk)
    shown = stand(found, request.scope, timezone.now())
    return page(request, "registers/export.html", {"stand": shown, "form": form}, status=422)


def download(request: DeskRequest, found: Export) -> HttpResponse:
    """The file, for whoever asked for it. htmx, which cannot keep a file, sends the browser for it."""
    address = reverse("registers:export", args=[found.pk])
    if found.asked_by_id != request.scope.user_id:
        raise Http404
    if found.is_over(timezone.localdate()):
        shown = stand(found, request.scope, timezone.now())
        return page(request, "registers/export.html", {"stand": shown, "form": DecisionForm()}, status=410)
    if found.state != Export.State.READY:
        return redirect(address)
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": f"{address}?download"})
    return answer(actions.fetch(by=request.scope, export=found, now=timezone.now()))


def wish(part: Extract, form: ExportForm) -> Wish:
    said = form.cleaned_data
    whole = bool(said.get("whole"))
    numbers = [column.label for column in part.register.columns if column.numbers and whole]
    columns = [*said["columns"], *numbers]
    return Wish(said["ask"] or uuid4(), part.key, part.place, said["purpose"], columns, whole, part.since, part.until)
