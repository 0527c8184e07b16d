"""Rules of clause 二(三), 壮大工作力量: what an association's seats lack. Plain values in, plain findings out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from canxie.duties.officers.choices import COMMITTEE, PERSON, RELATIVE, Position

CLAUSE = "二（三）"
POOL = "广泛吸纳残疾人及亲友、村（社区）“两委”班子成员、村（居）民小组长、网格员、村医、致富能手（产业带头人）、退休干部、社会组织负责人、爱心人士、志愿者等参与残协工作"  # noqa: E501 - a sentence of the policy
CHAIR = "一般设主席1名，可由村（社区）“两委”成员担任"
VICE_CHAIR = "副主席2至3名，由残疾人及亲友、扶残助残人士担任"
MEMBER = "委员3至5名，由村（社区）内残疾人及亲友和各方面热心服务残疾人的代表担任"
COMMISSIONER = "委员中至少明确1名为专职委员，负责残协的日常工作"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many of one seat a county asks for."""

    least: int
    most: int

    def __str__(self) -> str:
        """
        >>> str(Bounds(1, 1)), str(Bounds(2, 3))
        ('1 名', '2 到 3 名')
        """
        return f"{self.least} 名" if self.least == self.most else f"{self.least} 到 {self.most} 名"


@dataclass(frozen=True, slots=True)
class Asked:
    """The figures of one place.

    `voice_from` is from how many people on a kind of disability wants a voice; `classes` is how
    many of the ten a pool wants.
    """

    bounds: Mapping[Position, Bounds]
    commissioners: int
    vice_chair_classes: frozenset[str]
    voice_from: int
    classes: int


@dataclass(frozen=True, slots=True)
class Seat:
    """One office-holder as the rules see them.

    `home` is the code of the village they live in; `gone` says that the register has them dead
    or moved away ("去世", "迁出"); `speaks_for` are the categories of disability that they, or
    those whose relatives they are, have.
    """

    name: str
    position: Position
    commissioner: bool = False
    classes: frozenset[str] = frozenset()
    home: str = ""
    gone: str = ""
    speaks_for: frozenset[str] = frozenset()


class Found(NamedTuple):
    """What the clause says about the seats: met, a hint, or not met. `about` is the seat that it is about."""

    tone: Literal["late", "soon", "good"]
    sentence: str
    quote: str
    about: str = ""

    @property
    def blocks(self) -> bool:
        return self.tone == "late"


def composition(
    seats: Sequence[Seat],
    asked: Asked,
    villages: Mapping[str, str],
    living: Mapping[str, int],
    kinds: Mapping[str, str],
    spoken_for: Collection[str] = (),
) -> list[Found]:
    """Hold the seats of one association against clause 二(三); what is not met stands first.

    `villages` are the covered ones, code → name. `living` says how many living people of each
    category of disability live in them, `kinds` what the categories are called; `spoken_for` are the
    villages where a group leader lives.
    """
    found = [
        *gone(seats),
        *chair(seats, asked),
        *vice_chairs(seats, asked),
        *members(seats, asked, villages),
        *commissioners(seats, asked),
        *voices(seats, asked, living, kinds),
        *villages_heard(seats, villages, spoken_for),
    ]
    return sorted(found, key=lambda one: ("late", "soon", "good").index(one.tone))


def gone(seats: Iterable[Seat]) -> Iterable[Found]:
    """Nobody sits in a seat whom the register has dead or moved away (二(三), "由村(社区)内残疾人及亲友……担任")."""
    for seat in seats:
        if seat.gone:
            yield Found("late", f"{seat.name}在名册里已记{seat.gone}，先办离任", MEMBER, "")


def chair(seats: Sequence[Seat], asked: Asked) -> Iterable[Found]:
    """One chair; who is not of the two committees is only pointed out (二(三), "可由")."""
    held = [seat for seat in seats if seat.position == Position.CHAIR]
    if wrong := counted(len(held), asked.bounds[Position.CHAIR], "主席", CHAIR, Position.CHAIR):
        yield wrong
    elif all(COMMITTEE in seat.classes for seat in held):
        yield Found("good", f"主席 {len(held)} 名，是村“两委”成员", CHAIR)
    else:
        yield Found("soon", f"主席 {len(held)} 名，不是村“两委”成员", CHAIR, Position.CHAIR)


def vice_chairs(seats: Sequence[Seat], asked: Asked) -> Iterable[Found]:
    """Two or three vice chairs, each with a disability, a relative or a supporter (二(三))."""
    held = [seat for seat in seats if seat.position == Position.VICE_CHAIR]
    others = [seat.name for seat in held if not seat.classes & asked.vice_chair_classes]
    if wrong := counted(len(held), asked.bounds[Position.VICE_CHAIR], "副主席", VICE_CHAIR, Position.VICE_CHAIR):
        yield wrong
    elif not others:
        yield Found("good", f"副主席 {len(held)} 名，都是残疾人及亲友或者扶残助残人士", VICE_CHAIR)
    for name in others:
        yield Found("late", f"副主席{name}不是残疾人及亲友，也不是扶残助残人士", VICE_CHAIR, Position.VICE_CHAIR)


def members(seats: Sequence[Seat], asked: Asked, villages: Collection[str]) -> Iterable[Found]:
    """Three to five members from within the covered villages (二(三))."""
    held = [seat for seat in seats if seat.position == Position.MEMBER]
    strangers = [seat.name for seat in held if seat.home not in villages]
    if wrong := counted(len(held), asked.bounds[Position.MEMBER], "委员", MEMBER, Position.MEMBER):
        yield wrong
    elif not strangers:
        yield Found("good", f"委员 {len(held)} 名，都住在管的村里", MEMBER)
    for name in strangers:
        yield Found("late", f"委员{name}不住在管的村里", MEMBER, Position.MEMBER)


def commissioners(seats: Sequence[Seat], asked: Asked) -> Iterable[Found]:
    """At least one full-time commissioner, who is a member (二(三))."""
    held = [seat for seat in seats if seat.commissioner]
    outside = [seat.name for seat in held if seat.position != Position.MEMBER]
    count = len(held) - len(outside)
    for name in outside:
        yield Found("late", f"专职委员{name}不是委员", COMMISSIONER, Position.MEMBER)
    if count < asked.commissioners:
        yield Found("late", f"专职委员还缺 {asked.commissioners - count} 名", COMMISSIONER, Position.MEMBER)
    elif not outside:
        yield Found("good", f"有 {count} 名专职委员，是委员", COMMISSIONER)


def voices(seats: Sequence[Seat], asked: Asked, living: Mapping[str, int], kinds: Mapping[str, str]) -> Iterable[Found]:
    """Each kind of disability that enough people have is spoken for by somebody: a hint, never more."""
    heard = {category for seat in seats for category in seat.speaks_for}
    for category in sorted(living):
        if living[category] >= asked.voice_from and category not in heard and category in kinds:
            yield Found("soon", f"{kinds[category]}残疾人一方没有代表", MEMBER, "voice")


def villages_heard(seats: Sequence[Seat], villages: Mapping[str, str], spoken_for: Collection[str]) -> Iterable[Found]:
    """Of several villages each has somebody in the seats or a group leader (2.2.3): a hint, never more."""
    homes = {seat.home for seat in seats} | {*spoken_for}
    if len(villages) > 1:
        for code, name in villages.items():
            if code not in homes:
                yield Found("soon", f"班子里没有{name}的人，也没有住在那里的小组长", MEMBER, "voice")


def pool(classes: Iterable[Collection[str]], asked: Asked) -> Found:
    """Say how many of the ten classes take part (二(三), "广泛吸纳"): advice."""
    present = {of_the_ten(one) for all_of in classes for one in all_of}
    if len(present) >= asked.classes:
        return Found("good", f"参与人员来自 {len(present)} 类人", POOL)
    return Found("soon", f"参与人员只来自 {len(present)} 类人，建议至少 {asked.classes} 类", POOL, "pool")


def of_the_ten(source: str) -> str:
    """残疾人及亲友 are one class of the clause.

    >>> of_the_ten("person") == of_the_ten("relative_friend"), of_the_ten("volunteer")
    (True, 'volunteer')
    """
    return PERSON if source == RELATIVE else source


def suits(position: Position, classes: frozenset[str], home: str, asked: Asked, villages: Collection[str]) -> bool:
    """Say whether somebody of the pool may sit in a seat (二(三)); anybody may be chair, the committees' come first.

    >>> asked = Asked({}, 1, frozenset({"person"}), 5, 4)
    >>> suits(Position.VICE_CHAIR, frozenset({"person"}), "", asked, ())
    True
    >>> suits(Position.MEMBER, frozenset({"person"}), "379900001009", asked, ["379900001001"])
    False
    """
    match position:
        case Position.CHAIR:
            return COMMITTEE in classes
        case Position.VICE_CHAIR:
            return bool(classes & asked.vice_chair_classes)
    return home in villages


def counted(count: int, bounds: Bounds, what: str, quote: str, about: str) -> Found | None:
    """Say that seats are missing or too many.

    >>> counted(1, Bounds(2, 3), "副主席", "", "").sentence, counted(4, Bounds(2, 3), "副主席", "", "").sentence
    ('副主席还缺 1 名', '副主席多了 1 名，最多 3 名')
    """
    if count < bounds.least:
        return Found("late", f"{what}还缺 {bounds.least - count} 名", quote, about)
    if count > bounds.most:
        return Found("late", f"{what}多了 {count - bounds.most} 名，最多 {bounds.most} 名", quote, about)
    return None


class Span(NamedTuple):
    """From one moment until just before another; None never ends."""

    since: datetime
    until: datetime | None

    def holds(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)

    def overlaps(self, other: "Span") -> bool:
        """Say whether they share a moment.

        >>> noon, one, two = (datetime(2026, 1, 1, hour) for hour in (12, 13, 14))
        >>> Span(noon, one).overlaps(Span(one, two)), Span(noon, two).overlaps(Span(one, None))
        (False, True)
        """
        return (self.until is None or other.since < self.until) and (other.until is None or self.since < other.until)


def vacant_since(spans: Sequence[Span], least: int, begins: datetime, now: datetime) -> datetime | None:
    """Say since when fewer than `least` have sat without a break until now; None while enough do.

    `begins` is when the association came into being: nothing is vacant before. The clock of
    requirement 2.3.5 starts with the second in which the last needed term ended.
    """
    if least <= sum(span.holds(now) for span in spans):
        return None
    turns = sorted({begins, *(span.until for span in spans if span.until and begins < span.until <= now)})
    for turn in reversed(turns):
        until_then = [span for span in spans if span.since < turn and (span.until is None or span.until >= turn)]
        if len(until_then) >= least:
            return turn
    return begins
