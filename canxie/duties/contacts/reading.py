"""Who answers for somebody on a day, since when, and who has nobody: what every page and other room asks."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from uuid import UUID

from canxie.duties.associations.models import Association
from canxie.duties.contacts.choices import Kind
from canxie.duties.contacts.models import ContactAssignment
from canxie.ground.accounts.models import User
from canxie.ground.registry.models import Person


@dataclass(frozen=True, slots=True)
class Answers:
    """Who answers for one person on a day; either may be nobody, and each has a day since which it is so.

    `place` is the village that this stands on; `chosen` says that the township had it so.
    """

    person: UUID
    kind: Kind
    path: str
    place: str
    contact: User | None
    contact_since: date
    association: Association | None
    association_since: date
    chosen: bool


def contact_of(person: Person, on: date) -> Answers | None:
    """Say who answers for somebody first; None for whoever was not in the register that day."""
    return contacts_of([person.pk], on).get(person.pk)


def contacts_of(people: Collection[UUID], on: date, kind: Kind = Kind.LEAD) -> Mapping[UUID, Answers]:
    """Say it of many in one query. Since when is told across rows: one half may change while the other goes on."""
    rows = ContactAssignment.objects.filter(person__in=people, kind=kind, since__lte=on)
    found: dict[UUID, list[ContactAssignment]] = defaultdict(list)
    for row in rows.select_related("contact", "association").order_by("person", "-since"):
        found[row.person_id].append(row)
    return {person: told(own) for person, own in found.items() if own[0].until is None or own[0].until > on}


def told(rows: list[ContactAssignment]) -> Answers:
    """Read somebody's rows, the latest first."""
    now = rows[0]
    return Answers(
        person=now.person_id,
        kind=Kind(now.kind),
        path=now.path,
        place=now.place,
        contact=now.contact,
        contact_since=since(rows, "contact_id"),
        association=now.association,
        association_since=since(rows, "association_id"),
        chosen=now.chosen,
    )


def since(rows: list[ContactAssignment], half: str) -> date:
    """Go back while one row follows on the other and says the same of this half."""
    day = rows[0].since
    for later, row in pairwise(rows):
        if row.until != later.since or getattr(row, half) != getattr(later, half):
            break
        day = row.since
    return day
