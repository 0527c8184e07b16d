"""The page of a household, that of a person, and what happened to them. Whoever looks is on the trail."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from itertools import groupby
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from canxie.desk.views import in_turn
from canxie.engine.parameters.reading import parameter
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.cards import Card, Tag, drawn
from canxie.engine.ui.pages import page
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.ground.registry import lookers as looks
from canxie.ground.registry.actions import show, show_person
from canxie.ground.registry.choices import State
from canxie.ground.registry.models import Household, Person
from canxie.ground.registry.presenters import about
from canxie.ground.registry.timeline import moments
from canxie.kernel.words import short_day


def has_searched(request: DeskRequest) -> bool:
    """Say whether somebody comes from a search in the register, as the browser tells it."""
    said = urlsplit(request.headers.get("Referer", ""))
    return said.path == reverse("desk:people") and bool(parse_qs(said.query).get("q"))


@require_safe
@requires(Power.REGISTRY_READ)
def household(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """One household, made of the cards of all rooms."""
    household = get_object_or_404(Household.objects.within(request.scope, Power.REGISTRY_READ), id=household_id)
    show(by=request.scope, household=household)
    cards = drawn("household", request.scope, household, may=partial(request.scope.covers, household.path))
    disabled = household.people.living().count()
    home = disabled + household.relatives.filter(lives_here=True).count()
    size = f"{home} 口人，{disabled} 位残疾人" if home > disabled else f"{disabled} 位残疾人"
    context = {
        "household": household,
        "text": f"{village(household)}{household.group}{household.door} · {size}",
    }
    return page(request, "desk/household.html", context | head_of(cards.values()) | in_turn(request, cards))


@require_safe
@requires(Power.REGISTRY_READ)
def person(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """One person, made of the cards of all rooms."""
    reached = Person.objects.within(request.scope, Power.REGISTRY_READ).select_related("household")
    person = get_object_or_404(reached, id=person_id)
    show_person(by=request.scope, person=person, came="search" if has_searched(request) else "")
    cards = drawn("person", request.scope, person, may=partial(request.scope.covers, person.path))
    home = person.household
    who = [about(person, timezone.localdate(), relation=False), person.kind, f"{village(home)}{home.group}{home.door}"]
    context = {
        "person": person,
        "text": " · ".join(filter(None, who)),
        "gone": "" if person.state == State.LIVING else person.get_state_display(),
        "may_write": request.scope.covers(person.path, Power.REGISTRY_WRITE),
    }
    return page(request, "desk/person.html", context | head_of(cards.values()) | in_turn(request, cards))


@require_safe
@requires(Power.REGISTRY_READ)
def lookers(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """谁看过我的档案: everybody who looked, to be read to the person or printed."""
    person = get_object_or_404(Person.objects.within(request.scope, Power.REGISTRY_READ), id=person_id)
    show_person(by=request.scope, person=person)
    today = timezone.localdate()
    days = parameter("looks.shown_days", person.path, on=today).value
    found = looks.lookers(person, since=timezone.now() - timedelta(days=days))
    context = {"person": person, "days": days, "today": today, "by_day": groupby(found, key=lambda one: one.on.date())}
    return page(request, "desk/people/lookers.html", context | {"count": len(found)})


@require_safe
@requires(Power.REGISTRY_READ)
def timeline(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """Everything that happened to a household, or with `?person=` to one of its people."""
    household = get_object_or_404(Household.objects.within(request.scope, Power.REGISTRY_READ), id=household_id)
    show(by=request.scope, household=household)
    wanted = request.GET.get("person", "")
    person = next((one for one in household.people.order_by("pk") if str(one.pk) == wanted), None)
    today = timezone.localdate()
    happened = [one._asdict() | {"when": short_day(one.on, today)} for one in moments(request.scope, household, person)]
    return page(request, "desk/timeline.html", {"household": household, "person": person, "moments": happened})


def village(household: Household) -> str:
    return Names([household.path])(household.path, timezone.localdate())


def head_of(cards: Iterable[Card]) -> dict[str, Any]:
    """What the cards put at the head: states, what can be done (the main thing first), and what to know."""
    found = [*cards]
    acts = [act for card in found for act in card.acts]
    notices: list[Tag] = [card.notice for card in found if card.notice]
    return {
        "tags": [tag for card in found for tag in card.tags],
        "acts": sorted(acts, key=lambda act: not act.main),
        "notices": notices,
    }
