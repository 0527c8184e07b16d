"""Meetings: plan one, read one, record what was said and resolved; a resolution and its moves."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canxie.duties.associations.actions import hold_meeting, plan_meeting
from canxie.duties.associations.kinds import RESOLUTION, RESOLUTION_MOVES
from canxie.duties.associations.meeting_forms import HeldForm, MeetingForm, ResolutionForm
from canxie.duties.associations.models import Association, Meeting
from canxie.duties.associations.presenters.agenda import prepared
from canxie.duties.associations.presenters.drawing import meetings as meeting_rows
from canxie.duties.associations.published import members_of
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.powers import Power
from canxie.mechanisms.matters import flow, life
from canxie.mechanisms.matters.actions import show
from canxie.mechanisms.matters.clocks import left
from canxie.mechanisms.matters.forms import MoveForm
from canxie.mechanisms.matters.models import Matter
from canxie.mechanisms.matters.offering import is_made
from canxie.mechanisms.matters.offices import offices_for
from canxie.mechanisms.matters.refusals import Incomplete, Refused

RESOLUTIONS = 4
"""How many can be written down on one page."""


@require_safe
@requires(Power.ASSOCIATIONS_READ)
def meetings(request: DeskRequest, association_id: UUID) -> HttpResponse:
    """All meetings of an association, the latest first."""
    rows = Association.objects.within(request.scope, Power.ASSOCIATIONS_READ)
    association = get_object_or_404(rows, id=association_id)
    plans = request.scope.covers(association.path, Power.ASSOCIATIONS_PREPARE)
    today = timezone.localdate()
    context = {"association": association, "rows": meeting_rows(association, today, limit=None), "plans": plans}
    return page(request, "associations/meetings.html", context)


@require_http_methods(["GET", "POST"])
@requires(Power.ASSOCIATIONS_PREPARE)
def meeting_new(request: DeskRequest, association_id: UUID) -> HttpResponse:
    """Set a day for a meeting; its agenda is prepared from what is open."""
    rows = Association.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE)
    association = get_object_or_404(rows, id=association_id)
    today = timezone.localdate()
    agenda = prepared(association, timezone.now(), today)
    quarter = f"第{'一二三四'[(today.month - 1) // 3]}季度例会"
    initial = {"agenda": "\n".join(agenda), "title": quarter, "on": today}
    form = MeetingForm(request.POST or None, initial=initial)
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = plan_meeting(
                by=request.scope,
                association=association,
                id_=told["meeting_id"],
                title=told["title"],
                on=told["on"],
                agenda=form.items(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{made}定下了，{len(made.agenda)} 个议题。")
            return redirect("associations:meeting", made.pk)
    context = {"association": association, "form": form, "items": len(agenda) - 1}
    return page(request, "associations/meeting_new.html", context, status=422 if form.is_bound else 200)


@require_safe
@requires(Power.ASSOCIATIONS_READ)
def meeting(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """One meeting: agenda, who came, what was said, what became of what was resolved."""
    rows = Meeting.objects.within(request.scope, Power.ASSOCIATIONS_READ).select_related("association")
    found = get_object_or_404(rows, id=meeting_id)
    now, today = timezone.now(), timezone.localdate()
    resolved = Matter.objects.within(request.scope, Power.ASSOCIATIONS_READ).filter(
        kind=RESOLUTION, source="meeting", source_id=found.pk
    )
    context = {
        "meeting": found,
        "association": found.association,
        "today": today,
        "attendance": [*found.attendance.order_by("-came", "id")],
        "resolutions": [
            {
                "id": row.pk,
                "title": row.title,
                "who": row.owner.name if row.owner else "还没有人",
                "category": row.rules.categories[row.category].label,
                "left": left(row, now),
            }
            for row in resolved.select_related("owner").order_by("opened_at", "id")
        ],
        "records": found.held_on is None and request.scope.covers(found.path, Power.ASSOCIATIONS_PREPARE),
    }
    return page(request, "associations/meeting.html", context)


@require_http_methods(["GET", "POST"])
@requires(Power.ASSOCIATIONS_PREPARE)
def meeting_record(request: DeskRequest, meeting_id: UUID) -> HttpResponse:
    """Record that a meeting was held. A form sent back keeps what was typed, but for a photo."""
    rows = Meeting.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE).select_related("association")
    found = get_object_or_404(rows, id=meeting_id)
    now, today = timezone.now(), timezone.localdate()
    members, offices = members_of(found.association, today), offices_for(found.path, now)
    form = HeldForm(
        request.POST or None,
        request.FILES or None,
        members=members,
        today=today,
        initial={"version": found.version, "on": min(found.planned_on, today)},
    )
    resolutions = [
        ResolutionForm(
            request.POST or None,
            offices=offices,
            today=today,
            prefix=f"resolution-{number}",
            empty_permitted=True,
            use_required_attribute=False,
        )
        for number in range(1, RESOLUTIONS + 1)
    ]
    valid = [one.is_valid() for one in (form, *resolutions)]  # each tells what is wrong with it
    if all(valid):
        resolved = [one.resolved() for one in resolutions if one.says_something]
        try:
            kept = hold_meeting(
                by=request.scope,
                meeting=found,
                held=form.held(resolved),
                seen=form.cleaned_data["version"],
                at=now,
            )
        except Incomplete as refused:
            for field, sentence in refused.missing.items():
                form.add_error(field if field in form.fields else None, sentence)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{kept}记好了，{len(resolved)} 项决定有人管、有日子。")
            return redirect("associations:meeting", kept.pk)
    context = {"meeting": found, "form": form, "resolutions": resolutions}
    return page(request, "associations/meeting_record.html", context, status=422 if form.is_bound else 200)


@require_safe
@requires(Power.ASSOCIATIONS_READ)
def resolution(request: DeskRequest, resolution_id: UUID) -> HttpResponse:
    """One resolution: what, by whom, until when, and how far it has come."""
    rows = Matter.objects.within(request.scope, Power.ASSOCIATIONS_READ).filter(kind=RESOLUTION)
    return the_resolution(request, get_object_or_404(rows.select_related("owner"), id=resolution_id))


@require_http_methods(["GET", "POST"])
@requires(Power.RESOLUTIONS_DO)
def resolution_move(request: DeskRequest, resolution_id: UUID, key: str) -> HttpResponse:
    """Say what became of it. A form sent back keeps what was typed."""
    rows = Matter.objects.within(request.scope, Power.RESOLUTIONS_DO).filter(kind=RESOLUTION)
    matter = get_object_or_404(rows.select_related("owner"), id=resolution_id)
    if key not in RESOLUTION_MOVES:
        raise Http404
    if not request.scope.covers(matter.path, Power.ASSOCIATIONS_READ):
        raise PermissionDenied(Power.ASSOCIATIONS_READ)
    form = resolution_form(matter, key, request.POST or None, request.FILES or None)
    if is_made(form, by=request.scope, matter=matter, key=key, at=timezone.now()):
        messages.success(request, f"{matter.title}：{RESOLUTION_MOVES[key].done}。")
        return redirect("associations:resolution", matter.pk)
    return the_resolution(request, matter, opened=key, form=form)


def the_resolution(
    request: DeskRequest, matter: Matter, *, opened: str = "done", form: MoveForm | None = None
) -> HttpResponse:
    show(by=request.scope, matter=matter)
    forms = {key: resolution_form(matter, key) for key in flow.moves_of(request.scope, matter)}
    if form and opened in forms:
        forms[opened] = form
    bound = form if form and form.is_bound else None
    now = timezone.now()
    context: dict[str, Any] = {
        "matter": matter,
        "left": left(matter, now),
        "category": matter.rules.categories[matter.category].label,
        "moves": [(key, RESOLUTION_MOVES[key], one, key == opened) for key, one in forms.items()],
        "steps": life.steps(matter),
        "form": bound,
    }
    return page(request, "associations/resolution.html", context, status=422 if bound else 200)


def resolution_form(matter: Matter, key: str, data: Any = None, files: Any = None) -> MoveForm:
    made = MoveForm(
        data, files, move=RESOLUTION_MOVES[key], matter=matter, today=timezone.localdate(), auto_id=f"id_{key}_%s"
    )
    for name in ("photo", "consent"):  # what was done is told in words
        made.fields.pop(name, None)
    return made
