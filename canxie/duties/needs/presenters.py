"""Needs as the pages show them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from canxie.duties.needs.measures import Counted
from canxie.engine.scoping.scope import Scope
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.kernel.words import short_day
from canxie.mechanisms.matters.clocks import MOMENT, Left, left
from canxie.mechanisms.matters.kinds import Kind
from canxie.mechanisms.matters.life import moment
from canxie.mechanisms.matters.models import Matter

VILLAGE, COUNTY = 12, 6
SMALL = 5
DONE_WITH = {"closed", "withdrawn"}
RARE = {"confirmed", "reopened"}
STEPS = ["提出", "答复", "在办", "送到", "本人确认", "办结"]
REACHED = {"submitted": 2, "reopened": 2, "verified": 3, "in_service": 3, "delivered": 5, "confirmed": 6, "closed": 7}


@dataclass(frozen=True, slots=True)
class Need:
    """One need in a list or at the head of its page."""

    id: UUID
    version: int
    title: str
    words: str
    """What was said, when the title does not say it all."""
    whose: str
    household_id: UUID | None
    """The way to the household, for those who may open it."""
    village: str
    category: str
    state: str
    left: Left
    owner: str
    flagged: bool
    """It is urgent, and its clock does not say so."""


class Needs:
    """Makes `Need`s of rows: names masked unless the reader is these people's named contact.

    The villages are named for those who have more than one.
    """

    def __init__(self, scope: Scope, rows: Iterable[Matter], now: datetime) -> None:
        self.scope, self.now, self.rows = scope, now, [*rows]
        self.is_contact: Callable[[str], bool] = partial(scope.covers, power=Power.REGISTRY_CONTACT)
        reach = scope.paths(Power.NEEDS_READ)
        self.names_villages = len(reach) > 1 or any(len(path) < VILLAGE for path in reach)

    @cached_property
    def name(self) -> Names:
        """Today's and former names of all places that the rows speak of; asked for when one is needed."""
        return Names({path for row in self.rows for path in (row.place, row.owner_path, row.sent_to) if path})

    def shown(self) -> list[Need]:
        return [self.show(row) for row in self.rows]

    def show(self, row: Matter) -> Need:
        in_clear = self.is_contact(row.path)
        opens, remains = self.scope.covers(row.path, Power.REGISTRY_READ), left(row, self.now)
        return Need(
            id=row.pk,
            version=row.version,
            title=row.title,
            words=row.words if row.words.rstrip("。！？.!?") != row.title else "",
            whose=row.whose(clear=in_clear),
            household_id=row.household_id if opens else None,
            village=self.name(row.place, timezone.localdate(row.opened_at)) if self.names_villages else "",
            category=row.rules.categories[row.category].label,
            state=self.state(row),
            left=remains,
            owner=self.owner(row),
            flagged=row.urgent and "急事" not in remains.words,
        )

    def state(self, row: Matter) -> str:
        """Say where it stands: of one that is under way, where it was sent."""
        return f"已转{self.office(row.sent_to)}，等接收" if row.sent_to else row.stands.label

    def owner(self, row: Matter) -> str:
        """Name who answers for it; above the village the office stands before the name."""
        if len(row.owner_path) == VILLAGE:
            return row.owner.name if row.owner else "村里还没定人"
        return f"{self.office(row.owner_path)}{f'（{row.owner.name}）' if row.owner else '（还没定人）'}"

    def facts(self, row: Matter) -> list[tuple[str, str]]:
        """What stands beside a need: who answers for it, where it came from, its days."""
        today = timezone.localdate(self.now)
        source = row.rules.sources.get(row.source, "")
        told = [
            ("负责人", self.owner(row)),
            ("提出", f"{moment(row.opened_at)}，{'，'.join(filter(None, [source, row.get_found_by_display()]))}"),
            ("答复", moment(row.answered_at) if row.answered_at else ""),
            ("办结期限", short_day(timezone.localdate(row.close_due - MOMENT), today)),
            ("送到", short_day(row.delivered_on, today) if row.delivered_on else ""),
            ("本人确认", row.get_confirmed_by_display()),
            ("凭据", row.evidence),
            ("没办成的原因", "：".join(filter(None, [row.rules.whys.get(row.why, ""), row.reason]))),
        ]
        always = {"负责人", "提出", "答复", "办结期限"}
        return [(label, value) for label, value in told if value or label in always]

    def office(self, path: str) -> str:
        return f"{self.name(path, timezone.localdate(self.now))}残联"


def reached(matter: Matter) -> int:
    """Say at which of the STEPS a need stands, from 1; 0 when it ended outside of them."""
    if matter.state == "referred":
        return 3 if matter.answered_at else 2
    return REACHED.get(matter.state, 0)


def query(sent: dict[str, str], **changes: str) -> str:
    """Write an address's query with some conditions changed; an empty one is left out."""
    kept = {name: value for name, value in (sent | changes).items() if value}
    return f"?{urlencode(kept)}"


def lead(count: str, late: str) -> str:
    """Say how many there are, before anything else is read."""
    if count == "0":
        return "没有这样的需求。"
    return f"{count} 条，{'没有超时的' if late == '0' else f'超时 {late} 条'}。"


def conditions(sent: dict[str, str], rules: Kind, places: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name the conditions in use, each with the address without it."""
    known = {
        "state": rules.states[sent["state"]].label if sent.get("state") in rules.states else "",
        "category": rules.categories[sent["category"]].label if sent.get("category") in rules.categories else "",
        "place": places.get(sent.get("place", ""), ""),
        "mine": "我负责的" if sent.get("mine") == "on" else "",
        "overdue": "超时的" if sent.get("overdue") == "on" else "",
    }
    return [(label, query(sent, **{name: ""})) for name, label in known.items() if label]


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of `ui.bars`."""

    name: str
    value: str
    share: int
    href: str
    sub: str
    late: bool


def bars(scope: Scope, counts: Sequence[Counted]) -> list[Bar]:
    """Draw the states of what is not done with as bars, the longest full; a rare one when there are any.

    Above the county a number under five is not told: it would tell of persons.
    """
    counts = [one for one in counts if one.state not in DONE_WITH and (one.how_many or one.state not in RARE)]
    above_county = any(len(path) < COUNTY for path in scope.paths(Power.MEASURES_READ))
    most = max(one.how_many for one in counts) or 1
    opens = reverse("needs:needs") if scope.may(Power.NEEDS_READ) else ""
    return [
        Bar(
            name=one.label,
            value=f"不足 {SMALL}" if above_county and 0 < one.how_many < SMALL else str(one.how_many),
            share=0 if above_county and one.how_many < SMALL else round(100 * one.how_many / most),
            href=f"{opens}?state={one.state}" if opens and one.how_many else "",
            sub=f"超时 {one.late} 条" if one.late and not above_county else "",
            late=one.late > 0 and not above_county,
        )
        for one in counts
    ]
