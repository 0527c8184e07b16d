"""A roster on its way in: bring it, look at it, decide, write it, take it back with its results."""

from collections import defaultdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canxie.desk.imports.forms import UploadForm
from canxie.desk.imports.presenters import PARTS, Preview, confidence, places
from canxie.engine.files.content import Content
from canxie.engine.files.serving import answer
from canxie.engine.jobs.models import Job
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.ground.registry.roster import actions, outcomes
from canxie.ground.registry.roster.lists import called, offered, options
from canxie.ground.registry.roster.models import Choice, RosterImport, State
from canxie.ground.registry.roster.rows import opened

RECENT = 20


@require_http_methods(["GET", "POST"])
@requires(Power.REGISTRY_IMPORT)
def imports(request: DeskRequest) -> HttpResponse:
    """The form that takes a file, and what was brought lately."""
    today = timezone.localdate()
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    kinds = offered(request.scope)
    form = UploadForm(*sent, places=places(request.scope, today), kinds=kinds, scope=request.scope)
    if form.is_valid():
        said = form.cleaned_data
        _, job = actions.bring(
            by=request.scope, path=said["place"], content=said["file"], today=today, what=said["what"]
        )
        return redirect("desk:job", job.pk)
    recent = (
        RosterImport.objects.within(request.scope, Power.REGISTRY_IMPORT).open_to(request.scope).select_related("file")
    )
    rosters = [*recent.order_by("-uploaded_at", "id")[:RECENT]]
    shows = {"form": form, "rosters": rosters, "name": Names(one.path for one in rosters), "today": today}
    shows |= {"kinds": kinds, "called": called}
    return page(request, "desk/imports/index.html", shows, status=422 if form.is_bound else 200)


@require_safe
@requires(Power.REGISTRY_IMPORT)
def import_(request: DeskRequest, roster_id: UUID) -> HttpResponse:
    """What a file would do, before it does it. A file that is still being read shows how far that is."""
    roster = get_object_or_404(
        RosterImport.objects.within(request.scope, Power.REGISTRY_IMPORT).open_to(request.scope), id=roster_id
    )
    job = Job.objects.filter(subject=str(roster.pk)).order_by("-created_at", "-id").first()
    if job and (not job.has_ended or (roster.state == State.READING and job.reason)):
        return redirect("desk:job", job.pk)
    part = request.GET.get("show", "")
    after = request.GET.get("after", "")
    preview = Preview(
        roster,
        part if part in [*PARTS, "ignored"] else "",
        int(after) if after.isdecimal() else 0,
        timezone.localdate(),
    )
    shows = {
        "preview": preview,
        "roster": roster,
        "options": [("", "不要"), *options(roster.what)],
        "confidence": confidence,
        "today": preview.today,
    }
    response = page(request, "desk/imports/import.html", shows | {"failed": job.reason if job else ""})
    if preview.looked_at:
        actions.show(by=request.scope, roster=roster, part=part or "first", rows=preview.looked_at)
    return response


@require_POST
@requires(Power.REGISTRY_IMPORT)
def import_columns(request: DeskRequest, roster_id: UUID) -> HttpResponse:
    """Read the file again, with columns as somebody says they are."""
    roster = get_object_or_404(
        RosterImport.objects.within(request.scope, Power.REGISTRY_IMPORT).open_to(request.scope), id=roster_id
    )
    actions.correct_columns(by=request.scope, roster=roster, chosen=chosen(roster, request.POST))
    job = actions.in_background(actions.READ, by=request.scope, roster=roster)
    return redirect("desk:job", job.pk)


@require_POST
@requires(Power.REGISTRY_IMPORT)
def import_decide(request: DeskRequest, roster_id: UUID) -> HttpResponse:
    """Keep the ticks and choices of one page."""
    roster = get_object_or_404(
        RosterImport.objects.within(request.scope, Power.REGISTRY_IMPORT).open_to(request.scope), id=roster_id
    )
    decide(request, roster)
    messages.success(request, "已记下。还什么都没写进去。")
    return redirect(Preview(roster, "", 0, timezone.localdate()).address(request.POST.get("show", "")))


@require_POST
@requires(Power.REGISTRY_IMPORT)
def import_write(request: DeskRequest, roster_id: UUID) -> HttpResponse:
    """Write what was looked at, in the background."""
    roster = get_object_or_404(
        RosterImport.objects.within(request.scope, Power.REGISTRY_IMPORT).open_to(request.scope), id=roster_id
    )
    if roster.state != State.READY:
        return redirect("desk:import", roster.pk)
    decide(request, roster)
    return redirect("desk:job", actions.in_background(actions.WRITE, by=request.scope, roster=roster).pk)


@require_safe
@requires(Power.REGISTRY_IMPORT)
def import_result(request: DeskRequest, roster_id: UUID) -> HttpResponse:
    """The user's own file, with what became of each row beside it."""
    roster = get_object_or_404(
        RosterImport.objects.within(request.scope, Power.REGISTRY_IMPORT).open_to(request.scope), id=roster_id
    )
    if roster.erased_at or roster.state not in {State.READY, State.WRITTEN}:
        return redirect("desk:import", roster.pk)
    name, data = outcomes.returned(roster)
    actions.show(by=request.scope, roster=roster, part="result", rows=[])
    return answer(Content(name, "application/octet-stream", data))


def chosen(roster: RosterImport, said: QueryDict) -> dict[str, dict[str, str]]:
    """Read which columns somebody has corrected: `col.0-2.5` is column 5 of the sheets 0 and 2."""
    preview, known = Preview(roster, "", 0, timezone.localdate()), dict(options(roster.what))
    sheets = preview.found.get("sheets", [])
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for table in preview.tables:
        for tile in table.tiles:
            key = said.get(tile.name, tile.key)
            if key != tile.key and (key in known or not key):
                _, numbers, index = tile.name.split(".")
                for number in numbers.split("-"):
                    found[sheets[int(number)]["name"]][index] = key
    return found


def decide(request: DeskRequest, roster: RosterImport) -> None:
    """Keep the ticks and choices that the page has shown; a tick that is not sent was taken away."""
    said = request.POST
    ticked = [int(pk) for pk in said.getlist("ticked") if pk.isdecimal()]
    rows = opened(roster.rows.filter(pk__in=ticked).order_by("pk"))
    left_out = {
        row.pk: [key for key, *_ in row.said.get("changes", []) if f"w-{row.pk}-{key}" not in said] for row in rows
    }
    chosen = {name[2:]: said[name] for name in said if name.startswith("c-") and said[name] in ["", *Choice.values]}
    choices = {int(pk): choice for pk, choice in chosen.items() if pk.isdecimal()}
    if left_out or choices:
        actions.decide(by=request.scope, roster=roster, left_out=left_out, choices=choices)
