"""What became of one matter, in words: its steps, and the ways it went from office to office."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from canxie.kernel.words import short_day
from canxie.mechanisms.matters.kinds import Kind
from canxie.mechanisms.matters.models import Hop, Matter, Step
from canxie.mechanisms.matters.offices import place_names

ESCALATED = "到时自动转上级"


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the timeline, as `ui.timeline` draws it."""

    on: datetime
    when: str
    title: str
    text: str
    by: str
    photo: UUID | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One hop: from whom to whom, why, and what came of it."""

    between: str
    reason: str
    outcome: str


def steps(matter: Matter) -> list[Told]:
    """Everything that was done with a matter, the latest first, in one query."""
    rows = Step.objects.filter(matter=matter).select_related("by").order_by("-number")
    return [told(matter.rules, step) for step in rows]


def told(kind: Kind, step: Step) -> Told:
    other = {"open": kind.opened, "escalate": ESCALATED}
    title = kind.moves[step.move].done if step.move in kind.moves else other[step.move]
    since = f"从 {short_day(step.on, timezone.localdate())}起。" if step.on and kind.moves[step.move].dates else ""
    text = "".join(filter(None, [since, step.text, f"凭据：{step.evidence}" if step.evidence else ""]))
    return Told(step.at, moment(step.at), title, text, step.by.name if step.by else "系统", step.evidence_file)


def ways(matter: Matter) -> list[Way]:
    """The hops of a matter, the first one first."""
    rows = [*Hop.objects.filter(matter=matter).select_related("to_owner", "from_owner").order_by("sent_at", "id")]
    names = place_names(*{path for hop in rows for path in (hop.from_path, hop.to_path)})
    return [Way(f"{names[hop.from_path]} → {names[hop.to_path]}", hop.reason, outcome(hop)) for hop in rows]


def outcome(hop: Hop) -> str:
    sent = f"{moment(hop.sent_at)}转出"
    if hop.ended_at is None:
        return f"{sent}，等接收。接收前仍由原负责人办。"
    who = f"（{hop.to_owner.name}）" if hop.to_owner else ""
    return f"{sent}，{moment(hop.ended_at)}{hop.get_ending_display()}{who}。"


def moment(at: datetime) -> str:
    here = timezone.localtime(at)
    return f"{short_day(here.date(), timezone.localdate())} {here.hour}:{here.minute:02}"
