"""Writes tables as xlsx, a row at a time: identifiers stay text, and nothing that is written becomes a formula."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any
from xml.sax.saxutils import escape

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | date | None
LONGEST_CELL = 32_767
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384


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
        try:
            for table in tables:
                _write(book.add_worksheet(sheet_name(table.name)), table, bold)
        except BaseException:
            for sheet in book.worksheets():
                sheet._opt_close()
            raise
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
    _pour(sheet, table.rows, top)


def _pour(sheet: Any, rows: Iterable[Sequence[Cell]], top: int) -> None:
    """Write the rows as XML where the writer gathers them, a line at a time.

    Cell by cell through its doors a hundred thousand rows take five times as long: each is
    checked, kept in a table and taken out again. What it is told of them is how far they go.
    """
    sheet._write_single_row(top)  # what came through its doors stands before them
    columns, mark, last, widest = [xl_col_to_name(column) for column in range(MOST_COLUMNS)], _Marks(sheet), top, 0
    for last, row in enumerate(rows, top + 1):  # the number of the last one is wanted
        if last > MOST_ROWS:
            raise ValueError("more rows than a sheet holds")
        cells = [mark(value, f"{columns[place]}{last}") for place, value in enumerate(row) if value not in (None, "")]
        sheet.row_data_fh.write(f'<row r="{last}">{"".join(cells)}</row>')
        widest = max(widest, len(row))
    if widest:
        sheet.dim_rowmin, sheet.dim_rowmax = min(sheet.dim_rowmin or 0, top), last - 1
        sheet.dim_colmin, sheet.dim_colmax = 0, max(sheet.dim_colmax or 0, widest - 1)
        sheet.previous_row = last


class _Marks:
    """Turns values into cells of one sheet."""

    def __init__(self, sheet: Any) -> None:
        self._sheet, self._style = sheet, sheet.default_date_format._get_xf_index()
        self._days: dict[date, str] = {}

    def __call__(self, value: str | float | date, where: str) -> str:
        if isinstance(value, str):
            text = value[:LONGEST_CELL]
            if not text.isprintable() or "_x" in text:
                text = self._sheet._escape_control_characters(text)
            if "&" in text or "<" in text or ">" in text:
                text = escape(text)
            kept = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
            return f'<c r="{where}" t="inlineStr"><is><t{kept}>{text}</t></is></c>'
        if isinstance(value, date):
            if value not in self._days:
                self._days[value] = f"{self._sheet._convert_date_time(value):.16G}"
            return f'<c r="{where}" s="{self._style}"><v>{self._days[value]}</v></c>'
        return f'<c r="{where}"><v>{value:.16G}</v></c>'


def sheet_name(name: str) -> str:
    """Make a name that a workbook allows: 31 characters, none of `[]:*?/\\`.

    >>> sheet_name("名册：槐里村/磨盘村[1]"), sheet_name("")
    ('名册：槐里村 磨盘村 1', 'Sheet1')
    """
    allowed = "".join(" " if char in "[]:*?/\\" else char for char in name).strip(" '")
    return allowed[:31] or "Sheet1"
