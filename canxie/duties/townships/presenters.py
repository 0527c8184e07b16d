"""What the pages of a township show: villages with nobody first, covers, loads, and who could help out."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from canxie.duties.townships.reading import Held, Village, loads
from canxie.duties.townships.rules import persons_each, step_of
from canxie.engine.ui.controls import Hinted
from canxie.kernel.words import short_day


@dataclass(frozen=True, slots=True)
class Vacant:
    """A village with nobody: how many people, how long, and how far that has climbed."""

    code: str
    name: str
    people: int
    days: int | None
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class Covered:
    cover: int
    code: str
    name: str
    people: int
    who: str
    until: str


@dataclass(frozen=True, slots=True)
class Line:
    """A village of the table: who works there, how many people, and how many each of them has in all."""

    code: str
    name: str
    who: str
    state: str
    people: int
    each: int | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could look after a village: their load now and after, and whether the villages are neighbours."""

    user: int
    name: str
    home: str
    load: int
    after: int
    beside: bool

    @property
    def choice(self) -> tuple[int, Hinted]:
        near = "邻村。" if self.beside else ""
        hint = f"{near}现在管 {self.load} 人，代管以后 {self.after} 人。"
        return self.user, Hinted(f"{self.name}（{self.home}）", hint)


@dataclass(frozen=True, slots=True)
class Sum:
    """One township as the county sees it."""

    code: str
    name: str
    villages: int
    vacant: int
    people_vacant: int
    covered: int
    commissioners: int
    people: int

    @property
    def each(self) -> int | None:
        return persons_each(self.people, self.commissioners)

    @property
    def worst_first(self) -> tuple[int, int, int, str]:
        return -self.people_vacant, -self.vacant, -(self.each or 0), self.code


def vacant(places: Iterable[Village], steps: Sequence[int], *, at: datetime) -> list[Vacant]:
    """The villages with nobody, those with most people first."""
    today, rows = timezone.localdate(at), []
    for village in places:
        if not village.vacant:
            continue
        days = village.days_vacant(at)
        if village.left_at is None:
            words = "还没有任命过"
        else:
            words = f"空缺 {days} 天，{short_day(timezone.localdate(village.left_at), today)}起"
        tone = "late" if step_of(days, steps) else "soon"
        rows.append(Vacant(village.code, village.name, village.people, days, words, tone))
    return sorted(rows, key=lambda row: (-row.people, row.code))


def lead(places: Sequence[Village]) -> str:
    """Say in words whether anybody is without somebody: 0 is the aim."""
    empty = [village for village in places if village.vacant]
    if not places:
        return "这里还没有村（社区）。"
    if not empty:
        return f"{len(places)} 个村都有专职委员或有人代管，没有一个人没人联系。"
    return f"{len(empty)} 个村没有专职委员，也没有人代管，{sum(one.people for one in empty)} 人没人联系。"


def covered(places: Sequence[Village], *, at: datetime) -> list[Covered]:
    """The covers of today, the one that ends first on top."""
    names, today = {village.code: village.name for village in places}, timezone.localdate(at)
    found = [(one, village) for village in places for one in village.held if one.cover]
    found.sort(key=lambda pair: (pair[0].until or at + timedelta(9999), pair[1].code))
    return [
        Covered(
            cover=one.cover or 0,
            code=village.code,
            name=village.name,
            people=village.people,
            who=f"{one.name}（{names.get(one.home, one.home)}）",
            until=last_day(one.until, today),
        )
        for one, village in found
    ]


def last_day(until: datetime | None, today: date) -> str:
    """Say the last day that somebody is still there: an end at midnight is the day before."""
    return short_day(timezone.localdate(until - timedelta(seconds=1)), today) if until else "没有定"


def lines(places: Sequence[Village]) -> list[Line]:
    """Every village with who works there; whoever has most people first, after the villages with nobody."""
    load = loads(places)
    rows = [
        Line(
            code=village.code,
            name=village.name,
            who="、".join(one.name for one in village.held) or "空缺",
            state="代管" if village.covered else "",
            people=village.people,
            each=max((load[one.user] for one in village.held), default=None),
        )
        for village in places
    ]
    return sorted(rows, key=lambda row: (row.each is not None, -(row.each or 0), row.code))


def candidates(village: Village, places: Sequence[Village], beside: Collection[str]) -> list[Candidate]:
    """Whoever works in a village of their own in the township: neighbours first, then who has fewest people."""
    load: dict[int, int] = loads(places)
    homes: dict[int, list[tuple[str, Held]]] = {}
    names = {one.code: one.name for one in places}
    for place in places:
        for one in place.held:
            if not one.cover and place.code != village.code:
                homes.setdefault(one.user, []).append((place.code, one))
    found = [candidate(village, names, load, beside, held) for held in homes.values()]
    return sorted(found, key=lambda one: (not one.beside, one.load, one.user))


def candidate(
    village: Village, names: dict[str, str], load: dict[int, int], beside: Collection[str], held: list[tuple[str, Held]]
) -> Candidate:
    one = held[0][1]
    return Candidate(
        user=one.user,
        name=one.name,
        home="、".join(names[code] for code, _ in held),
        load=load[one.user],
        after=load[one.user] + village.people,
        beside=any(code in beside for code, _ in held),
    )


def sums(towns: Sequence[tuple[str, str]], places: Sequence[Village]) -> list[Sum]:
    """Add villages up by township, the worst first: most people with nobody, then most villages, then the load."""
    rows = []
    for code, name in towns:
        own = [village for village in places if village.code.startswith(code)]
        empty = [village for village in own if village.vacant]
        rows.append(
            Sum(
                code=code,
                name=name,
                villages=len(own),
                vacant=len(empty),
                people_vacant=sum(village.people for village in empty),
                covered=sum(village.covered for village in own),
                commissioners=len({one.user for village in own for one in village.held}),
                people=sum(village.people for village in own),
            )
        )
    return sorted(rows, key=lambda row: row.worst_first)
