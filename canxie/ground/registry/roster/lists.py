"""Lists of other rooms on the same way as the roster: who may bring them, what becomes of their rows, how they end."""

import hashlib
from collections.abc import Iterator
from datetime import date
from itertools import islice

from django.utils import timezone

from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import Scope
from canxie.engine.sheets.book import Book
from canxie.engine.sheets.layout import Layout
from canxie.engine.sheets.lists import Kind, Line, Listing, Overtaken, Taken, lists, of_list
from canxie.ground.powers import Power
from canxie.ground.registry.roster.checking import Checked
from canxie.ground.registry.roster.columns import FIELDS
from canxie.ground.registry.roster.columns import LABELS as ROSTER_LABELS
from canxie.ground.registry.roster.comparing import Difference, label, shown
from canxie.ground.registry.roster.models import ROSTER, RosterImport, State
from canxie.ground.registry.roster.rows import becomes, dumps, opened
from canxie.ground.registry.roster.tables import BATCH, Chosen, Tables, Told

TITLE = "名册"


def must_reach(by: Scope, path: str, what: str) -> None:
    """Ask for the power to import, and for the list's own. Raises OutOfScope."""
    by.must_cover(path, Power.REGISTRY_IMPORT)
    if what != ROSTER:
        by.must_cover(path, lists[what].power)


def offered(scope: Scope) -> list[tuple[str, str]]:
    """Name the lists that somebody may bring, by key."""
    own = [(what, one.label) for what, one in lists.items() if scope.may(one.power)]
    return [(ROSTER, "残疾人名册"), *own]


def called(what: str) -> str:
    return TITLE if what == ROSTER else lists[what].label


def options(what: str) -> list[tuple[str, str]]:
    """What a column of the file can be taken for, by key."""
    return [(one.key, one.label) for one in (FIELDS if what == ROSTER else lists[what].fields)]


def words(what: str, key: str) -> str:
    if what == ROSTER:
        return label(key) if key in (*ROSTER_LABELS, "name") else key
    return dict([*options(what), *lists[what].words]).get(key, key)


def counted(what: str) -> str:
    return "人" if what == ROSTER else lists[what].counted


def value_in_words(what: str, key: str, value: object) -> str:
    return shown(key, value) if what == ROSTER else str(value or "没有")


class ListCheck(Tables):
    """A file looked at as a list of one kind."""

    def __init__(self, book: Book, listing: Listing, scope: Scope, place: str, on: date, chosen: Chosen) -> None:
        """Raises SheetRefused when no sheet has such a list."""
        none = f"没有找到{listing.label}的表头。{listing.hint}"
        needed = listing.needed
        super().__init__(
            book, listing.fields, needed, is_one=lambda one: of_list(one, needed), chosen=chosen, none=none
        )
        self.judge = listing.judge(scope, place, on)

    def rows(self, told: Told = lambda _: None) -> Iterator[Checked]:
        """Yield every row of every table, in order. `told` hears how many were looked at."""
        done = 0
        for sheet, layout in self.tables:
            rows = layout.rows(sheet)
            while batch := [*islice(rows, BATCH)]:
                lines = [Line(sheet, layout, number, said(layout, row)) for number, row in batch]
                self.judge(lines)
                done += len(batch)
                told(done)
                yield from map(checked, lines)
        rest = getattr(self.judge, "rest", None)
        yield from map(checked, rest() if rest else [])


def said(layout: Layout, row: list[str]) -> dict[str, str]:
    taken = [(column.key, column.index) for column in layout.columns if column.key and column.index < len(row)]
    return {key: text for key, index in taken if (text := row[index].strip())}


def checked(line: Line) -> Checked:
    changes = [Difference(key, old, new, line.cell(key)) for key, old, new in line.changes]
    kind = Kind.REFUSED if line.refused else line.kind
    return Checked(line, kind, changes=changes, left_out=line.left_out)


@action("registry.import.write")
def write(*, by: Scope, roster: RosterImport, on: date) -> tuple[int, int]:
    """Write what was looked at; returns how many are new and how many have changed. Raises Overtaken."""
    roster = RosterImport.objects.select_for_update().get(pk=roster.pk)
    must_reach(by, roster.path, roster.what)
    if roster.state == State.WRITTEN:
        raise Overtaken
    rows = [
        Taken(comes_to, row.said.get("village", ""), row.values, row.changes)
        for row in opened(roster.rows.filter(kind__in=[Kind.NEW, Kind.CHANGED]).order_by("id"))
        if (comes_to := becomes(row)) in {Kind.NEW, Kind.CHANGED}
    ]
    lists[roster.what].write(by=by, rows=rows, on=on)
    new = sum(row.kind == Kind.NEW for row in rows)
    changed = len(rows) - new
    roster.state, roster.reason, roster.written_at = State.WRITTEN, "", timezone.now()
    roster.counts |= {"written_new": new, "written_changed": changed}
    roster.save(update_fields=["state", "reason", "written_at", "counts"])
    digest = hashlib.sha256(dumps([[*row] for row in rows]).encode()).hexdigest()
    told = {"list": roster.what, "new": new, "changed": changed, "digest": digest}
    note(by, "registry.import.write", roster, place=roster.path, **told)
    return new, changed
