"""One person as the roster lists them: what a row needs, read as plain values.

Fifty people and their standings as Django's objects cost as much as asking for them.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from canxie.ground.registry.models import Person
from canxie.ground.registry.models.people import kind_of
from canxie.kernel.masking import masked_name

COLUMNS = ("pk", "path", "name", "name_sort", "sex", "born_on", "state", "category", "degree")
OF_STANDING = ("pk", "tier", "due_on", "last_visit_on")


class Listed(NamedTuple):
    """A person, and what the books of visitors say; `standing` is None for whom no visitor has in the books."""

    pk: UUID
    path: str
    name: str
    name_sort: str
    sex: str
    born_on: date | None
    state: str
    category: str
    degree: int | None
    standing: UUID | None
    tier: str | None
    due_on: date | None
    last_visit_on: date | None

    def shown(self, *, clear: bool) -> str:
        """Name the person as `Person.shown` does."""
        return self.name if clear else masked_name(self.name)

    @property
    def kind(self) -> str:
        return kind_of(self.category, self.degree)


def listed(people: QuerySet[Person], most: int | None = None) -> Iterable[Listed]:
    """Read people, in the order they are asked in."""
    rows = people.values_list(*COLUMNS, *[f"standing__{name}" for name in OF_STANDING])
    return map(Listed._make, rows[:most] if most else rows)
