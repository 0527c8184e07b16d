"""What the cards on the page of an association show."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from canxie.duties.associations.kinds import RESOLUTION
from canxie.duties.associations.models import Association, Coverage
from canxie.duties.associations.presenters.villages import people_in
from canxie.duties.associations.reading import villages_or_proposed
from canxie.ground.divisions.names import Names
from canxie.kernel.words import short_day
from canxie.mechanisms.matters.models import Matter

FEW = 3


@dataclass(frozen=True, slots=True)
class VillageRow:
    """One village of an association. `sub` says since when it is covered, and on what minutes."""

    code: str
    name: str
    role: str
    people: int
    sub: str
    minutes: UUID | None


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting, and how far what it resolved has come."""

    id: UUID
    title: str
    on: str
    came: str
    resolved: str
    tone: str
    outcome: str


def village_rows(association: Association, today: date) -> list[VillageRow]:
    rows = villages_or_proposed(association, today)
    paths = [row.path for row in rows]
    names, people = Names(paths), people_in(paths)
    found = []
    for row in rows:
        since = f"{short_day(row.since, today)}起" if isinstance(row, Coverage) else "拟由它管"
        told = [since, *(("会议纪要已上传" if row.minutes else "会议纪要还没有上传",) if len(rows) > 1 else ())]
        role = "牵头" if row.host and len(rows) > 1 else "" if row.host else "联合"
        name = names(row.path, today)
        found.append(VillageRow(row.path, name, role, people.get(row.path, 0), "，".join(told), row.minutes))
    return found


def meetings(association: Association, today: date, limit: int | None = FEW) -> list[MeetingRow]:
    """The latest meetings in three queries, however many there are."""
    counted = {"came": Count("attendance", filter=Q(attendance__came=True)), "called": Count("attendance")}
    rows: list[Any] = [*association.meetings.annotate(**counted).order_by("-planned_on", "id")[:limit]]
    states: dict[UUID | None, list[bool]] = defaultdict(list)
    of_these = Matter.objects.filter(kind=RESOLUTION, source="meeting", source_id__in=[row.pk for row in rows])
    for source, closed in of_these.order_by("pk").values_list("source_id", "closed_at"):
        states[source].append(closed is not None)
    return [
        MeetingRow(
            row.pk,
            row.title,
            short_day(row.held_on or row.planned_on, today),
            attended(row.came, row.called) if row.held_on else "还没开",
            f"{len(states[row.pk])} 项" if row.held_on else "",
            *(outcome(states[row.pk]) if row.held_on else ("", "")),
        )
        for row in rows
    ]


def attended(came: int, called: int) -> str:
    """
    >>> attended(6, 6), attended(5, 6)
    ('6 人，都到了', '6 人中 5 人')
    """
    return f"{came} 人，都到了" if came == called else f"{called} 人中 {came} 人"


def outcome(closed: list[bool]) -> tuple[str, str]:
    """Say how far some resolutions have come, as a tone and words.

    >>> outcome([True, True, False]), outcome([True]), outcome([])
    (('soon', '2 项办完，1 项在办'), ('good', '都办完'), ('', ''))
    """
    if not closed:
        return "", ""
    done = sum(closed)
    if done == len(closed):
        return "good", "都办完"
    left = f"{len(closed) - done} 项在办"
    return "soon", f"{done} 项办完，{left}" if done else left
