"""The list of associations, the page of one, and what can be done with it."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canxie.duties.associations.actions import allow_wider, keep_paper, move_on, propose, show
from canxie.duties.associations.actions.lives import HANDS_OVER, NotReady
from canxie.duties.associations.choices import AssociationState
from canxie.duties.associations.forms import AssociationMoveForm, PaperForm, VillagesForm, WiderForm
from canxie.duties.associations.kinds import MOVES
from canxie.duties.associations.models import Association
from canxie.duties.associations.presenters.association import STEPS, Page, by_column, successors
from canxie.duties.associations.presenters.listing import listed
from canxie.duties.associations.presenters.villages import Village
from canxie.duties.associations.views.villages import joinable
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.cards import drawn
from canxie.engine.ui.pages import page
from canxie.ground.divisions.models import Division
from canxie.ground.powers import Power
from canxie.ground.registry.actions import show_list
from canxie.mechanisms.matters.refusals import Incomplete, Refused


@require_safe
@requires(Power.ASSOCIATIONS_READ)
def associations(request: DeskRequest) -> HttpResponse:
    """The associations in reach, by state."""
    rows = Association.objects.within(request.scope, Power.ASSOCIATIONS_READ)
    state = request.GET.get("state", "")
    state = state if state in AssociationState.values else ""
    found = listed(rows, state, request.GET, timezone.localdate())
    return page(request, "associations/associations.html", found | {"state": state})


@require_safe
@requires(Power.ASSOCIATIONS_READ)
def association(request: DeskRequest, association_id: UUID) -> HttpResponse:
    """One association, made of the cards of all rooms."""
    rows = Association.objects.within(request.scope, Power.ASSOCIATIONS_READ).select_related("matter")
    return the_page(request, get_object_or_404(rows, id=association_id))


def the_page(
    request: DeskRequest, association: Association, *, opened: str = "", wrong: Any = None, not_ready: Any = ()
) -> HttpResponse:
    show(by=request.scope, association=association)
    told = Page(request.scope, association, timezone.localdate())
    cards = drawn("association", request.scope, association, may=partial(request.scope.covers, association.path))
    if named := [person for card in cards.values() for person in card.named]:
        show_list(by=request.scope, people=named, place=association.path)
    forms = {key: wrong if key == opened and wrong else move_form(request, association, key) for key in told.moves}
    context = {
        "association": association,
        "told": told,
        "moves": told.offered(forms, opened),
        "steps": STEPS,
        "columns": by_column(cards),
        "acts": [act for card in cards.values() for act in card.acts],
        "tags": [tag for card in cards.values() for tag in card.tags],
        "wrong": wrong,
        "not_ready": not_ready,
    }
    return page(request, "associations/association.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
@requires(Power.ASSOCIATIONS_READ)
def move(request: DeskRequest, association_id: UUID, key: str) -> HttpResponse:
    """Make one move. A GET opens its form; a form sent back keeps what was typed."""
    rows = Association.objects.within(request.scope, Power.ASSOCIATIONS_READ).select_related("matter")
    association = get_object_or_404(rows, id=association_id)
    if key not in MOVES:
        raise Http404
    if not request.scope.covers(association.path, power := MOVES[key].power or Power.ASSOCIATIONS_APPROVE):
        raise PermissionDenied(power)
    form = move_form(request, association, key, request.POST or None, request.FILES or None)
    not_ready: list[str] = []
    if form.is_valid():
        told = {"said": form.said(), "seen": form.cleaned_data["version"], "successor": form.successor()}
        try:
            moved = move_on(by=request.scope, association=association, key=key, at=timezone.now(), **told)
        except Incomplete as refused:
            add_errors(form, refused.missing)
        except NotReady as refused:
            not_ready = refused.sentences
            form.add_error(None, f"还有 {len(not_ready)} 处不符合，补齐了再报。填的都还在。")
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{moved}：{MOVES[key].done}。")
            return redirect("associations:association", moved.pk)
        association.refresh_from_db()
    wrong = form if form.is_bound else None
    return the_page(request, association, opened=key, wrong=wrong, not_ready=not_ready)


def add_errors(form: Any, missing: Mapping[str, str]) -> None:
    for field, sentence in missing.items():
        form.add_error(field if field in form.fields else None, sentence)


def move_form(
    request: DeskRequest, association: Association, key: str, data: Any = None, files: Any = None
) -> AssociationMoveForm:
    return AssociationMoveForm(
        data,
        files,
        move=MOVES[key],
        matter=association.matter,
        today=timezone.localdate(),
        successors=successors(request.scope, association) if key in HANDS_OVER else (),
        auto_id=f"id_{key}_%s",
    )


@require_http_methods(["GET", "POST"])
@requires(Power.ASSOCIATIONS_PREPARE)
def villages(request: DeskRequest, association_id: UUID) -> HttpResponse:
    """Change name, form and villages of one in preparation or in adjustment."""
    rows = Association.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE).select_related("matter")
    association = get_object_or_404(rows, id=association_id)
    today = timezone.localdate()
    place = Division.objects.filter(code=association.path).latest("valid_from")
    here, now = Village(request.scope, place, today), [*association.proposed.order_by("-host", "path")]
    choices = [(place.code, place.name), *joinable(here)]
    known = dict(choices)
    hosts = [(row.path, known.get(row.path, row.path)) for row in now] if association.state == "adjusting" else []
    form = VillagesForm(
        request.POST or None,
        request.FILES or None,
        host=association.path,
        choices=choices,
        hosts=hosts,
        chosen=[row.path for row in now if row.path != association.path],
        initial={
            "name": association.name,
            "form": association.form,
            "declared": any(row.declared for row in now),
            "draft_id": association.pk,
        },
    )
    if form.is_valid():
        told, host = form.cleaned_data, form.cleaned_data.get("host") or association.path
        try:
            propose(
                by=request.scope,
                association=association,
                host=host,
                villages=form.wishes(),
                name=told["name"],
                form=told["form"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{told['name']}管的村记下了。")
            return redirect("associations:association", association.pk)
    context = {"village": here, "form": form, "association": association}
    return page(request, "associations/villages.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires(Power.ASSOCIATIONS_APPROVE)
def wider(request: DeskRequest, association_id: UUID) -> HttpResponse:
    """Let it cover villages of several townships."""
    rows = Association.objects.within(request.scope, Power.ASSOCIATIONS_APPROVE)
    association = get_object_or_404(rows, id=association_id)
    form = WiderForm(request.POST or None)
    if form.is_valid():
        allow_wider(by=request.scope, association=association, basis=form.cleaned_data["basis"])
        messages.success(request, f"{association}可以跨乡镇联合了。")
        return redirect("associations:association", association.pk)
    context = {
        "association": association,
        "form": form,
        "title": "同意跨乡镇联合",
        "lead": "文件说的是邻近村联合；跨乡镇的，要县残联先同意。",
        "button": "同意跨乡镇联合",
    }
    return page(request, "associations/one_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires(Power.ASSOCIATIONS_PREPARE)
def paper(request: DeskRequest, association_id: UUID) -> HttpResponse:
    """Keep a paper of the association."""
    rows = Association.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE)
    association = get_object_or_404(rows, id=association_id)
    form = PaperForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        told = form.cleaned_data
        keep_paper(
            by=request.scope,
            association=association,
            title=told["title"],
            dated=told["dated"],
            content=told["photo"],
        )
        messages.success(request, f"{told['title']}存好了。")
        return redirect("associations:association", association.pk)
    context = {
        "association": association,
        "form": form,
        "title": "存一份文件",
        "lead": "备案表、批复、聘任书、会议签到，拍照存在这里，加密保存。",
        "button": "存这份文件",
    }
    return page(request, "associations/one_form.html", context, status=422 if form.is_bound else 200)
