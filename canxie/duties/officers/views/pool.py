"""Screens of the pool: who takes part, and what is known of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canxie.duties.associations.models import Association
from canxie.duties.officers import actions
from canxie.duties.officers.asking import Unknown, in_pool, links
from canxie.duties.officers.choices import CLASSES
from canxie.duties.officers.forms import LinkForm, ParticipantForm
from canxie.duties.officers.models import Participant
from canxie.duties.officers.presenters.pool import linked, pool
from canxie.duties.officers.presenters.seats import page_of
from canxie.duties.officers.presenters.someone import someone
from canxie.duties.officers.reading import villages
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.engine.ui.seen import Opened, both_texts, is_as_seen, version
from canxie.ground.powers import Power
from canxie.ground.registry.actions import show_list


class Draft(Opened):
    """A form about somebody of the pool."""

    @property
    def is_done(self) -> bool:
        return not self.theirs and not self.form.errors

    def is_of(self, shown: Callable[[Participant], Mapping[str, Any]]) -> actions.AsSeen:
        return lambda who: is_as_seen(self.seen, shown(who))


@require_safe
@requires(Power.ASSOCIATIONS_READ)
def participants(request: DeskRequest, association_id: UUID) -> HttpResponse:
    """Everybody who takes part in the villages of an association, from how many of the ten classes."""
    rows = Association.objects.within(request.scope, Power.ASSOCIATIONS_READ)
    association = get_object_or_404(rows, id=association_id)
    shows = pool(request.scope, association, timezone.localdate())
    shows |= {"association": association, "classes": CLASSES, "back": page_of(association)}
    note_files(request, association, shows["of"])
    return page(request, "officers/participants.html", shows)


@require_http_methods(["GET", "POST"])
@requires(Power.ASSOCIATIONS_PREPARE)
def join(request: DeskRequest, association_id: UUID) -> HttpResponse:
    """Take somebody into the pool."""
    rows = Association.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE)
    association = get_object_or_404(rows, id=association_id)
    today = timezone.localdate()
    covered = villages(association, today)
    form = ParticipantForm(request.POST or None, villages=covered, initial={"joined_on": today})
    if form.is_valid():
        values = form.values()
        who = actions.join(by=request.scope, **values)
        messages.success(request, f"{who}已加入参与人员。")
        return redirect("officers:participants", association.pk)
    shows = {"association": association, "draft": Draft(form, ""), "someone": None, "links": None}
    return page(request, "officers/pool_form.html", shows, status=422 if form.is_bound else 200)


@require_safe
@requires(Power.ASSOCIATIONS_READ)
def participant(request: DeskRequest, association_id: UUID, who_id: UUID) -> HttpResponse:
    """Somebody of the pool: what is still to do, and what has happened so far."""
    association, who = in_pool(
        Association.objects.within(request.scope, Power.ASSOCIATIONS_READ),
        Participant.objects.within(request.scope, Power.ASSOCIATIONS_READ),
        association_id,
        who_id,
    )
    note_files(request, association, [who])
    return page(request, "officers/participant.html", someone(request.scope, association, who, timezone.localdate()))


@require_http_methods(["GET", "POST"])
@requires(Power.ASSOCIATIONS_PREPARE)
def change(request: DeskRequest, association_id: UUID, who_id: UUID) -> HttpResponse:
    """Correct what is known of somebody in the pool, or say that they left."""
    association, who = in_pool(
        Association.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE),
        Participant.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE),
        association_id,
        who_id,
    )
    covered = villages(association, timezone.localdate())
    form = ParticipantForm(request.POST or None, villages=covered, initial=kept(who))
    draft = Draft(form, request.POST.get("seen", "") if form.is_bound else version(kept(who)))
    if form.is_valid():
        try:
            actions.correct(by=request.scope, participant=who, as_seen=draft.is_of(kept), **form.values())
        except actions.Overtaken as overtaken:
            now = kept(overtaken.now)
            draft.seen, draft.theirs = version(now), both_texts(form, now)
        except ValidationError as error:
            form.add_error("left_on", error)
        if draft.is_done:
            messages.success(request, f"{who}的资料已保存。")
            return redirect("officers:participant", association.pk, who.pk)
    return one(request, association, who, draft, Draft(LinkForm(initial=linked(who)), version(linked_to(who))))


@require_POST
@requires(Power.ASSOCIATIONS_FILE)
def link(request: DeskRequest, association_id: UUID, who_id: UUID) -> HttpResponse:
    """Say which account somebody has and who they are in the registry: the township alone."""
    association, who = in_pool(
        Association.objects.within(request.scope, Power.ASSOCIATIONS_FILE),
        Participant.objects.within(request.scope, Power.ASSOCIATIONS_FILE),
        association_id,
        who_id,
    )
    form = LinkForm(request.POST)
    draft = Draft(form, request.POST.get("seen", ""))
    if form.is_valid():
        try:
            found = links(request.scope, form.cleaned_data)
            actions.link(by=request.scope, participant=who, at=timezone.now(), as_seen=draft.is_of(linked_to), **found)
        except Unknown as unknown:
            form.add_error(unknown.field, unknown.sentence)
        except actions.Overtaken as overtaken:
            now = overtaken.now
            if any(getattr(now, name) != row for name, row in found.items()):
                draft.seen, draft.theirs = version(linked_to(now)), both_texts(form, linked(now))
        except ValidationError as error:
            form.add_error("username", error)
        if draft.is_done:
            messages.success(request, f"{who}的账号和名册关联已保存。")
            return redirect("officers:participant", association.pk, who.pk)
    first = ParticipantForm(villages=villages(association, timezone.localdate()), initial=kept(who))
    return one(request, association, who, Draft(first, version(kept(who))), draft)


def one(
    request: DeskRequest, association: Association, who: Participant, draft: Draft, links_draft: Draft
) -> HttpResponse:
    """Answer with both forms about somebody; that of the links is the township's alone."""
    may_link = request.scope.covers(who.path, Power.ASSOCIATIONS_FILE)
    shows = {"association": association, "someone": who, "draft": draft, "links": links_draft if may_link else None}
    return page(request, "officers/pool_form.html", shows, status=max(draft.status, links_draft.status))


def kept(who: Participant) -> dict[str, Any]:
    return {name: getattr(who, name) for name in ParticipantForm.base_fields}


def linked_to(who: Participant) -> dict[str, Any]:
    """Give what somebody is linked to, which the form shows in part: whether it is still what was seen there."""
    return {name: getattr(who, f"{name}_id") for name in ("user", "person", "relative_of")}


def note_files(request: DeskRequest, association: Association, people: Sequence[Participant]) -> None:
    """Note on the trail whose category was shown, or whose relative somebody is: to those alone who may know."""
    if not request.scope.covers(association.path, Power.ASSOCIATIONS_FILE):
        return
    if named := [row for who in people for row in (who.person, who.relative_of) if row]:
        show_list(by=request.scope, people=named, place=association.path)
