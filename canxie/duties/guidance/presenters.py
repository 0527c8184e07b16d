"""Tasks as the pages show them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils import timezone

from canxie.duties.guidance.choices import IN_HAND, LINES, NOBODY, SHORT, TASK
from canxie.duties.guidance.models import Task
from canxie.duties.guidance.rules import VILLAGE
from canxie.engine.scoping.scope import Scope
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.kernel.words import short_day
from canxie.mechanisms.matters.clocks import MOMENT, Left, left
from canxie.mechanisms.matters.kinds import kinds
from canxie.mechanisms.matters.life import moment
from canxie.mechanisms.matters.models import Matter, Step

FAR = {"accepted": "接受在办", "waiting": "等接受", "objected": "有异议", "done": "办结", "withdrawn": "撤回"}
FAR_STATES = {
    "accepted": IN_HAND,
    "waiting": ("given",),
    "objected": ("objected",),
    "done": ("done",),
    "withdrawn": ("withdrawn",),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One task in a list or at the head of its page."""

    id: UUID
    version: int
    title: str
    text: str
    """What is to be done, when the title does not say it all."""
    line: str
    basis: str
    list_item: str
    state: str
    is_new: bool
    left: Left
    village: str
    owner: str
    objection: str
    """The commissioner's words, while they wait for an answer."""


class Tasks:
    """Makes `Shown`s of matters that come with their `task`. Villages are named for those who have more than one."""

    def __init__(self, scope: Scope, rows: Iterable[Matter], now: datetime) -> None:
        self.now, self.rows = now, [*rows]
        reach = scope.paths(Power.GUIDANCE_READ)
        self.names_villages = len(reach) > 1 or any(len(path) < VILLAGE for path in reach)

    @cached_property
    def name(self) -> Names:
        return Names({row.place for row in self.rows})

    @cached_property
    def objections(self) -> Mapping[UUID, str]:
        """The last objection to each task that waits for an answer, in one query."""
        objected = [row.pk for row in self.rows if row.state == "objected"]
        steps = Step.objects.filter(matter__in=objected, move="object").order_by("number")
        return dict(steps.values_list("matter_id", "text")) if objected else {}

    def shown(self) -> list[Shown]:
        return [self.show(row) for row in self.rows]

    def show(self, row: Matter) -> Shown:
        task: Task = row.task
        return Shown(
            id=row.pk,
            version=row.version,
            title=row.title,
            text=row.words if row.words.rstrip("。！？.!?") != row.title else "",
            line=SHORT[row.category],
            basis=task.basis,
            list_item=task.list_item,
            state=row.stands.label,
            is_new=row.state == "given",
            left=left(row, self.now),
            village=self.name(row.place, timezone.localdate(row.opened_at)) if self.names_villages else "",
            owner=row.owner.name if row.owner else NOBODY,
            objection=self.objections.get(row.pk, ""),
        )


def facts(row: Matter, now: datetime) -> list[tuple[str, str]]:
    """What stands beside a task: who gave it on what basis, on which list, by when, and what came of it."""
    today, task = timezone.localdate(now), row.task
    told = [
        ("交办", f"{LINES[row.category]}，{row.opened_by.name}，{moment(row.opened_at)}"),
        ("依据", task.basis),
        ("清单", task.list_item or "不在清单里"),
        ("办完期限", short_day(timezone.localdate(row.close_due - MOMENT), today)),
        ("谁来办", row.owner.name if row.owner else NOBODY),
        ("结果" if row.state == "done" else "为什么撤回", row.reason),
    ]
    return [(label, value) for label, value in told if value]


def query(sent: Mapping[str, str], **changes: str) -> str:
    """Write an address's query with some conditions changed; an empty one is left out."""
    kept = {name: value for name, value in {**sent, **changes}.items() if value}
    return f"?{urlencode(kept)}"


def lead(count: str, late: str) -> str:
    if count == "0":
        return "没有这样的任务。"
    return f"{count} 条，{'没有超时的' if late == '0' else f'超时 {late} 条'}。"


def conditions(sent: Mapping[str, str], places: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name the conditions in use, each with the address without it."""
    states = kinds[TASK].states
    known = {
        "state": states[sent["state"]].label if sent.get("state") in states else "",
        "category": LINES.get(sent.get("category", ""), ""),
        "place": places.get(sent.get("place", ""), ""),
        "outside": "清单外的" if sent.get("outside") == "on" else "",
        "overdue": "超时的" if sent.get("overdue") == "on" else "",
    }
    return [(label, query(sent, **{name: ""})) for name, label in known.items() if label]


def tally(of: int, counts: Mapping[str, int]) -> str:
    """Say how far the villages are, in one line; what none of them did is left out."""
    told = "，".join(f"{label} {counts[key]}" for key, label in FAR.items() if counts.get(key))
    return f"{of} 个村：{told}" if told else f"{of} 个村"


@dataclass(frozen=True, slots=True)
class Batch:
    """What one giving came to."""

    id: UUID
    title: str
    given: str
    words: str


def batches(rows: Iterable[Mapping[str, Any]], today: date) -> list[Batch]:
    """Draw the rows of `measures.by_batch`."""
    return [
        Batch(
            row["task__batch"],
            row["name"],
            short_day(timezone.localdate(row["on"]), today),
            tally(row["villages"], row),
        )
        for row in rows
    ]


def figures(rows: Iterable[Matter]) -> str:
    """Say the same of the rows of one giving."""
    states = Counter(row.state for row in rows)
    counts = {key: sum(states[state] for state in FAR_STATES[key]) for key in FAR}
    return f"{tally(states.total(), counts)}。"
