"""Names what a file hides: nothing of it is left out, and nothing of it is taken in silence."""

from collections.abc import Iterable, Iterator

from canxie.engine.sheets.book import Sheet
from canxie.engine.sheets.layout import Layout
from canxie.engine.sheets.lists import Finding

CANNOT_TELL = "xls 文件看不出有没有隐藏的行和列，全都读了。"


def hidden_in(sheet: Sheet, layout: Layout | None) -> Iterator[Finding]:
    """Name what one sheet hides, and its formulas that nobody has computed; `layout` of a sheet of people."""
    first = sheet.cell(sheet.first_row, 0)
    if sheet.hidden:
        yield Finding(first, f"工作表“{sheet.name}”是隐藏的，{'也读了' if layout else '里面不是名册，没有收'}。")
    if layout is None:
        return
    if sheet.hidden_rows is None:
        yield Finding(first, CANNOT_TELL)
    said = {number for number, row in sheet.numbered() if row}
    for start, end in runs(said & (sheet.hidden_rows or frozenset())):
        yield Finding(sheet.cell(start, 0), f"第 {start}{f' 到 {end}' if end > start else ''} 行是隐藏的，也读了。")
    for column in layout.columns:
        if column.index in (sheet.hidden_columns or ()) and (column.heading or column.examples):
            cell = sheet.cell(max(layout.head.start, sheet.first_row), column.index)
            yield Finding(cell, f"“{column.heading or '没有表头'}”这一列是隐藏的，也读了。")
    for row, index in sorted(sheet.uncomputed):
        yield Finding(sheet.cell(row, index), "这一格是公式，文件里没有算好的值，当作空的。")


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Put neighbours together.

    >>> [*runs([7, 3, 4, 5])]
    [(3, 5), (7, 7)]
    """
    start = end = 0
    for number in sorted(numbers):
        if start and number == end + 1:
            end = number
            continue
        if start:
            yield start, end
        start = end = number
    if start:
        yield start, end
