"""Visit tiers and hardship tags: for everyone at once, and with the reason for one (requirement 2.5.1).

A tier is a person's own; a household's is the strictest of its people's, which is the visits'
business. What nobody has asked never makes an A: `facts_missing` says what the next visit asks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Q, Value, When

from canxie.engine.parameters import reading
from canxie.engine.parameters.declarations import declared
from canxie.engine.prepared import Prepared
from canxie.engine.scoping.scope import subtree
from canxie.ground.registry.choices import Tier
from canxie.ground.registry.models import Household, Person
from canxie.mechanisms.criteria.people import gather
from canxie.mechanisms.criteria.published import Fact, facts
from canxie.mechanisms.criteria.rulebooks import Criterion, Rulebook, read
from canxie.mechanisms.criteria.trees import Figures, Known, Told, because, leaves
from canxie.mechanisms.criteria.truth import EVERYBODY, NOBODY, Truth


@cache
def visiting() -> Rulebook:
    """The reviewed file, read once."""
    return read(Path(__file__).parent / "data/visiting.yaml")


Settings = Mapping[str, Mapping[str, reading.Value]]
Said = tuple[tuple[str, tuple[tuple[str, Any], ...]], ...]
"""What places have set, the innermost first: as something that can be a key."""


def tiers_in(household: Household, on: date) -> dict[UUID, str]:
    """Give the tier of each living person of one household, as `tier_cases` does: each visit that is saved asks it."""
    settings = reading.all_at(sorted(visiting().parameters), household.path, on=on)
    return dict(_prepared(on, _said(settings))(household.pk))


@lru_cache(maxsize=64)
def _prepared(on: date, said: Said) -> Prepared:
    return Prepared(
        lambda household: (
            Person.objects.living()
            .filter(household=household)
            .annotate(tier=_cases(on, said))
            .order_by("pk")
            .values_list("pk", "tier")
        )
    )


def tier_cases(on: date) -> Case:
    """Give everyone's tier on a day as one expression: `Person.objects.living().annotate(tier=tier_cases(today))`.

    Where a place has set a parameter itself, its own conditions stand before those of what lies
    around it, so each person meets their nearest place's first.
    """
    return _cases(on, _said(_settings(on)))


def _said(settings: Settings) -> Said:
    return tuple((place, tuple(figures.items())) for place, figures in _figures_by_place(settings))


@lru_cache(maxsize=16)
def _cases(on: date, said: Said) -> Case:
    """Make the expression once for a day and what places have set."""
    cases = [
        When(_inside(place) & _condition(tier, on, dict(figures)), then=Value(tier.key))
        for place, figures in said
        for tier in visiting().of_kind("tier")
    ]
    return Case(*cases, output_field=CharField(max_length=1))


def tagged(key: str, on: date) -> Q:
    """Keep those who have one hardship tag: `people.filter(tagged("many_disabled", today))`."""
    criterion, found, elsewhere = visiting().criteria[key], NOBODY, EVERYBODY
    for place, figures in _figures_by_place(_settings(on)):
        found |= _inside(place) & elsewhere & _condition(criterion, on, figures)
        elsewhere &= ~_inside(place)
    return found


@dataclass(frozen=True, slots=True)
class Tag:
    """A hardship tag that someone has, and why: 家里有 2 位持证残疾人（一户多残）."""

    criterion: Criterion
    leaves: tuple[Told, ...]

    def __str__(self) -> str:
        return f"{'，'.join(leaf.text for leaf in self.leaves)}（{self.criterion.name}）"


@dataclass(frozen=True, slots=True)
class Why:
    """Someone's tier with its reason. `leaves` are what `ui.why` draws: does it hold, and what, in words."""

    tier: Tier
    tags: tuple[Tag, ...]
    leaves: tuple[tuple[Truth, str], ...]
    missing: tuple[Fact, ...]
    parameters: tuple[reading.Value, ...]
    version: str

    def told_by(self, name: Callable[[str], str]) -> str:
        """Name the version of the rules and of each figure behind it; `name` says what a place is called."""
        figures = [f"{declared[v.key].label} {v}，{v.told(name(v.path))}" for v in self.parameters]
        return "；".join([f"规则 {self.version} 版", *figures])

    @property
    def reason(self) -> str:
        """The first thing that speaks for the tier, in one line."""
        return self.leaves[0][1]


def why_tier(person: Person, on: date) -> Why:
    return why_tiers([person], on)[person.pk]


def why_tiers(people: Sequence[Person], on: date) -> dict[UUID, Why]:
    """Say for some people, whatever their number in as many queries, which tier they have and why."""
    book = visiting()
    asked = {
        leaf.fact: None for criterion in book.criteria.values() if criterion.when for leaf in leaves(criterion.when)
    }
    known = gather(people, asked, on)
    paths = {person.path for person in people}
    settings = {key: {path: reading.nearest(places, path) for path in paths} for key, places in _settings(on).items()}
    return {
        person.pk: _why(book, known[person.pk], {key: by_path[person.path] for key, by_path in settings.items()})
        for person in people
    }


def facts_missing(person: Person, on: date) -> list[Fact]:
    """List what nobody has asked and what would make an A: the next visit asks it. Nothing for who is one already."""
    return [*why_tier(person, on).missing]


def _why(book: Rulebook, known: Known, settings: Mapping[str, reading.Value]) -> Why:
    figures = {key: setting.value for key, setting in settings.items()}
    truths = {key: one.when.judge(known, figures) if one.when else True for key, one in book.criteria.items()}
    tier = next(one for one in book.of_kind("tier") if truths[one.key])
    tags = [one for one in book.of_kind("tag") if truths[one.key]]
    stricter = [one for one in (*book.of_kind("tag"), *book.of_kind("tier")) if truths[one.key] is None]
    unsure = {
        told.fact: (told, one)
        for one in reversed(stricter)
        for told in _because(one, known, figures)
        if told.holds is None
    }
    found = tuple(Tag(tag, (*_because(tag, known, figures),)) for tag in tags)
    decisive = tags or [tier if tier.when else book.of_kind("tier")[-2]]
    speaks: list[tuple[Truth, str]] = [(True, str(tag)) for tag in found]
    speaks = speaks or [
        (told.holds, told.text) for told in _because(decisive[0], known, figures) if told.holds is not None
    ]
    asks = [(None, f"{told.text}（{one.name}）") for told, one in unsure.values()] if not tags else []
    return Why(
        tier=Tier(tier.key),
        tags=found,
        leaves=(*speaks, *asks),
        missing=tuple(facts[fact] for fact in unsure) if not tags else (),
        parameters=tuple(settings[key] for key in sorted({key for one in decisive for key in one.parameters})),
        version=book.version,
    )


def _because(criterion: Criterion, known: Known, figures: Figures) -> list[Told]:
    return because(criterion.when, known, figures) if criterion.when else []


def _settings(on: date) -> Settings:
    return reading.all_settled(sorted(visiting().parameters), on=on)


def _condition(criterion: Criterion, on: date, figures: Figures) -> Q:
    return criterion.when.sides(on, figures).yes if criterion.when else EVERYBODY


def _inside(place: str) -> Q:
    first, beyond = subtree(place) if place else ("", "")
    return Q(path__gte=first, path__lt=beyond) if place else EVERYBODY


def _figures_by_place(said: Settings) -> list[tuple[str, Figures]]:
    """The figures of each place that has set one itself, the innermost first, and of the country last."""
    places = sorted({place for values in said.values() for place in values}, key=len, reverse=True)
    return [(place, {key: reading.nearest(values, place).value for key, values in said.items()}) for place in places]
