"""How the roster is sorted, and turned over page by page: by key, never by counting rows.

Of a county's hundred thousand people only the keys are sorted, in an index that holds little
else; whole rows are read for one page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q, QuerySet

from canxie.desk.people.listed import Listed, listed
from canxie.engine.scoping.scope import subtree
from canxie.ground.registry.models import Person, Standing

SIZE = 50
FEW = 500
"""So many are read and sorted here, which is quicker than to ask for a page of them."""
MANY = 10_000
STEPS = (64, 512, 4096)
"""How many keys of more than MANY are tried at a time; when conditions keep too few of them, whole rows are sorted."""

Keys = tuple[Any, ...]
Expected = Literal["few", "most", ""]


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of an order: the keys that sort it, the person's last.

    With `of` it is sorted by that day of the standing, or holds those who have a standing
    and no such day; else people are sorted by keys of their own. `stray` holds those whom
    no visitor has in the books at all.
    """

    keys: tuple[str, ...]
    of: str = ""
    stray: bool = False

    @property
    def dated(self) -> bool:
        return self.of in self.keys

    @property
    def table(self) -> type[Person] | type[Standing]:
        return Standing if self.of else Person

    def narrow(self, joined: str = "") -> Q:
        """What a row must be, for the table itself or joined to people."""
        if self.of:
            return Q(**{f"{joined}{self.of}__isnull": not self.dated, f"{joined}pk__isnull": False})
        return Q(standing__isnull=True) if self.stray else Q()

    def holds(self, person: Listed) -> bool:
        if self.of:
            return person.standing is not None and (getattr(person, self.of) is not None) == self.dated
        return person.standing is None or not self.stray

    def values(self, person: Listed) -> Keys:
        return tuple(getattr(person, key) for key in self.keys)

    def keyed(self, paths: Sequence[str], after: Keys | None, *, backward: bool) -> QuerySet[Any, Keys]:
        """The keys alone, in order, from where the last page ended."""
        rows = self.table._default_manager.filter(self.narrow(), within("path", paths))
        rows = rows.filter(beyond(self.keys, after, backward=backward)) if after else rows
        return rows.order_by(*ordered(self.keys, backward=backward)).values_list(*self.keys)

    def whole(
        self, people: QuerySet[Person], paths: Sequence[str], after: Keys | None, *, backward: bool
    ) -> QuerySet[Person]:
        """The people themselves, joined to the table and sorted."""
        joined = "standing__" if self.of else ""
        keys = (*[f"{joined}{key}" for key in self.keys[:-1]], "pk")
        rows = people.filter(self.narrow(joined), within(f"{joined}path", paths))
        rows = rows.filter(beyond(keys, after, backward=backward)) if after else rows
        return rows.order_by(*ordered(keys, backward=backward))


@dataclass(frozen=True, slots=True)
class Sort:
    label: str
    legs: tuple[Leg, ...]

    def key(self, person: Listed) -> Keys:
        """Where somebody stands in this order."""
        number = next(number for number, leg in enumerate(self.legs) if leg.holds(person))
        return number, *self.legs[number].values(person)


NAMED = ("path", "name_sort", "pk")
STRAY = Leg(NAMED, stray=True)
SORTS = {
    "due": Sort("下次走访，早的在前", (Leg(("due_on", "pk"), "due_on"), Leg(("pk",), "due_on"), STRAY)),
    "name": Sort("姓名拼音", (Leg(("name_sort", "pk")),)),
    "village": Sort("村", (Leg(NAMED),)),
    "last": Sort(
        "上次走访，久的在前", (Leg(("pk",), "last_visit_on"), Leg(("last_visit_on", "pk"), "last_visit_on"), STRAY)
    ),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page is asked for: the one after a person, or the one before; or the first."""

    person: Listed | None = None
    backward: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """One page, and whether there is one before it and one after it."""

    people: list[Listed]
    count: int
    before: bool
    after: bool


def turned(
    people: QuerySet[Person], sort: Sort, paths: Sequence[str], query: Mapping[str, str], *, expected: Expected
) -> Rows:
    """Read the page that an address asks for, of people who live within `paths`, and count them up to MANY.

    Where few are expected they are read at once, which is quicker than to count them first;
    where most of a place are, keys are tried first as among many.
    """
    count = 0 if expected == "few" else counted(people)
    if count <= FEW:
        everybody = [*listed(people.order_by(), FEW + 1)]  # sorted here: a limit would tempt a database to read by key
        if len(everybody) <= FEW:
            return cut(sorted(everybody, key=sort.key), query)
        count = counted(people)
    steps = STEPS if count > MANY else STEPS[:1] if expected == "most" else ()
    turn = asked_for(query, people)
    found = [*islice(walked(people, sort, paths, turn, steps), SIZE + 1)]
    more, page = len(found) > SIZE, found[:SIZE]
    if turn.backward:
        return Rows(page[::-1], count, before=more, after=True)
    return Rows(page, count, before=turn.person is not None, after=more)


def cut(everybody: Sequence[Listed], query: Mapping[str, str]) -> Rows:
    """Take one page out of all who are in the list."""
    places = {str(person.pk): place for place, person in enumerate(everybody)}
    at, before = places.get(query.get("after", ""), -1), places.get(query.get("before", ""))
    is_backward = at < 0 and before is not None
    first = max((before or 0) - SIZE, 0) if is_backward else at + 1
    page = everybody[first : before if is_backward else first + SIZE]
    return Rows([*page], len(everybody), before=first > 0, after=first + len(page) < len(everybody))


def walked(
    people: QuerySet[Person], sort: Sort, paths: Sequence[str], turn: Turn, steps: Sequence[int]
) -> Iterator[Listed]:
    """Go through the legs from where the last page ended."""
    legs = [*reversed(sort.legs)] if turn.backward else [*sort.legs]
    after: Keys | None = None
    if turn.person:
        own = next(leg for leg in legs if leg.holds(turn.person))
        legs, after = legs[legs.index(own) :], own.values(turn.person)
    for leg in legs:
        for step in steps:
            keys = [*leg.keyed(paths, after, backward=turn.backward)[:step]]
            kept = {one.pk: one for one in listed(people.filter(pk__in=[key[-1] for key in keys]).order_by())}
            yield from (kept[key[-1]] for key in keys if key[-1] in kept)
            if len(keys) < step:
                break
            after = keys[-1]
        else:
            yield from listed(leg.whole(people, paths, after, backward=turn.backward), SIZE + 1)
        after = None


def ordered(keys: tuple[str, ...], *, backward: bool) -> list[str]:
    return [f"-{key}" if backward else key for key in keys]


def beyond(keys: tuple[str, ...], values: Keys, *, backward: bool) -> Q:
    """Rows that come after these values in this order: the first key that differs decides."""
    step, equal, found = ("lt" if backward else "gt"), Q(), Q(pk__in=[])
    for key, value in zip(keys, values, strict=True):
        found |= equal & Q(**{f"{key}__{step}": value})
        equal &= Q(**{key: value})
    return found


def within(field: str, paths: Sequence[str]) -> Q:
    """The rows whose `field` lies in some places: `ScopedQuerySet.within` for places that were chosen there."""
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
        person = next(iter(listed(people.filter(pk=key).order_by("pk"))), None)
        return Turn(person, backward=bool(person) and name == "before")
    return Turn()


def counted(people: QuerySet[Person]) -> int:
    """Count them, but no further than anybody reads."""
    return people.order_by()[: MANY + 1].count()


def in_words(count: int) -> str:
    return f"超过 {MANY:,}" if count > MANY else f"{count:,}"
