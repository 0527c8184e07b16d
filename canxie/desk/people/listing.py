"""How the roster is sorted, and turned over page by page: by key, never by counting rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from canxie.engine.scoping.scope import subtree
from canxie.ground.registry.models import Person

SIZE = 50
MANY = 10_000
NAMED = ("path", "name_sort", "pk")


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of an order, with the keys that sort it; rows without a date are a leg of their own.

    A leg over the standing is narrowed by the standing's own path too, so that its index is read.
    """

    keys: tuple[str, ...]
    narrow: Q | None = None
    of_standing: bool = False

    def rows(self, people: QuerySet[Person], paths: Sequence[str], *, backward: bool) -> QuerySet[Person]:
        if self.of_standing:
            people = people.filter(within("standing__path", paths))
        if self.narrow:
            people = people.filter(self.narrow)
        return people.order_by(*[f"-{key}" if backward else key for key in self.keys])

    def holds(self, person: Person) -> bool:
        return not self.of_standing or value(person, self.keys[0]) is not None


@dataclass(frozen=True, slots=True)
class Sort:
    label: str
    legs: tuple[Leg, ...]


SORTS = {
    "due": Sort(
        "下次走访，早的在前",
        (
            Leg(("standing__due_on", "pk"), Q(standing__due_on__isnull=False), of_standing=True),
            Leg(NAMED, Q(standing__due_on__isnull=True)),
        ),
    ),
    "name": Sort("姓名拼音", (Leg(("name_sort", "pk")),)),
    "village": Sort("村", (Leg(NAMED),)),
    "last": Sort(
        "上次走访，久的在前",
        (
            Leg(NAMED, Q(standing__last_visit_on__isnull=True)),
            Leg(("standing__last_visit_on", "pk"), Q(standing__last_visit_on__isnull=False), of_standing=True),
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page is asked for: the one after a person, or the one before; or the first."""

    person: Person | None = None
    backward: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """One page, and whether there is one before it and one after it."""

    people: list[Person]
    before: bool
    after: bool


def turned(people: QuerySet[Person], sort: Sort, paths: Sequence[str], turn: Turn) -> Rows:
    """Read one page of people, leg by leg, from where the last one ended."""
    legs = [*reversed(sort.legs)] if turn.backward else [*sort.legs]
    if turn.person:
        legs = legs[next(n for n, leg in enumerate(legs) if belongs(turn.person, leg, legs)) :]
    found: list[Person] = []
    for number, leg in enumerate(legs):
        rows = leg.rows(people, paths, backward=turn.backward)
        if number == 0 and turn.person:
            rows = rows.filter(beyond(leg.keys, turn.person, backward=turn.backward))
        found += rows[: SIZE + 1 - len(found)]
        if len(found) > SIZE:
            break
    more, page = len(found) > SIZE, found[:SIZE]
    if turn.backward:
        return Rows(page[::-1], before=more, after=True)
    return Rows(page, before=turn.person is not None, after=more)


def belongs(person: Person, leg: Leg, legs: Sequence[Leg]) -> bool:
    """A person stands in the leg of the standing with a date, and else in the other."""
    dated = [one for one in legs if one.of_standing]
    return leg.of_standing == any(one.holds(person) for one in dated)


def beyond(keys: tuple[str, ...], person: Person, *, backward: bool) -> Q:
    """Rows that come after the person in this order: the first key that differs decides."""
    step, equal, found = ("lt" if backward else "gt"), Q(), Q(pk__in=[])
    for key in keys:
        found |= equal & Q(**{f"{key}__{step}": value(person, key)})
        equal &= Q(**{key: value(person, key)})
    return found


def value(person: Person, key: str) -> Any:
    """Follow a key such as "standing__due_on"; whoever has no standing has no date."""
    found: Any = person
    for name in key.split("__"):
        found = getattr(found, name, None)
    return found


def within(field: str, paths: Sequence[str]) -> Q:
    """The rows whose `field` lies in some places: `ScopedQuerySet.within` for a table that is joined."""
    reach = Q(pk__in=[])
    for first, past in map(subtree, paths):
        reach |= Q(**{f"{field}__gte": first, f"{field}__lt": past})
    return reach


def asked_for(query: Mapping[str, str], people: QuerySet[Person]) -> Turn:
    """Read from an address which page is asked for; somebody who is no longer in the list leads to the first."""
    for name in ("after", "before"):
        try:
            key = UUID(query.get(name, ""))
        except ValueError:
            continue
        person = people.filter(pk=key).order_by("pk").first()
        return Turn(person, backward=bool(person) and name == "before")
    return Turn()


def capped(people: QuerySet[Person]) -> str:
    """Count them, to a limit that nobody reads beyond."""
    count = people.order_by()[: MANY + 1].count()
    return f"超过 {MANY:,}" if count > MANY else f"{count:,}"
