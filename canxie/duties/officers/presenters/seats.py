"""Seats as the pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from canxie.duties.associations.models import Association
from canxie.duties.associations.published import Finding
from canxie.duties.officers.choices import BOTH, PERSON, POSITIONS, RELATIVE, SOURCE, Position
from canxie.duties.officers.models import OfficeTerm, Participant
from canxie.duties.officers.reading import COMMISSIONER, Vacancy
from canxie.duties.officers.rules import Asked, suits
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.kernel.words import short_day


def page_of(association: Association) -> str:
    return reverse("associations:association", args=[association.pk])


@dataclass(frozen=True, slots=True)
class Shown:
    """One seat of `ui.seats`."""

    name: str
    text: str = ""
    sub: str = ""
    main: bool = False
    empty: bool = False
    link: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """The seats of one kind: how many there are of how many, and each of them."""

    title: str
    kind: str
    words: str
    seats: Sequence[Shown]


def rows(
    scope: Scope,
    association: Association,
    terms: Sequence[OfficeTerm],
    asked: Asked,
    vacant: Iterable[Vacancy],
    villages: Mapping[str, str],
    today: date,
) -> list[Row]:
    """Show the seats with their gaps: those in force or proposed now, and since when how many are missing."""
    gaps = {one.what: one for one in vacant}
    made = []
    for position, title in POSITIONS:
        bounds = asked.bounds[Position(position)]
        held = [term for term in terms if term.position == position]
        seats = [shown(scope, term, villages, today) for term in held]
        missing = max(0, bounds.least - len(held))
        if missing:
            seats.append(empty(scope, association, position, title, missing, gaps))
        elif position == Position.MEMBER and not any(term.commissioner for term in held):
            seats.append(empty(scope, association, position, "专职委员", 1, gaps, key=COMMISSIONER))
        fits = bounds.least <= len(held) <= bounds.most
        said = f"要 {bounds}，有 {len(held)} 名"
        made.append(Row(title, "good" if fits else "late", said, seats))
    return made


def empty(
    scope: Scope,
    association: Association,
    position: str,
    title: str,
    missing: int,
    gaps: Mapping[str, Vacancy],
    key: str = "",
) -> Shown:
    gap = gaps.get(key or position)
    name = f"缺 {missing} 名" if title != "专职委员" else "缺专职委员"
    days = f"已 {gap.days} 天" if gap else ""
    if not scope.covers(association.path, Power.ASSOCIATIONS_PREPARE):
        return Shown(name, days, empty=True)
    href = f"{reverse('officers:seats', args=[association.pk])}?fill={position}#new"
    return Shown(name, days, empty=True, link=f"提名{title}", href=href)


def shown(scope: Scope, term: OfficeTerm, villages: Mapping[str, str], today: date) -> Shown:
    who = term.participant
    lives = f"住{villages[who.home]}" if who.home in villages and who.home != next(iter(villages)) else ""
    text = "，".join(filter(None, ["专职委员" if term.commissioner else "", about(scope, who), lives]))
    return Shown(who.name, text, until(term, today), main=term.commissioner)


def until(term: OfficeTerm, today: date) -> str:
    """Say since when or until when, and what of it is only proposed."""
    if term.filed_at is None:
        return f"拟任，{short_day(day(term.since_at), today)}起，等备案"
    if term.ending_at:
        return f"拟{short_day(day(term.ending_at), today)}离任，等备案"
    end = day(term.until_at) if term.until_at else None
    return f"到 {end.year}年{end.month}月" if end else f"{day(term.since_at).year}年{day(term.since_at).month}月起"


def day(moment: datetime) -> date:
    return timezone.localdate(moment)


def about(scope: Scope, who: Participant) -> str:
    """Say who somebody is, as far as the reader may know: category and level of a disability only the township."""
    if who.person and who.person.kind and scope.covers(who.path, Power.ASSOCIATIONS_FILE):
        return f"{who.person.kind}，本人"
    if who.relative_of and scope.covers(who.path, Power.ASSOCIATIONS_FILE):
        return f"{who.relative_of.name}的亲友"
    return who.about or sources(scope, who)


def sources(scope: Scope, who: Participant) -> str:
    """Name the classes somebody comes from. That somebody has a disability is told to those who keep the pool."""
    keeps = scope.covers(who.path, Power.ASSOCIATIONS_PREPARE)
    said = [SOURCE[one] if keeps or one not in {PERSON, RELATIVE} else BOTH for one in SOURCE if one in who.classes]
    return "、".join(dict.fromkeys(said))


class Labels:
    """How those who may be proposed are listed: name, who they are, and whether they suit the seat that is open."""

    def __init__(self, scope: Scope, asked: Asked, villages: Mapping[str, str], fill: str) -> None:
        self.scope, self.asked, self.villages = scope, asked, villages
        self.position = Position(fill) if fill in {*Position} else None

    def suits(self, who: Participant) -> bool:
        wanted = self.position
        return wanted is not None and suits(wanted, frozenset(who.classes), who.home, self.asked, self.villages)

    def __call__(self, who: Participant) -> str:
        said = "，".join(filter(None, [who.name, about(self.scope, who), self.villages.get(who.home, "住在外面")]))
        return f"{said}（合适）" if self.suits(who) else said

    def in_turn(self, people: Iterable[Participant]) -> list[Participant]:
        """Put those first who suit the open seat."""
        return sorted(people, key=lambda who: not self.suits(who))


def summary(findings: Sequence[Finding]) -> str:
    """Count the findings in one sentence, for ears.

    >>> summary([])
    '没有要对照的'
    """
    said = {"late": "不符合", "soon": "提醒", "good": "符合"}
    counts = [(sum(one.tone == tone for one in findings), word) for tone, word in said.items()]
    return "，".join(f"{count} 项{word}" for count, word in counts if count) or "没有要对照的"


class Changed(NamedTuple):
    """What one line of a filing does."""

    name: str
    what: str
    when: str


def pending(terms: Iterable[OfficeTerm], today: date) -> tuple[list[Changed], list[Changed]]:
    """List what a filing would put into force: who begins, who leaves."""
    new, leaving = [], []
    for term in terms:
        if term.filed_at is None:
            new.append(Changed(term.participant.name, f"任{term.title}", f"{short_day(day(term.since_at), today)}起"))
        elif term.ending_at:
            when = f"{short_day(day(term.ending_at), today)}起不再担任"
            leaving.append(Changed(term.participant.name, f"离任{term.title}", when))
    return new, leaving


class Branch(NamedTuple):
    """One seat kind of the chart, with who sits in it."""

    title: str
    people: Sequence[Shown]


def tree(
    scope: Scope, association: Association, terms: Sequence[OfficeTerm], villages: Mapping[str, str], today: date
) -> list[Branch]:
    """Put the seats in the order in which they lead: chair, vice chairs, the commissioner, the other members."""
    groups = [
        ("主席", [term for term in terms if term.position == Position.CHAIR]),
        ("副主席", [term for term in terms if term.position == Position.VICE_CHAIR]),
        ("专职委员，负责日常工作", [term for term in terms if term.commissioner]),
        ("委员", [term for term in terms if term.position == Position.MEMBER and not term.commissioner]),
    ]
    return [Branch(title, [shown(scope, term, villages, today) for term in held]) for title, held in groups]
