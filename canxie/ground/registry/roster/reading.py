"""One import's way from the sealed file to rows that somebody can look at."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from canxie.engine.audit.trail import action, note
from canxie.engine.files.actions import read as kept
from canxie.engine.scoping.scope import Scope
from canxie.engine.sheets.book import Book, SheetRefused
from canxie.engine.sheets.lists import lists
from canxie.engine.sheets.reading import read
from canxie.ground.registry.roster.bulk import at_full_speed
from canxie.ground.registry.roster.checking import Check, Checked
from canxie.ground.registry.roster.lists import ListCheck, must_reach
from canxie.ground.registry.roster.models import ROSTER, RosterImport, State
from canxie.ground.registry.roster.staging import found, stage
from canxie.ground.registry.roster.tables import Chosen

Told = Callable[[int, int, str], object]


def book_of(roster: RosterImport) -> tuple[bytes, Book]:
    """Open the file of an import again. Raises SheetRefused as the first time."""
    content = kept(roster.file)
    return content.data, read(content.data, name=content.name)


def look_through(roster: RosterImport, *, by: Scope, on: date, told: Told = lambda *_: None) -> None:
    """Read, check and keep the rows; say on the import what was found. A file that is not taken says why."""
    must_reach(by, roster.path, roster.what)
    told(0, 0, "打开文件")
    with at_full_speed():
        try:
            _, book = book_of(roster)
            check = check_of(roster, book, by=by, on=on)
        except SheetRefused as refusal:
            settle(by=by, roster=roster, values={"state": State.REFUSED, "reason": refusal.sentence})
            return
        keep_rows(roster, check, by=by, told=told)


def check_of(roster: RosterImport, book: Book, *, by: Scope, on: date) -> Check | ListCheck:
    if roster.what == ROSTER:
        return Check(book, by, roster.path, on, chosen_of(roster))
    return ListCheck(book, lists[roster.what], by, roster.path, on, chosen_of(roster))


def keep_rows(
    roster: RosterImport,
    check: Check | ListCheck,
    *,
    by: Scope,
    told: Told = lambda *_: None,
    seen: Callable[[Checked], object] = lambda _: None,
) -> None:
    """Go through the rows and keep them; `seen` is shown each."""
    of = sum(len(sheet.rows) for sheet, _ in check.tables)
    counts = stage(roster, check, lambda done: told(done, of, "逐行核对"), seen)
    values = {"state": State.READY, "reason": "", "counts": dict(counts), "found": json.dumps(found(check))}
    settle(by=by, roster=roster, values=values)


@action("registry.import.read")
def settle(*, by: Scope, roster: RosterImport, values: Mapping[str, Any]) -> None:
    """Say on the import what became of its file. One that was written meanwhile stays as it is."""
    held = RosterImport.objects.select_for_update().get(pk=roster.pk)
    if held.state != State.WRITTEN:
        for name, value in values.items():
            setattr(held, name, value)
        held.save(update_fields=[*values])
    note(by, "registry.import.read", held, place=held.path, state=held.state, counts=held.counts)


def chosen_of(roster: RosterImport) -> Chosen:
    """Give the columns that somebody has corrected."""
    chosen: dict[str, dict[str, str]] = roster.chosen
    return {sheet: {int(index): key for index, key in columns.items()} for sheet, columns in chosen.items()}
