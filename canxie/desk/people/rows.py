"""The rows of the roster in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from canxie.desk.people.filters import Filters
from canxie.desk.people.listed import Listed
from canxie.desk.people.listing import Rows
from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.columns import Column, Kind
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.ground.registry.choices import Sex, State
from canxie.ground.registry.contacts import names_of_contacts
from canxie.ground.registry.presenters import due_words
from canxie.kernel.dates import age_on
from canxie.kernel.words import short_day

VACANT = "空缺"
SEXES = dict[str, Any](Sex.choices)


@dataclass(frozen=True, slots=True)
class Line:
    """One person in the list. `revealable` is a name that is masked and may be shown."""

    key: UUID
    name: str
    who: str
    kind: str
    village: str
    tier: str
    last: str
    due: str
    late: bool
    contact: str
    revealable: bool


def lines(people: Sequence[Listed], scope: Scope, filters: Filters) -> list[Line]:
    """Write the rows; contacts, and villages that the filters do not offer, are asked for once for all of them."""
    villages, called, today = {person.path for person in people}, filters.called, filters.today
    contact, unnamed = names_of_contacts(villages, at=timezone.now()), villages - called.keys()
    name = Names(unnamed) if unnamed else None
    called |= {path: name(path, today) for path in unnamed if name}
    clear = {path: scope.covers(path, Power.REGISTRY_CONTACT) for path in villages}
    reveals = {path: scope.covers(path, Power.REGISTRY_REVEAL) for path in villages}
    return [
        Line(
            key=person.pk,
            name=person.shown(clear=clear[person.path]),
            who=f"{SEXES.get(person.sex, '')} {age_on(person.born_on, today) if person.born_on else ''}".strip(),
            kind=person.kind,
            village=called[person.path],
            contact=contact.get(person.path, VACANT),
            revealable=reveals[person.path] and not clear[person.path],
            **visited(person, today),
        )
        for person in people
    ]


def visited(person: Listed, today: date) -> dict[str, Any]:
    """Say how often somebody is to be visited, when it last was and when it will be."""
    if person.state != State.LIVING:
        return {"tier": "", "last": "", "due": State(person.state).label, "late": False}
    due_on = person.due_on
    late = due_on is not None and due_on < today
    return {
        "tier": person.tier or "",
        "last": short_day(person.last_visit_on, today) if person.last_visit_on else "还没有",
        "due": "还没排" if due_on is None else due_words(due_on, today),
        "late": late,
    }


def columns(filters: Filters) -> list[Column]:
    """Name the columns; four of them sort the list."""
    named: list[tuple[str, str, Kind]] = [
        ("name", "姓名", ""),
        ("", "性别年龄", "s"),
        ("", "类别等级", "s"),
        ("village", "村", "s"),
        ("", "层级", "s"),
        ("last", "上次走访", "s"),
        ("due", "下次走访", "s"),
        ("", "联系人", "s"),
    ]
    made = [
        Column(label, kind, filters.address(sort=key), "ascending" if key == filters.sort else "")
        if key
        else Column(label, kind)
        for key, label, kind in named
    ]
    return [*made, Column("操作", hidden=True)]


def pages(filters: Filters, rows: Rows) -> dict[str, str]:
    """Give the addresses of the page before and the page after, and from whom to whom this one goes."""
    if not rows.people:
        return {"before": "", "after": "", "words": ""}
    join = "&" if "?" in filters.address() else "?"
    first, last = rows.people[0], rows.people[-1]
    shown = [one.shown(clear=filters.scope.covers(one.path, Power.REGISTRY_CONTACT)) for one in (first, last)]
    return {
        "before": f"{filters.address()}{join}before={first.pk}" if rows.before else "",
        "after": f"{filters.address()}{join}after={last.pk}" if rows.after else "",
        "words": f"从{shown[0]}到{shown[1]}" if rows.before or rows.after else "",
    }
