"""The pool of an association as its page shows it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone

from canxie.duties.associations.models import Association
from canxie.duties.officers.asking import kept
from canxie.duties.officers.choices import PERSON, RELATIVE, Doing
from canxie.duties.officers.filing import as_finding
from canxie.duties.officers.models import Contribution, Participant
from canxie.duties.officers.presenters.seats import about, sources
from canxie.duties.officers.reading import figures, gone, pool_of, staying, villages
from canxie.duties.officers.rules import of_the_ten
from canxie.duties.officers.rules import pool as held_against
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.kernel.words import short_day

MOST_LEFT = 50


@dataclass(frozen=True, slots=True)
class Year:
    """What somebody did in a year: tasks done and still open, hours, and how often they were thanked."""

    done: int = 0
    hours: int = 0
    open: int = 0
    thanks: int = 0

    @property
    def is_owed_thanks(self) -> bool:
        return bool(self.done) and not self.thanks

    @property
    def sentence(self) -> str:
        """Say what was done.

        >>> Year(3, 12, 1, 0).sentence, Year(thanks=1).sentence
        ('3 件，12 小时，还没感谢', '')
        """
        if not self.done:
            return ""
        return f"{self.done} 件，{self.hours} 小时，{f'感谢 {self.thanks} 次' if self.thanks else '还没感谢'}"


def years_of(people: Sequence[Participant], year: int) -> dict[UUID, Year]:
    """Count a year of each of some people: one query, however many they are."""
    task, standing = Q(kind=Doing.TASK), Q(struck_out=False)
    first, last = date(year, 1, 1), date(year, 12, 31)
    done = standing & task & Q(done_on__range=(first, last))
    counted = Contribution.objects.filter(participant__in=people).order_by().values("participant")
    rows = counted.annotate(
        finished=Count("pk", filter=done),
        spent=Sum("hours", filter=done, default=0),
        unfinished=Count("pk", filter=standing & task & Q(done_on=None)),
        thanks=Count("pk", filter=standing & Q(kind=Doing.THANKS, on__range=(first, last))),
    )
    found = {row["participant"]: Year(row["finished"], row["spent"], row["unfinished"], row["thanks"]) for row in rows}
    return {who.pk: found.get(who.pk, Year()) for who in people}


def left_of(covered: Iterable[str]) -> list[Participant]:
    """List who took part once and has left, the latest first."""
    rows = Participant.objects.filter(path__in=covered).exclude(left_on=None)
    return [*rows.select_related("user", "person", "relative_of").order_by("-left_on", "name_sort", "id")[:MOST_LEFT]]


@dataclass(frozen=True, slots=True)
class Line:
    """One participant."""

    name: str
    about: str
    sources: str
    home: str
    seat: str
    skills: str
    hours: int | None
    year: "Year"
    left: str
    warning: str
    href: str


def pool(scope: Scope, association: Association, on: date) -> dict[str, Any]:
    """Give what the page shows: the people, how many classes they come from, and two shares."""
    people, covered = pool_of(association, on), villages(association, on)
    years = years_of(people, on.year)
    seats = {term.participant_id: term.title for term in staying(association)}
    asked = figures(association.path, on).asked
    finding = as_finding(held_against([who.classes for who in people], asked), association, mends=False)
    present = {of_the_ten(one) for who in people for one in who.classes}
    return {
        "of": people,
        "people": [line(scope, association, who, covered, seats.get(who.pk, ""), years[who.pk]) for who in people],
        "left": [line(scope, association, who, covered, "", Year()) for who in left_of(covered)],
        "done": sum(year.done for year in years.values()),
        "spent": sum(year.hours for year in years.values()),
        "unthanked": sum(year.is_owed_thanks for year in years.values()),
        "finding": finding,
        "count": len(people),
        "present": len(present),
        "own": share(PERSON, people),
        "relatives": share(RELATIVE, people),
        "may_prepare": scope.covers(association.path, Power.ASSOCIATIONS_PREPARE),
    }


def share(source: str, people: list[Participant]) -> int | None:
    """Give the share of a class in whole percent; None of nobody.

    >>> share("person", [])
    """
    return round(100 * sum(source in who.classes for who in people) / len(people)) if people else None


def line(
    scope: Scope, association: Association, who: Participant, covered: dict[str, str], seat: str, year: "Year"
) -> Line:
    files = scope.covers(who.path, Power.ASSOCIATIONS_FILE)
    return Line(
        name=who.name,
        about=about(scope, who),
        sources=sources(scope, who),
        home=covered.get(who.home, "别的地方"),
        seat=seat,
        skills=who.skills,
        hours=who.hours,
        year=year,
        left="，".join(
            filter(
                None, [f"{short_day(who.left_on, timezone.localdate())}退出" if who.left_on else "", who.left_because]
            )
        ),
        warning=f"名册里已记{gone(who)}" if files and gone(who) else "",
        href=reverse("officers:participant", args=[association.pk, who.pk]),
    )


def linked(who: Participant) -> dict[str, str]:
    """Fill the form of links with what is there: of a row of the registry only that it is there."""
    return {
        "username": who.user.username if who.user else "",
        "person": kept(who.person),
        "relative_of": kept(who.relative_of),
    }
