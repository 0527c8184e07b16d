"""Lists that a room takes from a file: what their columns are, what becomes of a row, how all of them are written.

A room declares a list in its `sheets.py`. Reading the file, finding its columns, keeping its rows
sealed until somebody has looked, the preview and the column of results are the importer's affair.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import models

from canxie.engine.plugs import Plugs
from canxie.engine.scoping.scope import Scope
from canxie.engine.sheets.book import Sheet
from canxie.engine.sheets.layout import Field, Layout


class Kind(models.TextChoices):
    """What becomes of a row. Every row is one of these."""

    NEW = "new", "新增"
    CHANGED = "changed", "有变化"
    DUPLICATE = "duplicate", "可能重复"
    REFUSED = "refused", "不能收"
    SAME = "same", "没变化"


class Overtaken(Exception):
    """What is there is not any more what somebody looked at: nothing is written."""


class Finding(NamedTuple):
    """What is to be said of a cell."""

    cell: str
    reason: str


@dataclass(slots=True)
class Line:
    """One row of a list. `said` is the text of its cells by the key of their column, blanks left out.

    The room's `judge` fills the rest: `values`, which JSON can hold and `write` gets back; the
    `place` it is of; `kind`, and for CHANGED the `changes` as key, old, new. A row that was
    refused is REFUSED, whatever `kind` says.
    """

    sheet: Sheet
    layout: Layout
    row: int
    said: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    place: str = ""
    kind: Kind = Kind.NEW
    changes: list[tuple[str, Any, Any]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Keys of changes that are only written when somebody ticks them."""
    refused: list[Finding] = field(default_factory=list)
    warned: list[Finding] = field(default_factory=list)

    def cell(self, key: str) -> str:
        """Name the cell of a column; of one that the file does not have, the first of the row that was taken.

        A line about what the file does not say has the row 0 and no cell.
        """
        if not self.row:
            return "名单里没有"
        where = self.layout.where(key) or [column.index for column in self.layout.columns if column.key] or [0]
        return self.sheet.cell(self.row, where[0])

    def refuse(self, key: str, reason: str) -> None:
        self.refused.append(Finding(self.cell(key), reason))

    def warn(self, key: str, reason: str) -> None:
        self.warned.append(Finding(self.cell(key), reason))


class Taken(NamedTuple):
    """A row that is to be written: NEW or CHANGED, what it says, and of a change what somebody has left ticked."""

    kind: Kind
    place: str
    values: Mapping[str, Any]
    changes: Mapping[str, tuple[Any, Any]]


Judge = Callable[[Sequence[Line]], None]
"""May have a method `rest()`: lines about what the file does not say, asked for when all of it has been seen."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A kind of list.

    `power` is asked for at the place of the import, beside the one that importing itself asks
    for. `needed` are the columns without any of which a row is nobody's; the first one names
    the row, and no sheet without it is a list. `judge(by, place, on)` gives a function that
    is called with a few thousand lines at a time and asks the database once for all of them.
    `write(by=, rows=, on=)` is an action inside the import's one transaction; it raises
    Overtaken when what is there has changed since. `hint` says which columns the file has.
    """

    label: str
    power: str
    fields: Sequence[Field]
    needed: Sequence[str]
    judge: Callable[[Scope, str, date], Judge]
    write: Callable[..., object]
    hint: str = ""
    masked: bool = True
    """Are names masked in the preview; those of staff need not be."""
    words: tuple[tuple[str, str], ...] = ()
    """What changes are called whose key is no column."""
    counted: str = "人"
    """How rows are counted in the preview."""

    @property
    def title(self) -> str:
        return self.needed[0]


lists: Plugs[str, Listing] = Plugs("sheets")


def of_list(layout: Layout, needed: Collection[str]) -> bool:
    """Say whether a table is such a list: it has the column that names a row, and something beside it."""
    taken = {column.key for column in layout.columns if column.key}
    return next(iter(needed)) in taken and len(taken) > 1
