"""A user's own file back, with a column of results: same sheets, same rows, same order."""

import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import IO
from xml.parsers import expat
from xml.sax.saxutils import escape

from canxie.engine.sheets import delimited
from canxie.engine.sheets.book import Book, Sheet, letters
from canxie.engine.sheets.package import sheet_parts
from canxie.engine.sheets.writing import Table, write

Marks = Mapping[int, str]
"""Row number → what is written beside it; the head's own row is among them."""

_CHUNK = 1 << 20
_TAIL = 64
"""An end tag is shorter than this, so it is whole before the text around it is passed on."""


def with_results(data: bytes, book: Book, marks: Mapping[str, Marks]) -> bytes:
    """Return the file with one more column; `marks` by the name of the sheet.

    An xlsx keeps everything that is in it (widths, colours, what is hidden): the new cells are
    put into its XML. An xls comes back as xlsx, a csv in its encoding and with its separator.
    """
    if book.kind == "csv":
        return _csv(data, book, marks)
    if book.kind == "xls":
        return _rewritten(book, marks)
    return _patched(data, book, marks)


def suffix(book: Book) -> str:
    """Return what the name of such a file ends with."""
    return ".csv" if book.kind == "csv" else ".xlsx"


def _csv(data: bytes, book: Book, marks: Mapping[str, Marks]) -> bytes:
    text, _ = delimited.decode(data)
    own, column = marks.get(book.sheets[0].name, {}), _first_free(book.sheets[0])

    def rows() -> Iterator[list[str]]:
        for number, row in enumerate(delimited.rows(text, book.separator), 1):
            yield [*row, *[""] * (column - len(row)), own[number]] if number in own else row

    return delimited.written(rows(), book.separator, book.encoding)


def _rewritten(book: Book, marks: Mapping[str, Marks]) -> bytes:
    file = BytesIO()
    write(file, (_table(sheet, marks.get(sheet.name, {})) for sheet in book.sheets))
    return file.getvalue()


def _table(sheet: Sheet, marks: Marks) -> Table:
    column = _first_free(sheet)
    rows = ([*row, *[""] * (column - len(row)), marks.get(number, "")] for number, row in sheet.numbered())
    blank: list[list[str]] = [[]] * (sheet.first_row - 1)
    return Table(sheet.name, (), iter([*blank, *rows]))


def _first_free(sheet: Sheet) -> int:
    return max([*map(len, sheet.rows), *(area.right + 1 for area in sheet.merged)], default=0)


def _patched(data: bytes, book: Book, marks: Mapping[str, Marks]) -> bytes:
    again = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as after:
        sheets = {sheet.name: sheet for sheet in book.sheets}
        patches = {part: sheets[name] for name, part in sheet_parts(before).items() if name in marks and name in sheets}
        for info in before.infolist():
            with before.open(info) as source, after.open(info.filename, "w", force_zip64=True) as target:
                if info.filename in patches:
                    sheet = patches[info.filename]
                    _Patch(marks[sheet.name], _first_free(sheet)).pour(source, target)
                else:
                    while chunk := source.read(_CHUNK):
                        target.write(chunk)
    return again.getvalue()


class _Patch:
    """Puts a cell at the end of each row that has a mark, and copies all else byte by byte."""

    def __init__(self, marks: Marks, column: int) -> None:
        self._marks, self._column = marks, letters(column)
        self._row = 0
        self._insertions = list[tuple[int, bytes]]()
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "row":
            self._row = int(attributes.get("r", self._row + 1))

    def _end(self, tag: str) -> None:
        prefix, _, name = tag.rpartition(":")
        if name != "row" or self._row not in self._marks:
            return
        p = f"{prefix}:" if prefix else ""
        text = escape(self._marks[self._row])
        said = f'<{p}is><{p}t xml:space="preserve">{text}</{p}t></{p}is>'
        cell = f'<{p}c r="{self._column}{self._row}" t="inlineStr">{said}</{p}c>'
        self._insertions.append((self._parser.CurrentByteIndex, cell.encode()))

    def pour(self, source: IO[bytes], target: IO[bytes]) -> None:
        held, at = b"", 0
        while chunk := source.read(_CHUNK):
            self._parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no keywords
            held += chunk
            held, at = self._pass_on(held, at, len(held) - _TAIL, target)
        self._pass_on(held, at, len(held), target)

    def _pass_on(self, held: bytes, at: int, upto: int, target: IO[bytes]) -> tuple[bytes, int]:
        """Write `held`, which begins at byte `at` of the part, as far as `upto`; return what is left."""
        done = 0
        while self._insertions and self._insertions[0][0] - at <= upto:
            offset, cell = self._insertions.pop(0)
            target.write(held[done : offset - at])
            target.write(cell)
            done = offset - at
        upto = max(upto, done)
        target.write(held[done:upto])
        return held[upto:], at + upto
