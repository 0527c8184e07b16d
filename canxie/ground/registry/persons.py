"""What the registry itself tells in a household's timeline: changes of state, and corrections."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.models import User
from canxie.ground.registry.changes import LABELS, NUMBERS, said
from canxie.ground.registry.models import Change, Household, LifeEvent, Person
from canxie.ground.registry.timeline import Moment, told

YES_NO = {True: "是", False: "否"}


@told
def tell(scope: Scope, household: Household) -> Iterator[Moment]:
    events = LifeEvent.objects.filter(person__household=household).select_related("person").order_by("on", "id")
    changes = Change.objects.filter(household=household).select_related("person").order_by("changed_at", "id")
    ids = {event.recorded_by_id for event in events} | {change.changed_by_id for change in changes}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
    for event in events:
        title = f"{event.person}：{event.get_state_display()}"
        by = names.get(event.recorded_by_id, "")
        yield Moment(event.on, title, event.told_by, by, people=frozenset({event.person_id}))
    for change in changes:
        yield of(change, names.get(change.changed_by_id, ""))


def of(change: Change, by: str) -> Moment:
    """Tell one correction with what was there before; several in one line each."""
    who, pairs = str(change.person or change.household), said(change)
    on = timezone.localdate(change.changed_at)
    people = frozenset({change.person_id} if change.person_id else ())
    source = " · ".join(filter(None, [change.get_source_display(), by]))
    if "entered" in pairs:
        return Moment(on, f"登记{who}", "", source, people=people)
    first = all(old in (None, "") for old, _ in pairs.values())
    title = f"{who}：{'登记' if first else '改了'}{'、'.join(LABELS.get(name, name) for name in pairs)}"
    lines = [line(name, old, new) for name, (old, new) in pairs.items()]
    return Moment(on, title, "；".join(lines), source, people=people)


def line(field: str, old: Any, new: Any) -> str:
    """Say what a field became, and what it was if it was anything."""
    label, now = LABELS.get(field, field), shown(field, new)
    return f"{label}：{now}" if old in (None, "") else f"{label}：{shown(field, old)} → {now}"


def shown(field: str, value: Any) -> str:
    """Write a stored value as a page does: numbers by their tails, codes in words, nothing as 没有."""
    if value in (None, ""):
        return "没有"
    if isinstance(value, bool):
        return YES_NO[value]
    if field in NUMBERS:
        return f"尾号 {value[-4:]}"
    for table in (Person, Household):
        column = next((column for column in table._meta.concrete_fields if column.name == field), None)
        if column and column.choices:
            return str(dict(column.flatchoices).get(value, value))
    return str(value)
