"""Which of the six clears are fresh, which are to be asked again, and what nobody ever asked (requirement 2.4.3)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from canxie.engine.parameters.reading import parameter
from canxie.ground.registry.choices import OF_HOUSEHOLD, OF_PERSON, Clear
from canxie.ground.registry.models import Block, Household, Person

Freshness = Literal["new", "old", "never"]


@dataclass(frozen=True, slots=True)
class Told:
    """One of the six clears of one household as it stands on a day; phone and policies for each `person`."""

    clear: Clear
    person: Person | None
    text: str
    state: Freshness
    confirmed_on: date | None = None

    @property
    def is_stale(self) -> bool:
        """Say whether the next visit should ask."""
        return self.state != "new"


def told(households: Iterable[Household], *, as_of: date, days: int) -> dict[UUID, list[Told]]:
    """Give the six clears of each household, in their order, in two queries however many households there are.

    What was confirmed no more than `days` days before is fresh. Only the living are asked.
    """
    ids = [household.pk for household in households]
    blocks = {
        (block.household_id, block.person_id, block.clear): block
        for block in Block.objects.filter(household__in=ids, ended_on=None).order_by("pk")
    }
    people: dict[UUID, list[Person]] = defaultdict(list)
    for person in Person.objects.living().filter(household__in=ids).order_by("born_on", "pk"):
        people[person.household_id].append(person)
    asked = {
        household: [(clear, None) for clear in OF_HOUSEHOLD]
        + [(clear, person) for clear in OF_PERSON for person in people[household]]
        for household in ids
    }
    return {
        household: [
            _told(clear, person, blocks.get((household, person.pk if person else None, clear)), as_of - timedelta(days))
            for clear, person in whom
        ]
        for household, whom in asked.items()
    }


def told_of(household: Household, *, as_of: date, days: int) -> list[Told]:
    """Give the six clears of one household."""
    return told([household], as_of=as_of, days=days)[household.pk]


def _told(clear: Clear, person: Person | None, block: Block | None, fresh_since: date) -> Told:
    if block is None:
        return Told(clear, person, "", "never")
    state: Freshness = "new" if block.confirmed_on >= fresh_since else "old"
    return Told(clear, person, block.text, state, block.confirmed_on)


def fresh_days(path: str, *, on: date) -> int:
    """Say for how many days what was told stays fresh at a place."""
    days: int = parameter("clear.fresh_days", path, on=on).value
    return days
