"""Lists of matters: what narrows them down, how they are sorted, and a page of them by keyset."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from canxie.engine.scoping.scope import Scope, subtree
from canxie.mechanisms.matters.kinds import Kind
from canxie.mechanisms.matters.models import Matter, MatterQuerySet

SORTS = {"due": ("due_at", "期限，早的在前"), "opened": ("-opened_at", "提出时间，新的在前")}
UNDER_WAY = ""
"""The state that stands for every state that is not final."""

ROWS = 50
MANY = 10_000


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list is narrowed down to. What somebody wrote into the address and makes no sense is left out."""

    state: str = UNDER_WAY
    category: str = ""
    place: str = ""
    mine: bool = False
    overdue: bool = False
    sort: str = "due"

    @classmethod
    def read(cls, kind: Kind, sent: Mapping[str, Any]) -> "Narrowing":
        state, category, place = (sent.get(name, "") for name in ("state", "category", "place"))
        state = state if state in kind.states else UNDER_WAY
        usual = "opened" if state and kind.states[state].final else "due"
        return cls(
            state=state,
            category=category if category in kind.categories else "",
            place=place if place.isascii() and place.isdigit() and len(place) <= 12 else "",
            mine=sent.get("mine") == "on",
            overdue=sent.get("overdue") == "on",
            sort=sort if (sort := sent.get("sort", "")) in SORTS else usual,
        )

    def apply(self, rows: MatterQuerySet, scope: Scope, now: datetime) -> MatterQuerySet:
        rows = rows.filter(state=self.state) if self.state else rows.under_way()
        if self.category:
            rows = rows.filter(category=self.category)
        if self.place:
            first, beyond = subtree(self.place)
            rows = rows.filter(path__gte=first, path__lt=beyond)
        if self.mine:
            rows = rows.owned_by(scope.user_id)
        if self.overdue:
            rows = rows.overdue(now)
        return rows


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a list: its rows, and the keys of the pages before and after it."""

    rows: Sequence[Matter]
    before: str = ""
    after: str = ""


def leaf(rows: MatterQuerySet, sort: str, *, after: str = "", before: str = "") -> Leaf:
    """Cut one page out of a list, behind the key `after` or ahead of the key `before`.

    A key is where a row stands, so a page is found by an index however deep it lies, and a
    row that comes or goes meanwhile moves no other.
    """
    field, back = SORTS[sort][0].removeprefix("-"), before != ""
    downwards = SORTS[sort][0].startswith("-") != back
    order = [f"-{field}" if downwards else field, "-id" if back else "id"]
    if place := read_key(before or after):
        value, id_ = place
        beyond = {f"{field}__{'lt' if downwards else 'gt'}": value}
        behind = Q(**{field: value}, **{f"id__{'lt' if back else 'gt'}": id_})
        rows = rows.filter(Q(**beyond) | behind)
    found = [*rows.order_by(*order)[: ROWS + 1]]
    more, found = len(found) > ROWS, found[:ROWS]
    if back:
        found.reverse()
    if not found:
        return Leaf([])
    first, last = key_of(found[0], field), key_of(found[-1], field)
    return Leaf(found, before=first if (more if back else after) else "", after=last if (back or more) else "")


def key_of(matter: Matter, field: str) -> str:
    return f"{getattr(matter, field).isoformat()}~{matter.pk}"


def read_key(sent: str) -> tuple[datetime, UUID] | None:
    """Read where a page begins; what is no key begins at the beginning."""
    moment, _, id_ = sent.partition("~")
    try:
        begins, key = datetime.fromisoformat(moment), UUID(id_)
    except ValueError:
        return None
    return (begins, key) if begins.tzinfo else None


def counted(rows: MatterQuerySet) -> str:
    """Count in words, and not beyond what anybody reads."""
    count = rows.order_by()[: MANY + 1].count()
    return f"超过 {MANY:,}" if count > MANY else str(count)
