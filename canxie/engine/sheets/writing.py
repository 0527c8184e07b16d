"""Writes tables as xlsx, a row at a time: identifiers stay text, and nothing that is written becomes a formula."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | date | None
LONGEST_CELL = 32_767


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet to write: lines above the head (purpose, who, when), the head (none if empty), and rows in its order.

    `widths` are characters a column; those left out get `WIDTH`.
    """

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    lines: Sequence[str] = ()
    widths: Sequence[int] = ()


WIDTH = 14


def write(file: IO[bytes], tables: Iterable[Table], *, properties: Mapping[str, str] | None = None) -> None:
    """Write the tables into the file; memory does not grow with the rows. `properties` are those of the document.

    The rows pass through a folder that its owner alone can read and that goes with the last of
    them. A day is a day, a number a number; text is text, whatever it begins with.
    """
    with tempfile.TemporaryDirectory() as folder:
        book = Workbook(file, {"constant_memory": True, "tmpdir": folder, "default_date_format": "yyyy-mm-dd"})
        for name, value in (properties or {}).items():
            book.set_custom_property(name, value)
        bold = book.add_format({"bold": True, "bottom": 1})
        for table in tables:
            _write(book.add_worksheet(sheet_name(table.name)), table, bold)
        book.close()


def _write(sheet: Worksheet, table: Table, bold: object) -> None:
    for column in range(len(table.head)):
        sheet.set_column(column, column, table.widths[column] if column < len(table.widths) else WIDTH)
    for number, line in enumerate(table.lines):
        sheet.write_string(number, 0, line)
    top = len(table.lines)
    for column, name in enumerate(table.head):
        sheet.write_string(top, column, name, bold)
    if table.head:
        top += 1
        sheet.freeze_panes(top, 0)
    for number, row in enumerate(table.rows, top):
        _write_row(sheet, number, row)


def _write_row(sheet: Worksheet, number: int, row: Sequence[Cell]) -> None:
    for column, value in enumerate(row):
        if isinstance(value, str):
            if value:
                sheet.write_string(number, column, value[:LONGEST_CELL])
        elif isinstance(value, date):
            sheet.write_datetime(number, column, value)
        elif value is not None:
            sheet.write_number(number, column, value)


def sheet_name(name: str) -> str:
    """Make a name that a workbook allows: 31 characters, none of `[]:*?/\\`.

    >>> sheet_name("名册：槐里村/磨盘村[1]"), sheet_name("")
    ('名册：槐里村 磨盘村 1', 'Sheet1')
    """
    allowed = "".join(" " if char in "[]:*?/\\" else char for char in name).strip(" '")
    return allowed[:31] or "Sheet1"
