"""A county's people as columns of numbers, drawn all at once: three million take seconds.

Nothing here is text, so that a province fits into memory; `rows` writes it out piece by piece.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from canxie.engine.demos import names
from canxie.engine.demos.ids import ids
from canxie.ground.registry.demo import shares

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

YES, NO, UNKNOWN = 1, 0, -1
SELF, SPOUSE, CHILD, PARENT = range(4)
LIVING, DECEASED, MOVED_AWAY = range(3)
YEAR = 365.25
TEN_YEARS = 3652
DICE, LUCK = 8, 2**16


@dataclass(slots=True)
class Homes:
    """Households, village by village: `first` is the first of each one's people, `size` how many they are."""

    ids: list[str]
    village: Ints
    group: Ints
    door: Ints
    first: Ints
    size: Ints
    surname: Ints
    head_given: Ints
    alone: Ints
    aged_carer: Ints
    shock_ago: Ints
    dice: npt.NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(slots=True)
class People:
    """Disabled people in the order of their households. Days are counted back from the day of the demo."""

    ids: list[str]
    home: Ints
    role: Ints
    women: Flags
    born_ago: Ints
    sequence: Ints
    category: Ints
    degree: Ints
    surname: Ints
    given: Ints
    whole: Ints
    state: Ints
    certified: Flags
    issued_ago: Ints
    dibao: Ints
    destitute: Ints
    living_subsidy: Ints
    nursing_subsidy: Ints
    orphan: Ints
    guarded: Ints
    dice: npt.NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def age(self) -> Ints:
        years: Ints = (self.born_ago / YEAR).astype(np.int64)
        return years

    def age_of(self, index: int) -> int:
        return int(self.born_ago[index] / YEAR)

    @property
    def severe(self) -> Flags:
        found: Flags = self.degree <= shares.SEVERE
        return found

    @property
    def needs_guardian(self) -> Flags:
        of_mind = (self.category == shares.INTELLECTUAL) | (self.category == shares.MENTAL)
        asked: Flags = (self.age < shares.ADULT) | (of_mind & self.severe)
        return asked


def draw(
    chance: Generator, people: int, exact: Sequence[int], weights: Floats, fixed: Sequence[int]
) -> tuple[Homes, People]:
    """Invent so many people.

    The first villages have `exact` numbers of households, the others share the rest by
    their `weights`. The first households have the sizes of `fixed`: those known by name.
    """
    homes = draw_homes(chance, people, exact, weights, fixed)
    home = np.repeat(np.arange(len(homes)), homes.size)
    rank = np.arange(len(home)) - homes.first[home]
    role, born_ago, women, category = draw_family(chance, rank)
    degree = pick(chance, shares.DEGREES[category - 1]) + 1
    married_in = (role == SPOUSE) | (women & (role == PARENT))
    surname = np.where(married_in, names.draw_surnames(chance, len(home)), homes.surname[home])
    minority = chance.random(len(home)) < names.MINORITY
    whole = np.where(minority, chance.integers(0, len(names.OTHER_MEN), len(home)), UNKNOWN)
    made = People(
        ids=ids(chance, len(home)),
        home=home,
        role=role,
        women=women,
        born_ago=born_ago,
        sequence=np.zeros_like(home),
        category=category,
        degree=degree,
        surname=surname,
        given=names.draw_given(chance, (born_ago / YEAR).astype(np.int64), women),
        whole=np.where(minority & women, whole + len(names.OTHER_MEN), whole),
        state=chance.choice(3, size=len(home), p=[0.98, 0.015, 0.005]),
        certified=chance.random(len(home)) < np.where(born_ago < 6 * YEAR, 0.45, 0.97),
        issued_ago=draw_issued(chance, born_ago),
        dibao=np.zeros_like(home),
        destitute=np.zeros_like(home),
        living_subsidy=np.zeros_like(home),
        nursing_subsidy=np.zeros_like(home),
        orphan=np.zeros_like(home),
        guarded=np.zeros_like(home),
        dice=chance.integers(0, LUCK, (len(home), DICE), dtype=np.uint16),
    )
    draw_facts(chance, homes, made)
    return homes, made


def draw_homes(chance: Generator, people: int, exact: Sequence[int], weights: Floats, fixed: Sequence[int]) -> Homes:
    """Draw sizes until they hold all the people, and lay the households into their villages."""
    size = 1 + pick(chance, np.tile(shares.SIZES, (people, 1)))
    size[: len(fixed)] = fixed
    count = int(np.searchsorted(np.cumsum(size), people)) + 1
    size = size[:count]
    size[-1] -= int(size.sum()) - people
    counts = np.concatenate([np.array(exact, dtype=np.int64), apportioned(weights, count - sum(exact))])
    village = np.repeat(np.arange(len(counts)), counts)
    starts = np.cumsum(counts) - counts
    place = np.arange(count) - starts[village]
    groups = np.clip(counts // 7, 2, 8)[village]
    alone = three(chance, np.where(size == 1, 0.14, 0.0), unknown=np.where(size == 1, 0.08, 0.0))
    return Homes(
        ids=ids(chance, count),
        village=village,
        group=place % groups,
        door=place // groups * 3 + chance.integers(1, 4, count),
        first=np.cumsum(size) - size,
        size=size,
        surname=names.draw_surnames(chance, count),
        head_given=names.draw_given(chance, np.full(count, names.OLD), np.zeros(count, dtype=np.bool_)),
        alone=alone,
        aged_carer=np.zeros(count, dtype=np.int64),
        shock_ago=np.where(chance.random(count) < 0.012, chance.integers(10, 170, count), UNKNOWN),
        dice=chance.integers(0, LUCK, (count, DICE), dtype=np.uint16),
    )


def apportioned(weights: Floats, count: int) -> Ints:
    """Share a count out by weights, whole numbers that add up to it."""
    ends = np.round(np.cumsum(weights) / weights.sum() * count).astype(np.int64)
    parts: Ints = np.diff(ends, prepend=0)
    return parts


def draw_family(chance: Generator, rank: Ints) -> tuple[Ints, Ints, Flags, Ints]:
    """Give each a place in the family, an age, a sex and a category; who lives with others fits to the first."""
    count, nothing = len(rank), np.zeros(len(rank), dtype=np.int64)
    category = pick(chance, np.tile(shares.CATEGORIES, (count, 1))) + 1
    band = shares.BANDS[pick(chance, shares.AGES[category - 1])]
    age = band[:, 0] + chance.random(count) * (band[:, 1] - band[:, 0])
    women = chance.random(count) >= shares.MEN
    first = np.maximum.accumulate(np.where(rank == 0, np.arange(count), 0))
    with_others = np.concatenate([rank[1:] == 1, [False]]) & (rank == 0)
    age = np.where(with_others, np.maximum(age, 40 + age / 4), age)
    is_spouse = (rank == 1) & (chance.random(count) < 0.55)
    is_child = (rank > 0) & ~is_spouse
    women = np.where(is_spouse, ~women[first], women)
    age = np.where(is_spouse, np.maximum(25, age[first] + chance.normal(0, 3, count)), age)
    age = np.where(is_child, np.maximum(2, age[first] - 22 - chance.random(count) * 13), age)
    luck = chance.random(count)
    grown = np.where(women, np.where(luck < 0.45, SELF, SPOUSE), np.where((age < 50) & (luck < 0.3), CHILD, SELF))
    by_age = np.where(age < 22, CHILD, np.where((age > 70) & (luck > 0.8), PARENT, grown))
    role = np.where(is_spouse, SPOUSE, np.where(is_child, CHILD, np.where(with_others, SELF, nothing + by_age)))
    return role, (age * YEAR).astype(np.int64) + 1, women, category


def draw_issued(chance: Generator, born_ago: Ints) -> Ints:
    """Say how long ago each certificate was issued: it holds for ten years, and 3 % ran out unnoticed."""
    within = np.minimum(TEN_YEARS, np.maximum(born_ago - 150, 60))
    issued = 30 + (chance.random(len(born_ago)) * (within - 30)).astype(np.int64)
    forgotten = (chance.random(len(born_ago)) < 0.03) & (born_ago > TEN_YEARS + 1000)
    return np.where(forgotten, TEN_YEARS + chance.integers(2, 400, len(born_ago)), issued)


def draw_facts(chance: Generator, homes: Homes, people: People) -> None:
    """Draw what hardship tags are made of; a fact that nobody has asked is UNKNOWN."""
    count, severe, age = len(people), people.severe, people.age
    homes.alone[people.home[people.role != SELF]] = NO
    people.dibao = three(chance, np.where(severe, 0.26, 0.16), unknown=0.06)
    destitute = three(chance, np.where((age > shares.OLD) & (homes.alone[people.home] == YES), 0.2, 0.01), unknown=0.06)
    people.destitute = np.where(people.dibao == YES, NO, destitute)
    poor = (people.dibao == YES) | (people.destitute == YES)
    people.living_subsidy = three(chance, np.where(poor, 0.86, 0.02), unknown=0.05)
    people.nursing_subsidy = three(chance, np.where(severe, 0.82, 0.0), unknown=0.05)
    child = age < shares.ADULT
    people.orphan = np.where(child, three(chance, np.full(count, 0.02), unknown=0.08), UNKNOWN)
    people.guarded = np.where(people.needs_guardian, three(chance, np.full(count, 0.9), unknown=0.07), UNKNOWN)
    cared = np.zeros(len(homes), dtype=np.bool_)
    cared[people.home[severe & (age < 55) & (people.role == CHILD)]] = True
    homes.aged_carer = three(chance, np.where(cared, 0.35, 0.004), unknown=0.1)


def number(people: People, born: Ints) -> None:
    """Give everyone born on a day another sequence, odd for men: no two numbers are alike.

    `born` are the birth dates as days; 500 men and 500 women fit a day, of whom three million
    have about 60. A fixed step walks through all of them, so that numbers do not all begin at 0.
    """
    kind = born * 2 + people.women
    order = np.argsort(kind, kind="stable")
    ordered = kind[order]
    rank = np.arange(len(kind)) - np.searchsorted(ordered, ordered)
    if len(rank) and rank.max() >= 500:
        raise ValueError("more people were born on one day than it has numbers")
    place = (rank * 137 + ordered * 61) % 500
    people.sequence[order] = place * 2 + 1 - people.women[order]


def pick(chance: Generator, table: npt.NDArray[np.float64]) -> Ints:
    """Draw a column for each row of a table of shares."""
    luck = chance.random((len(table), 1)) * np.sum(table, axis=1, keepdims=True)
    chosen: Ints = (np.cumsum(table, axis=1)[:, :-1] <= luck).sum(axis=1)
    return chosen


def three(chance: Generator, yes: npt.NDArray[np.float64], *, unknown: float | npt.NDArray[np.float64]) -> Ints:
    """Draw YES with a share of its own for each, UNKNOWN with a share, else NO."""
    luck = chance.random(len(yes))
    return np.where(chance.random(len(yes)) < unknown, UNKNOWN, np.where(luck < yes, YES, NO))
