"""What other rooms say about an association: what keeps it from being filed, and what follows its villages.

A room writes both into a file `filing.py`.
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

filing_checks: Plugs[str, Check] = Plugs("filing")
coverage_followers: Plugs[str, Follower] = Plugs("filing")


def filing_check(check: Check) -> Check:
    """Declare what a room holds against an association, as of a day."""
    filing_checks.declare(check.__module__, check)
    return check


def coverage_follower(follow: Follower) -> Follower:
    """Declare what a room does inside the action whenever the villages of an association or its state have changed."""
    coverage_followers.declare(follow.__module__, follow)
    return follow


def findings(association: Association, on: date) -> list[Finding]:
    """Hold an association against everything that any room checks, the worst first."""
    order = {"late": 0, "soon": 1, "good": 2}
    found = [finding for check in filing_checks.values() for finding in check(association, on)]
    return sorted(found, key=lambda one: (not one.blocks, order[one.tone]))
