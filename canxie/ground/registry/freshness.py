"""Which of the six clears are fresh, which are to be asked again, and what nobody ever asked (requirement 2.4.3)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

from canxie.engine.parameters.reading import parameter
from canxie.engine.prepared import of_some
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


BLOCKS = of_some(
    "household",
    lambda: (
        Block.objects.filter(ended_on=None)
        .order_by("pk")
        .values_list("household", "person", "clear", "text", "confirmed_on")
    ),
)


def told(
    households: Iterable[Household], *, as_of: date, days: int, living: Iterable[Person] | None = None
) -> dict[UUID, list[Told]]:
    """Give the six clears of each household, in their order, in two queries however many households there are.

    What was confirmed no more than `days` days before is fresh. Only the living are asked;
    whoever has them at hand, the eldest first, hands them over.
    """
    ids = [household.pk for household in households]
    blocks = {(household, person, clear): said for household, person, clear, *said in BLOCKS(ids)}
    people: dict[UUID, list[Person]] = defaultdict(list)
    if living is None:
        living = Person.objects.living().filter(household__in=ids).order_by("born_on", "pk")
    for person in living:
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


def told_of(household: Household, *, as_of: date, days: int, living: Iterable[Person] | None = None) -> list[Told]:
    """Give the six clears of one household."""
    return told([household], as_of=as_of, days=days, living=living)[household.pk]


def _told(clear: Clear, person: Person | None, said: Sequence[Any] | None, fresh_since: date) -> Told:
    if said is None:
        return Told(clear, person, "", "never")
    text, confirmed_on = said
    state: Freshness = "new" if confirmed_on >= fresh_since else "old"
    return Told(clear, person, text, state, confirmed_on)


def fresh_days(path: str, *, on: date) -> int:
    """Say for how many days what was told stays fresh at a place."""
    days: int = parameter("clear.fresh_days", path, on=on).value
    return days
