"""What other rooms say about an association: what keeps it from being filed, what follows its villages,
its members, what they tell in its timeline.

A room writes these into a file `filing.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from canxie.engine.plugs import Plugs
from canxie.engine.scoping.scope import Scope

if TYPE_CHECKING:  # this is read before the tables are there
    from canxie.duties.associations.models import Association
    from canxie.mechanisms.matters.life import Told


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing held against the policy: a state, a sentence, and the clause with its own words.

    While one `blocks`, nothing is filed; saving is never refused. `href` and `link` are
    where it can be mended.
    """

    tone: Literal["good", "soon", "late"]
    sentence: str
    clause: str
    quote: str
    blocks: bool
    href: str = ""
    link: str = ""


Check = Callable[["Association", date], list[Finding]]
Follower = Callable[[Scope, "Association", datetime], None]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is called to the meetings of an association: a name, and as what."""

    name: str
    office: str


Members = Callable[["Association", date], list[Member]]
Voices = Callable[["Association", date], set[str]]
History = Callable[["Association"], list["Told"]]

filing_checks: Plugs[str, Check] = Plugs("filing")
coverage_followers: Plugs[str, Follower] = Plugs("filing")
members: Plugs[str, Members] = Plugs("filing")
voices: Plugs[str, Voices] = Plugs("filing")
histories: Plugs[str, History] = Plugs("filing")


def filing_check(check: Check) -> Check:
    """Declare what a room holds against an association, as of a day."""
    filing_checks.declare(check.__module__, check)
    return check


def coverage_follower(follow: Follower) -> Follower:
    """Declare what a room does inside the action whenever the villages of an association or its state have changed."""
    coverage_followers.declare(follow.__module__, follow)
    return follow


def called_to_meetings(name: Members) -> Members:
    """Declare whom a room names as members of an association on a day, in the order of their offices."""
    members.declare(name.__module__, name)
    return name


def speaks_for_villages(name: Voices) -> Voices:
    """Declare for which villages, by code, a room knows somebody who speaks for them besides those in the seats."""
    voices.declare(name.__module__, name)
    return name


def tells_of(history: History) -> History:
    """Declare what a room tells in the timeline of an association."""
    histories.declare(history.__module__, history)
    return history


def told_of(association: Association) -> list[Told]:
    """Everything that any room tells of an association, the latest first."""
    everything = [one for tell in histories.values() for one in tell(association)]
    return sorted(everything, key=lambda one: one.on, reverse=True)


def villages_spoken_for(association: Association, on: date) -> set[str]:
    return {code for name in voices.values() for code in name(association, on)}


def members_of(association: Association, on: date) -> list[Member]:
    return [one for name in members.values() for one in name(association, on)]


def findings(association: Association, on: date) -> list[Finding]:
    """Hold an association against everything that any room checks, the worst first."""
    order = {"late": 0, "soon": 1, "good": 2}
    found = [finding for check in filing_checks.values() for finding in check(association, on)]
    return sorted(found, key=lambda one: (not one.blocks, order[one.tone]))
