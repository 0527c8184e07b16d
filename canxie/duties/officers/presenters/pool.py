"""The pool of an association as its page shows it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from canxie.duties.associations.models import Association
from canxie.duties.officers.asking import kept
from canxie.duties.officers.choices import PERSON, RELATIVE
from canxie.duties.officers.filing import as_finding
from canxie.duties.officers.models import Participant
from canxie.duties.officers.presenters.seats import about, sources
from canxie.duties.officers.reading import figures, gone, pool_of, staying, villages
from canxie.duties.officers.rules import of_the_ten
from canxie.duties.officers.rules import pool as held_against
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power


@dataclass(frozen=True, slots=True)
class Line:
    """One participant. `href` is where the reader may change something."""

    name: str
    about: str
    sources: str
    home: str
    seat: str
    skills: str
    hours: int | None
    warning: str
    href: str


def pool(scope: Scope, association: Association, on: date) -> dict[str, Any]:
    """Give what the page shows: the people, how many classes they come from, and two shares."""
    people, covered = pool_of(association, on), villages(association, on)
    seats = {term.participant_id: term.title for term in staying(association)}
    asked = figures(association.path, on).asked
    finding = as_finding(held_against([who.classes for who in people], asked), association, mends=False)
    present = {of_the_ten(one) for who in people for one in who.classes}
    return {
        "people": [line(scope, association, who, covered, seats.get(who.pk, "")) for who in people],
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


def line(scope: Scope, association: Association, who: Participant, covered: dict[str, str], seat: str) -> Line:
    may = scope.covers(who.path, Power.ASSOCIATIONS_PREPARE)
    files = scope.covers(who.path, Power.ASSOCIATIONS_FILE)
    return Line(
        name=who.name,
        about=about(scope, who),
        sources=sources(scope, who),
        home=covered.get(who.home, "别的地方"),
        seat=seat,
        skills=who.skills,
        hours=who.hours,
        warning=f"名册里已记{gone(who)}" if files and gone(who) else "",
        href=reverse("officers:participant", args=[association.pk, who.pk]) if may else "",
    )


def linked(who: Participant) -> dict[str, str]:
    """Fill the form of links with what is there: of a row of the registry only that it is there."""
    return {
        "username": who.user.username if who.user else "",
        "person": kept(who.person),
        "relative_of": kept(who.relative_of),
    }
