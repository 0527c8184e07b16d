"""The moves of an association's life, and what each does to the villages it covers."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from canxie.duties.associations.actions.holding import gone, hold_all
from canxie.duties.associations.choices import RUNNING
from canxie.duties.associations.models import Association, Coverage, ProposedVillage
from canxie.duties.associations.published import coverage_followers, findings
from canxie.duties.associations.reading import last_villages
from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import Scope
from canxie.ground.divisions.models import Division
from canxie.ground.powers import Power
from canxie.mechanisms.matters.actions import Said, check_said, move
from canxie.mechanisms.matters.kinds import kinds
from canxie.mechanisms.matters.refusals import Incomplete, Refused

CHECKED = ("file", "take", "record_paper", "adjusted")
"""Moves that are refused while a finding blocks."""

BEGINS = ("take", "record_paper")
HANDS_OVER = ("merge", "dissolve")


class NotReady(Refused):
    """Something that the policy wants is missing; each thing is one sentence."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = [*sentences]
        super().__init__("".join(self.sentences))


@action("associations.move")
def move_on(
    *,
    by: Scope,
    association: Association,
    key: str,
    said: Said,
    seen: int,
    at: datetime,
    successor: Association | None = None,
) -> Association:
    """Make one move of an association's life, from `said.on` on. `seen` is the version that the page showed.

    Whoever moves it holds its villages, so of two who would cover one village at once, one is told.

    Raises:
        NotReady: when a filing check blocks.
        Refused: when a village is covered by another on one of these days, is gone or not yet there; when a
            day comes before the one it has to follow; and as `matters.actions.move` does.
    """
    chosen = kinds["association"].moves[key]
    by.must_cover(association.path, chosen.power or Power.ASSOCIATIONS_APPROVE)
    kept, held = hold_all(association)
    check_said(chosen, said)
    today = timezone.localdate(at)
    if said.on and said.on > today:
        raise Incomplete({"on": "日期不能晚于今天。"})
    if key in CHECKED and (blocking := [one.sentence for one in findings(kept, today) if one.blocks]):
        raise NotReady(blocking)
    matter = move(by=by, matter=kept.matter, key=key, said=said, seen=seen, at=at)
    kept.matter, kept.state = matter, matter.state
    before = [*Coverage.objects.filter(association=kept, until=None).order_by("path").values_list("path", flat=True)]
    if said.on:
        take_effect(kept, key, said.on, held, successor)
    elif key == "adjust":
        copy_to_proposed(kept)
    elif key in ("drop", "keep"):
        kept.proposed.all().delete()
    kept.save()
    for follow in coverage_followers.values():
        follow(by, kept, at)
        if successor:
            follow(by, successor, at)
    after = [*Coverage.objects.filter(association=kept, until=None).order_by("path").values_list("path", flat=True)]
    note(by, f"associations.{key}", kept, place=kept.path, on=said.on, state=kept.state, villages=[before, after])
    return kept


def take_effect(
    kept: Association, key: str, on: date, held: dict[str, Division], successor: Association | None
) -> None:
    """Open and end coverage as the move says, from its day on."""
    if key in BEGINS:
        kept.active_since, kept.ended_on = on, None
        begin(kept, kept.proposed.order_by("path"), on, held)
    elif key == "adjusted":
        adjust(kept, on, held)
    elif key == "restore":
        begin(kept, last_villages(kept), on, held)
    else:
        villages = last_villages(kept)
        end(villages, on)
        kept.proposed.all().delete()
        if key in HANDS_OVER:
            kept.ended_on = on
            hand_over(kept, key, villages, on, held, successor)


def begin(
    association: Association, villages: Iterable[ProposedVillage | Coverage], on: date, held: dict[str, Division]
) -> None:
    for row in [*villages]:
        must_be_uncovered(row.path, on, held)
        fresh = Coverage(association=association, path=row.path, place=row.path, since=on)
        fresh.host, fresh.declared, fresh.minutes = row.host, row.declared, row.minutes
        fresh.save(force_insert=True)
        if row.host:
            association.path = row.path
    association.proposed.all().delete()


def must_be_uncovered(path: str, on: date, held: dict[str, Division]) -> None:
    """Refuse a day on or after which the village is covered already, or on which there was no such village."""
    village = held.get(path)
    if village is None:
        raise Refused(gone(path))
    if on < village.valid_from:
        raise Incomplete({"on": f"{village}{spoken(village.valid_from)}才有，日期不能早于这一天。"})
    taken = Coverage.objects.filter(path=path).overlapping(on, None).select_related("association").order_by("since")
    if other := taken.first():
        until = f"到{spoken(other.until)}" if other.until else "起"
        raise Refused(
            f"{village}{spoken(other.since)}{until}由{other.association}在管，一个村同一天只能有一个残协，请换日期或先调整那一个。"
        )


def end(rows: Iterable[Coverage], on: date) -> None:
    """End what is under way; what has ended stays as it is, and nothing comes before it."""
    for row in rows:
        if on < row.since:
            raise Incomplete({"on": f"日期不能早于开始管的{spoken(row.since)}。"})
        if row.until and on < row.until:
            raise Incomplete({"on": f"{spoken(row.until)}起已经停了，日期不能早于这一天。"})
        if row.until is None:
            row.until = on
            row.save(update_fields=["until"])


def adjust(kept: Association, on: date, held: dict[str, Division]) -> None:
    """Let the proposed villages take the place of those in force; what stays the same is not touched."""
    wanted = {row.path: row for row in kept.proposed.order_by("path")}
    now = {row.path: row for row in kept.coverages.filter(until=None).order_by("path")}
    end([row for path, row in now.items() if path not in wanted or wanted[path].host != row.host], on)
    fresh = [row for path, row in wanted.items() if path not in now or now[path].host != row.host]
    begin(kept, fresh, on, held)


def hand_over(
    kept: Association,
    key: str,
    villages: list[Coverage],
    on: date,
    held: dict[str, Division],
    successor: Association | None,
) -> None:
    """Give the villages to the association that goes on with them, from the same day."""
    if successor is None:
        if key == "merge":
            raise Incomplete({"successor": "请选并入哪个残协。"})
        return
    if successor.pk == kept.pk or successor.state not in RUNNING or not successor.active_since:
        raise Incomplete({"successor": "接续的要是另一个在册运行的残协。"})
    if on < successor.active_since:
        raise Incomplete({"on": f"{successor}{spoken(successor.active_since)}才开始运行，日期不能早于这一天。"})
    kept.successor = successor
    for row in villages:
        row.host = False
    begin(successor, villages, on, held)


def copy_to_proposed(kept: Association) -> None:
    kept.proposed.all().delete()
    for row in kept.coverages.filter(until=None).order_by("path"):
        fresh = ProposedVillage(association=kept, path=row.path, place=row.path, host=row.host)
        fresh.declared, fresh.minutes = row.declared, row.minutes
        fresh.save(force_insert=True)


def spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@action("associations.show")
def show(*, by: Scope, association: Association) -> None:
    """Note that the page of an association was opened: its office-holders stand on it by name."""
    by.must_cover(association.path, Power.ASSOCIATIONS_READ)
    note(by, "associations.show", association, place=association.path)
