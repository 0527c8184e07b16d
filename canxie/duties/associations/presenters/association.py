"""The page of one association: its head, what can be done next, and cards by column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count

from canxie.duties.associations.choices import RUNNING, AssociationState
from canxie.duties.associations.filing import villages as own_findings
from canxie.duties.associations.models import Association
from canxie.duties.associations.presenters.villages import people_in
from canxie.duties.associations.published import Finding, findings
from canxie.duties.associations.reading import villages_or_proposed
from canxie.engine.scoping.scope import Scope, subtree
from canxie.engine.ui.cards import Card
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.ground.registry.models import Household
from canxie.kernel.words import short_day
from canxie.mechanisms.matters import flow
from canxie.mechanisms.matters.forms import MoveForm
from canxie.mechanisms.matters.kinds import Move

ORDER = [
    "officers.seats",
    "officers.findings",
    "associations.findings",
    "associations.meetings",
    "associations.villages",
    "groups.of_association",
    "officers.letters",
    "associations.papers",
    "associations.life",
]
NEXT = ("file", "take", "adjusted", "restore")
STEPS = ("筹备", "报县残联", "备案，开始运行")
REACHED = {"preparing": 1, "filed": 2, "active": 4, "adjusting": 4, "suspended": 4, "merged": 4, "dissolved": 4}


@dataclass(frozen=True, slots=True)
class Offered:
    """One move with its form; the one that leads on stands open, so does one that was sent back."""

    key: str
    move: Move
    form: MoveForm
    is_open: bool


@dataclass(frozen=True)
class Page:
    """An association to somebody who may read about it."""

    scope: Scope
    association: Association
    today: date

    @cached_property
    def villages(self) -> list[str]:
        return [row.path for row in villages_or_proposed(self.association, self.today)]

    @cached_property
    def names(self) -> Names:
        return Names({*self.villages, self.association.township})

    @property
    def township(self) -> str:
        return self.names(self.association.township, self.today)

    @property
    def tone(self) -> str:
        return self.association.matter.stands.tone

    @property
    def text(self) -> str:
        """What it is in one line: since when, which villages, how many people and households."""
        one, people = self.association, people_in(self.villages)
        since = f"{short_day(one.active_since, self.today)}起运行" if one.active_since else ""
        ended = f"{short_day(one.ended_on, self.today)}起不再运行" if one.ended_on else ""
        named = [self.names(path, self.today) for path in self.villages]
        covers = f"管{'、'.join(named)}" if one.state in ("active", "adjusting") else f"打算管{'、'.join(named)}"
        homes = Household.objects.filter(path__in=self.villages, people__state="living")
        count = homes.aggregate(how_many=Count("pk", distinct=True))["how_many"]
        size = f"{sum(people.values())} 位残疾人，{count} 户"
        gone = one.state in (AssociationState.MERGED, AssociationState.DISSOLVED)
        return " · ".join(filter(None, [since, ended, *(() if gone or not named else (covers, size))]))

    @cached_property
    def findings(self) -> list[Finding]:
        return findings(self.association, self.today)

    @property
    def blocking(self) -> list[Finding]:
        """What keeps it from being filed, while that is still to come."""
        underway = self.association.state in ("preparing", "filed", "adjusting")
        return [one for one in self.findings if one.blocks] if underway else []

    @property
    def anchor(self) -> str:
        """Where on the page the first thing that blocks is told."""
        own = {one.sentence for one in own_findings(self.association, self.today)}
        return "associations-findings" if self.blocking[0].sentence in own else "officers-findings"

    @cached_property
    def moves(self) -> dict[str, Move]:
        return flow.moves_of(self.scope, self.association.matter)

    def offered(self, forms: Mapping[str, MoveForm], opened: str) -> list[Offered]:
        first = opened or next((key for key in NEXT if key in self.moves), "")
        return [Offered(key, move, forms[key], key == first) for key, move in self.moves.items()]

    @property
    def reached(self) -> int:
        return REACHED[self.association.state]

    def waits_for(self) -> str:
        """Whose turn it is, for those who can do nothing now."""
        return {
            "preparing": f"材料齐了，由{self.township}残联报县残联。",
            "filed": "等县残联备案。",
            "adjusting": "等县残联确认调整。",
            "suspended": "等县残联恢复。",
        }.get(self.association.state, "")


def by_column(cards: Mapping[str, Card]) -> dict[str, list[tuple[str, Card]]]:
    """The cards of all rooms by column, in the order in which a page of an association is read."""
    keys = sorted(cards, key=lambda key: ORDER.index(key) if key in ORDER else len(ORDER))
    columns: Sequence[str] = ("top", "main", "side")
    return {
        column: [(key.replace(".", "-"), cards[key]) for key in keys if cards[key].column == column]
        for column in columns
    }


def successors(scope: Scope, association: Association) -> list[Association]:
    """The running associations of the same township that could go on with its villages."""
    rows = Association.objects.within(scope, Power.ASSOCIATIONS_READ).filter(state__in=RUNNING)
    first, beyond = subtree(association.township)
    rows = rows.filter(path__gte=first, path__lt=beyond).exclude(pk=association.pk)
    return [*rows.by_name()]
