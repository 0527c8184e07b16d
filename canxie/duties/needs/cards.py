"""What the needs put on the desk."""

from typing import Any

from django.db.models import Count, Q, Window
from django.utils import timezone

from canxie.duties.needs.forms import NEED
from canxie.duties.needs.measures import counts_by_state, waiting_for
from canxie.duties.needs.presenters import VILLAGE, Needs, bars
from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.cards import Card, Entry, card, entries
from canxie.ground.powers import Power
from canxie.ground.registry.models import Household, Person
from canxie.mechanisms.matters.models import Matter

FEW = 5


entries.declare("needs", Entry("需求", "need", "needs:needs", Power.NEEDS_READ, count=waiting_for))


@card("needs.under_way", on="home", power=Power.NEEDS_READ)
def under_way(scope: Scope) -> Card | None:
    """What a village's people still wait for, the most urgent first. Offices above see it by state."""
    villages = tuple(path for path in scope.paths(Power.NEEDS_READ) if len(path) == VILLAGE)
    if not villages:
        return None
    now = timezone.now()
    rows = Matter.objects.within(scope, Power.NEEDS_READ).filter(kind=NEED, path__in=villages).under_way()
    few: list[Any] = [
        *rows.for_listing()
        .annotate(of=Window(Count("pk")), late=Window(Count("pk", filter=Q(due_at__lte=now))))
        .order_by("due_at", "id")[:FEW]
    ]
    count, late = (few[0].of, few[0].late) if few else (0, 0)
    return Card(
        "没办完的需求",
        "needs/cards/list.html",
        {"needs": Needs(scope, few, now).shown(), "more": count > FEW, "record": None, "alone": False},
        beside=f"{count} 条",
        lead=f"{late} 条需求超时。" if late else "",
        tone="late" if late else "",
        jump=("需求", f"{count} 条"),
    )


@card("needs.to_accept", on="home", power=Power.NEEDS_HANDLE)
def to_accept(scope: Scope) -> Card | None:
    """What villages have sent up, and what nobody answered in time: it waits to be accepted here."""
    offices = tuple(path for path in scope.paths(Power.NEEDS_HANDLE) if len(path) < VILLAGE)
    if not offices:
        return None
    rows = Matter.objects.within(scope, Power.NEEDS_HANDLE).sent_to(offices).filter(kind=NEED)
    few: list[Any] = [*rows.for_listing().annotate(of=Window(Count("pk"))).order_by("due_at", "id")[:FEW]]
    count = few[0].of if few else 0
    return Card(
        "转上来等接收",
        "needs/cards/to_accept.html",
        {"needs": Needs(scope, few, timezone.now()).shown()},
        beside=f"{count} 条",
        lead=f"{count} 条需求等接收。" if count else "",
        tone="late" if count else "",
        jump=("等接收", f"{count} 条"),
        column="top",
    )


@card("needs.by_state", on="home", power=Power.MEASURES_READ)
def by_state(scope: Scope) -> Card | None:
    """How far the needs have come, for the offices above the village. Above the county small numbers are not told."""
    if all(len(path) == VILLAGE for path in scope.paths(Power.MEASURES_READ)):
        return None
    shows = {"rows": bars(scope, counts_by_state(scope))}
    return Card("需求，按办到哪一步", "needs/cards/by_state.html", shows, column="side")


@card("needs.of_household", on="household", power=Power.NEEDS_READ)
def of_household(scope: Scope, household: Household) -> Card:
    """What this household still waits for, and the way to record what it asks for now."""
    rows = Matter.objects.within(scope, Power.NEEDS_READ).filter(kind=NEED, household=household).under_way()
    record = household if scope.covers(household.path, Power.NEEDS_RECORD) else None
    return of_someone(scope, [*rows.for_listing().order_by("due_at", "id")], record)


@card("needs.of_person", on="person", power=Power.NEEDS_READ)
def of_person(scope: Scope, person: Person) -> Card:
    """What this person still waits for."""
    rows = Matter.objects.within(scope, Power.NEEDS_READ).filter(kind=NEED, person=person).under_way()
    return of_someone(scope, [*rows.for_listing().order_by("due_at", "id")], None)


def of_someone(scope: Scope, rows: list[Matter], record: Household | None) -> Card:
    shows = {"needs": Needs(scope, rows, timezone.now()).shown(), "more": False, "record": record, "alone": True}
    return Card("没办完的需求", "needs/cards/list.html", shows, beside=f"{len(rows)} 条", column="side")
