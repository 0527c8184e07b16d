"""A file of a register on its way out: asked for, agreed to by another, made, fetched by who asked, erased."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db.models import Sum
from django.utils import timezone

from canxie.engine.audit.trail import action, note
from canxie.engine.files.actions import keep, read
from canxie.engine.files.content import Content
from canxie.engine.jobs.actions import Order, start
from canxie.engine.parameters.reading import parameter
from canxie.engine.scoping.scope import OutOfScope, Scope
from canxie.ground.accounts.models import User
from canxie.ground.powers import Power
from canxie.mechanisms.registers.actions import Digest, numbered
from canxie.mechanisms.registers.models import Copy, Export
from canxie.mechanisms.registers.published import registers
from canxie.mechanisms.registers.reading import Form

FILE, JOB = "register_export", "registers.export"
TOWNSHIP, VILLAGE = 9, 12
State = Export.State


class NotAllowed(Exception):
    """It cannot be asked for, or decided, like this; the message is a sentence that says what to do."""


class Wish(NamedTuple):
    """What is wanted. Whoever asks makes the id, so that a second press asks for nothing more."""

    id: UUID
    register: str
    place: str
    purpose: str
    columns: Sequence[str]
    whole: bool = False
    since: date | None = None
    until: date | None = None


class Bounds(NamedTuple):
    """What the county lets leave the house (parameters, 地方默认). Rows, rows a day, rows a file, days."""

    above: int
    a_day: int
    most: int
    may_whole: bool
    keep_days: int


def bounds(by: Scope, place: str, today: date, *, power: str = Power.REGISTERS_EXPORT) -> Bounds:
    """Read the figures for a place; how much one copy may hold goes by the widest place where one has the power."""
    widest = min(by.paths(power), key=len, default="")
    level = "village" if len(widest) >= VILLAGE else "township" if len(widest) >= TOWNSHIP else "county"
    keys = ("approve_above", "rows_a_day", f"most.{level}", "whole_numbers", "keep_days")
    return Bounds(*[parameter(f"export.{key}", place, on=today).value for key in keys])


def used(user_id: int, now: datetime) -> int:
    """How many rows an account has asked for or printed since midnight, in all; what never left is given back."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    asked = Export.objects.filter(asked_by_id=user_id, asked_at__gte=midnight)
    asked = asked.exclude(state__in=[State.REFUSED, State.NOT_MADE])
    printed = Copy.objects.filter(form=Copy.PAPER, made_by_id=user_id, made_at__gte=midnight)
    return sum(rows.aggregate(rows=Sum("rows"))["rows"] or 0 for rows in (asked, printed))


def reasons(figures: Bounds, *, rows: int, whole: bool, used: int) -> list[str]:
    """Say why another person has to agree: many rows, numbers in full, or many rows in small pieces.

    >>> reasons(Bounds(50, 50, 5000, True, 7), rows=49, whole=False, used=0)
    []
    >>> reasons(Bounds(50, 50, 5000, True, 7), rows=49, whole=False, used=49)
    ['day']
    >>> reasons(Bounds(50, 50, 5000, True, 7), rows=51, whole=True, used=0)
    ['rows', 'numbers', 'day']
    """
    told = {"rows": rows > figures.above, "numbers": whole, "day": used + rows > figures.a_day}
    return [why for why, so in told.items() if so]


@action("registers.export.ask")
def ask(*, by: Scope, wish: Wish, rows: int, now: datetime) -> Export:
    """Ask for a file of so many rows. It is made at once, or waits for another person.

    The account is held meanwhile: of two that ask at the same moment the second sees what the
    first has used up. Raises NotAllowed for more than a file holds, or numbers that this county keeps back.
    """
    by.must_cover(wish.place, Power.REGISTERS_EXPORT)
    by.must_cover(wish.place, registers[wish.register].also)
    User.objects.select_for_update().get(pk=by.user_id)
    if known := Export.objects.filter(pk=wish.id, asked_by_id=by.user_id).first():
        note(by, "registers.export.repeated", known, place=known.path)
        return known
    figures = bounds(by, wish.place, timezone.localdate(now))
    unit = registers[wish.register].unit
    if rows > figures.most:
        raise NotAllowed(f"这里有 {rows:,} {unit}，一份最多 {figures.most:,} {unit}。请先选小一点的地方。")
    if wish.whole and not figures.may_whole:
        raise NotAllowed("这个县不导出完整的证号和电话，只有尾号。")
    because = reasons(figures, rows=rows, whole=wish.whole, used=used(by.user_id, now))
    taken = Export.objects.filter(pk=wish.id).exists()
    export = Export.objects.create(
        id=uuid4() if taken else wish.id,
        path=wish.place,
        register=wish.register,
        since=wish.since,
        until=wish.until,
        columns=[*wish.columns],
        whole=wish.whole,
        purpose=wish.purpose,
        rows=rows,
        because=because,
        asked_by_id=by.user_id,
        asked_at=now,
        state=State.WAITING if because else State.MAKING,
    )
    note(by, "registers.export.ask", export, place=export.path, **told(export), because=because)
    if not because:
        begin(by, export)
    return export


@action("registers.export.decide")
def decide(*, by: Scope, export: Export, agrees: bool, words: str, now: datetime) -> Export:
    """Agree to a file that somebody else has asked for, or refuse it. Raises NotAllowed."""
    export = Export.objects.select_for_update().get(pk=export.pk)
    by.must_cover(export.path, Power.REGISTERS_APPROVE)
    if export.asked_by_id == by.user_id:
        raise NotAllowed("自己申请的要别人批：请县残联的另一个账号来批。")
    if export.state != State.WAITING:
        raise NotAllowed(f"这一份已经有人看过了，现在是“{export.get_state_display()}”。")
    export.state = State.MAKING if agrees else State.REFUSED
    export.decided_by_id, export.decided_at, export.words = by.user_id, now, words
    export.save(update_fields=["state", "decided_by_id", "decided_at", "words"])
    what = "registers.export.approve" if agrees else "registers.export.refuse"
    note(by, what, export, place=export.path, asked_by=export.asked_by_id, words=words, **told(export))
    if agrees:
        begin(by, export)
    return export


def begin(by: Scope, export: Export) -> None:
    start(by=by, order=Order(JOB, export.path, registers[export.register].name, str(export.pk)))


@action("registers.export.number")
def number(*, by: Scope, export: Export, today: date, key: int) -> Copy:
    """Give the file its number, which stands in it and is hidden in it; a second try keeps the first one's."""
    export = Export.objects.select_for_update().get(pk=export.pk)
    if export.copy is None:
        said = {"register": export.register, "form": Form.FILE.value, "purpose": export.purpose, "rows": export.rows}
        code = registers[export.register].code
        export.copy = numbered(code, export.path, today, **said, mark_key=key, made_by_id=export.asked_by_id)
        export.save(update_fields=["copy"])
    note(by, "registers.export.number", export, place=export.path, number=export.copy.number)
    return export.copy


@action("registers.issue")
def hand_over(*, by: Scope, export: Export, content: Content, digest: Digest, today: date) -> None:
    """Seal the file and put it where whoever asked for it finds it, for some days."""
    by.must_cover(export.path, Power.REGISTERS_EXPORT)
    copy = Copy.objects.get(export=export)
    copy.rows, copy.digest = digest.count, digest.hex()
    copy.save(update_fields=["rows", "digest"])
    export.rows, export.state = digest.count, State.READY
    export.erase_on = today + timedelta(days=bounds(by, export.path, today).keep_days)
    export.file = keep(by=by, kind=FILE, content=content, place=export.path, erase_on=export.erase_on)
    export.save(update_fields=["rows", "state", "erase_on", "file"])
    said = told(export) | {"digest": copy.digest, "form": copy.form, "number": copy.number}
    note(by, "registers.issue", copy, place=export.path, **said, agreed_by=export.decided_by_id)


@action("registers.export.give_up")
def give_up(*, by: Scope, export: Export, words: str) -> None:
    """Say that a file was not made, and why."""
    export.state, export.words = State.NOT_MADE, words
    export.save(update_fields=["state", "words"])
    note(by, "registers.export.give_up", export, place=export.path, words=words)


@action("registers.export.fetch")
def fetch(*, by: Scope, export: Export, now: datetime) -> Content:
    """Hand the file to the one account that asked for it. Raises OutOfScope for all others, and when it is gone."""
    export = Export.objects.select_for_update(of=("self",)).select_related("file", "copy").get(pk=export.pk)
    by.must_cover(export.path, Power.REGISTERS_EXPORT)
    file = export.file
    if export.asked_by_id != by.user_id or file is None or file.erased_at or export.is_over(timezone.localdate(now)):
        raise OutOfScope(export.path, Power.REGISTERS_EXPORT)
    content = read(file)
    export.fetched_at = export.fetched_at or now
    export.save(update_fields=["fetched_at"])
    note(by, "registers.export.fetch", export, place=export.path, number=str(export.copy), rows=export.rows)
    return content


def told(export: Export) -> dict[str, object]:
    """What the trail says of it each time."""
    names = ("register", "purpose", "rows", "columns", "whole")
    return {name: getattr(export, name) for name in names}
