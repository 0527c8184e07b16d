"""What a spreadsheet file is, once it has been read: sheets of text, and what else is known of their cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


class SheetRefused(ValueError):
    """The file as a whole is not taken. `sentence` says why, and what to do about it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may cost whoever reads it. Bytes, rows and columns over all its sheets; seconds of processor."""

    file_bytes: int = 20 * 1024 * 1024
    inflated_bytes: int = 256 * 1024 * 1024
    memory_bytes: int = 512 * 1024 * 1024
    seconds: int = 60
    rows: int = 120_000
    columns: int = 200
    parts: int = 2_000


class Area(NamedTuple):
    """Cells that were merged: rows from 1, columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet. Every cell is text: numbers without a needless point, days as 2026-03-01, formulas as last computed.

    `rows[0]` is the row with the number `first_row`; a row ends with its last cell that says
    something. Merged cells all hold their text; `merged` tells them. What is hidden is named, not
    left out; None means that the format does not tell. `lost` are numbers of more than 15
    digits that the file keeps as quantities, with how they show: their last digits are gone.
    """

    name: str
    rows: list[list[str]] = field(default_factory=list)
    first_row: int = 1
    hidden: bool = False
    hidden_rows: frozenset[int] | None = frozenset()
    hidden_columns: frozenset[int] | None = frozenset()
    merged: list[Area] = field(default_factory=list)
    lost: dict[tuple[int, int], str] = field(default_factory=dict)
    uncomputed: frozenset[tuple[int, int]] = frozenset()

    def numbered(self) -> Iterator[tuple[int, list[str]]]:
        return enumerate(self.rows, self.first_row)

    def cell(self, row: int, column: int) -> str:
        """Name a cell as a spreadsheet does.

        >>> Sheet("Sheet1").cell(7, 1), Sheet("磨盘").cell(9, 28)
        ('Sheet1!B7', '磨盘!AC9')
        """
        return f"{self.name}!{letters(column)}{row}"


@dataclass(slots=True)
class Book:
    """A file: `kind` is xlsx, xls or csv by its content, whatever its name; a csv has an encoding and a separator."""

    kind: str
    sheets: list[Sheet] = field(default_factory=list)
    encoding: str = ""
    separator: str = ""


def letters(column: int) -> str:
    """Name a column, counted from 0.

    >>> letters(0), letters(25), letters(26), letters(16_383)
    ('A', 'Z', 'AA', 'XFD')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_of(reference: str) -> int:
    """Return the column of a cell's name, counted from 0.

    >>> column_of("B7"), column_of("XFD1")
    (1, 16383)
    """
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number - 1
