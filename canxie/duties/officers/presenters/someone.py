"""One participant as the own page shows them: what is still to do, this year, and everything that happened."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from canxie.duties.associations.models import Association
from canxie.duties.officers.choices import Doing
from canxie.duties.officers.models import Contribution, OfficeTerm, Participant
from canxie.duties.officers.presenters.pool import Year, years_of
from canxie.duties.officers.presenters.seats import about, sources
from canxie.duties.officers.reading import villages
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.kernel.words import short_day, with_weekday


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of what happened; `strikes` is where it can be struck out."""

    on: date
    when: str
    title: str
    text: str = ""
    words: str = ""
    by: str = ""
    struck: str = ""
    strikes: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """A task that is still to do. `late` when its day has passed."""

    text: str
    when: str
    where: str
    late: bool
    done: str
    strikes: str


def someone(scope: Scope, association: Association, who: Participant, today: date) -> dict[str, Any]:
    """Give what the page shows; addresses only to those who may write there."""
    may = scope.covers(who.path, Power.ASSOCIATIONS_PREPARE)
    rows = [*who.contributions.select_related("by", "done_by", "struck_by").order_by("on", "pk")]
    terms = [*who.terms.filed().select_related("association").order_by("since_at", "pk")]
    story = [*life(who, today), *seats(terms, today), *doings(association, rows, today, may=may)]
    year = years_of([who], today.year)[who.pk]
    return {
        "association": association,
        "someone": who,
        "lead": lead(who, year, today),
        "open": [still_open(association, one, today, may=may) for one in rows if is_open(one)],
        "story": sorted(story, key=lambda one: one.on)[::-1],
        "facts": facts(scope, association, who, today),
        "may": may,
    }


def lead(who: Participant, year: Year, today: date) -> str:
    """Say how this year stands in one sentence."""
    if who.left_on:
        return f"{short_day(who.left_on, today)}退出了。"
    open_ones = f"，还有 {year.open} 件没做完" if year.open else ""
    return f"今年做完 {year.done} 件，一共 {year.hours} 小时{open_ones}；感谢 {year.thanks} 次。"


def is_open(one: Contribution) -> bool:
    return one.kind == Doing.TASK and one.done_on is None and not one.struck_out


def still_open(association: Association, one: Contribution, today: date, *, may: bool) -> Open:
    return Open(
        text=one.text,
        when=with_weekday(one.on, today),
        where=one.where,
        late=one.on < today,
        done=address("done", association, one) if may else "",
        strikes=address("strike", association, one) if may else "",
    )


def address(name: str, association: Association, one: Contribution) -> str:
    return reverse(f"officers:{name}", args=[association.pk, one.participant_id, one.pk])


def life(who: Participant, today: date) -> Iterator[Moment]:
    yield Moment(who.joined_on, short_day(who.joined_on, today), "开始参加")
    if who.left_on:
        yield Moment(who.left_on, short_day(who.left_on, today), "退出", who.left_because)


def seats(terms: Iterable[OfficeTerm], today: date) -> Iterator[Moment]:
    """Tell of the seats somebody sat in: the filed ones, until they ended."""
    for term in terms:
        since, until = timezone.localdate(term.since_at), term.until_at and timezone.localdate(term.until_at)
        yield Moment(since, short_day(since, today), f"任{term.association.name}{term.title}", term.basis)
        if until and until <= today:
            yield Moment(
                until, short_day(until, today), f"不再任{term.association.name}{term.title}", term.ended_reason
            )


def doings(association: Association, rows: Iterable[Contribution], today: date, *, may: bool) -> Iterator[Moment]:
    """Tell what was done and how it was thanked for; what was struck out stays readable, and says so."""
    for one in rows:
        if is_open(one):
            continue
        day = one.done_on or one.on
        struck, strikes, by = "", address("strike", association, one) if may else "", (one.done_by or one.by).name
        if one.struck_out:
            who = one.struck_by.name if one.struck_by else ""
            struck, strikes = "，".join(filter(None, [f"作废：{one.struck_because}", who])), ""
        text = "，".join(filter(None, [one.where, f"{one.hours} 小时" if one.hours else "", one.done]))
        title = "感谢" if one.kind == Doing.THANKS else one.text
        words = one.text if one.kind == Doing.THANKS else ""
        yield Moment(day, short_day(day, today), title, text, words, f"{by}登记", struck, strikes)


def facts(scope: Scope, association: Association, who: Participant, today: date) -> list[tuple[str, str]]:
    covered = villages(association, today)
    return [
        ("来自哪些人", sources(scope, who)),
        ("身份", about(scope, who)),
        ("住在", covered.get(who.home, "别的地方")),
        ("会做什么", who.skills),
        ("每月能出几小时", f"{who.hours} 小时" if who.hours is not None else ""),
    ]
