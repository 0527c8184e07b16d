"""The process that reads a file from outside: it may cost only so much, writes no file, and talks in lines of JSON.

First line in: name and limits; then the file. Out: a line each for the book, a sheet, a
thousand rows, and `{"end": true}`; or `{"refused": sentence}`. Whoever has not seen the end
has not seen the file. Knows neither Django nor the database.
"""

import json
import re
import resource
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from pathlib import PurePath
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from canxie.engine.sheets import delimited
from canxie.engine.sheets.book import Area, Limits, SheetRefused, letters
from canxie.engine.sheets.package import BROKEN, MACROS, NOT_A_SHEET, PASSWORD, Hidden, Package

EMPTY = "文件是空的。"
WEB_PAGE = "文件名像表格，里面其实是网页。用 WPS 或 Excel 打开，另存为 xlsx 再传。"
TOO_COSTLY = "文件太大或太复杂，读不下来。拆成几个文件再传。"
LOST_FROM = 10**15
"""A spreadsheet keeps 15 digits of a number: from here on the last ones are gone."""

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BATCH = 1_000


def main() -> None:
    said = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**said["limits"])
    confine(limits)
    data = sys.stdin.buffer.read()
    try:
        for line in read(data, said["name"], limits):
            say(line)
        say({"end": True})
    except SheetRefused as refusal:
        say({"refused": refusal.sentence})
    except (MemoryError, RecursionError):
        say({"refused": TOO_COSTLY})


def confine(limits: Limits) -> None:
    """Give up what reading does not need; the kernel ends a process that wants more."""
    for what, most in [
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 16),
    ]:
        resource.setrlimit(what, (most, most))


def say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def read(data: bytes, name: str, limits: Limits) -> Iterator[dict[str, Any]]:
    """Yield the lines for a file, by what it is and not by how it is called."""
    if not data.strip():
        raise SheetRefused(EMPTY)
    if data.startswith(ZIP):
        package = Package(data, limits)
        yield {"book": "xlsx"}
        yield from workbook(package.readable(data), limits, package.hidden())
    elif data.startswith(OLE):
        refuse_ole(data)
        yield {"book": "xls"}
        yield from workbook(data, limits, None)
    else:
        yield from separated(data, name, limits)


def refuse_ole(data: bytes) -> None:
    """An OLE file may be a workbook under a password or with macros; its directory names the streams in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise SheetRefused(PASSWORD)
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise SheetRefused(MACROS)


def workbook(data: bytes, limits: Limits, hidden: dict[str, Hidden] | None) -> Iterator[dict[str, Any]]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        left = limits.rows
        for index, known in enumerate(book.sheets_metadata):
            if known.typ is SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_index(index)
                hides = None if hidden is None else hidden.get(known.name, Hidden())
                is_hidden = known.visible is not SheetVisibleEnum.Visible
                yield {"sheet": about(sheet, is_hidden=is_hidden, hides=hides)}
                check_width(sheet.name, (sheet.end or (0, -1))[1] + 1, limits)
                for batch in batches(filled(cells(sheet), sheet.merged_cell_ranges or [])):
                    left -= sum(map(bool, batch["rows"]))
                    if left < 0:
                        raise SheetRefused(f"文件超过 {limits.rows:,} 行。拆成几个文件再传。")
                    yield batch
                del sheet
    except PasswordError:
        raise SheetRefused(PASSWORD) from None
    except CalamineError as error:
        if hidden is None and "Workbook" not in data.decode("utf-16-le", "ignore"):
            raise SheetRefused(NOT_A_SHEET) from error
        raise SheetRefused(BROKEN) from error


def about(sheet: CalamineSheet, *, is_hidden: bool, hides: Hidden | None) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "first_row": (sheet.start or (0, 0))[0] + 1,
        "hidden": is_hidden,
        "hidden_rows": None if hides is None else hides.rows,
        "hidden_columns": None if hides is None else hides.columns,
        "uncomputed": [] if hides is None else hides.uncomputed,
        "merged": [
            [top + 1, left, bottom + 1, right] for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
        ],
    }


def check_width(name: str, width: int, limits: Limits) -> None:
    if width > limits.columns:
        raise SheetRefused(f"“{name}”有 {width:,} 列，最多 {limits.columns} 列。删掉右边多余的列再传。")


Row = tuple[int, list[str], list[tuple[int, str]]]
"""Number, cells, and the columns of numbers that lost digits with how they show."""


def cells(sheet: CalamineSheet) -> Iterator[Row]:
    top, left = sheet.start or (0, 0)
    indent = [""] * left
    for number, row in islice(enumerate(sheet.iter_rows(), 1), top, None):  # it counts from the first row, always
        said, lost = indent.copy(), list[tuple[int, str]]()
        for value in row:
            if value.__class__ is str:
                said.append(value if value.isprintable() else _CONTROL.sub("", value))
            else:
                said.append(shown(value))
                if isinstance(value, int | float) and abs(value) >= LOST_FROM:
                    lost.append((len(said) - 1, said[-1]))
        if len(max(said, key=len, default="")) > delimited.LONGEST_CELL:
            column = max(range(len(said)), key=lambda at: len(said[at]))
            raise SheetRefused(f"{sheet.name}!{letters(column)}{number} 里的字太多（最多 32,767 个）。删短再传。")
        yield number, said, lost


def shown(value: object) -> str:
    """Write a value that is not text: whole numbers without a point, days as 2026-03-01."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        if abs(value) >= LOST_FROM:
            return f"{value:.5E}"
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def filled(rows: Iterable[Row], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> Iterator[Row]:
    """Write the text of merged cells into each of them."""
    starting, open_areas = dict[int, list[Area]](), list[tuple[Area, str]]()
    for (top, left), (bottom, right) in merged:
        starting.setdefault(top + 1, []).append(Area(top + 1, left, bottom + 1, right))
    for number, row, lost in rows:
        for area in starting.get(number, ()):
            if area.left < len(row) and row[area.left]:
                open_areas.append((area, row[area.left]))
        if open_areas:
            for area, text in open_areas:
                last = min(area.right + 1, len(row))
                row[area.left : last] = [text] * (last - area.left)
            open_areas = [(area, text) for area, text in open_areas if area.bottom > number]
        yield number, row, lost


def batches(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    batch, lost = list[list[str]](), list[tuple[int, int, str]]()
    for number, row, gone in rows:
        while row and not row[-1]:
            row.pop()
        batch.append(row)
        lost.extend((number, column, said) for column, said in gone)
        if len(batch) == _BATCH:
            yield {"rows": batch, "lost": lost}
            batch, lost = [], []
    yield {"rows": batch, "lost": lost}


def separated(data: bytes, name: str, limits: Limits) -> Iterator[dict[str, Any]]:
    start = data[:1_000].lstrip().lower()
    if start.startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"<meta")) or b"<html" in start:
        raise SheetRefused(WEB_PAGE)
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SheetRefused(NOT_A_SHEET)
    text, encoding = delimited.decode(data)
    mark = delimited.separator(text)
    yield {"book": "csv", "encoding": encoding, "separator": mark}
    title = PurePath(name).stem or "csv"
    yield {
        "sheet": {"name": title, "first_row": 1, "hidden": False, "hidden_rows": [], "hidden_columns": [], "merged": []}
    }
    left, number = limits.rows, 0

    def plain() -> Iterator[Row]:
        nonlocal number, left
        for number, row in enumerate(delimited.rows(text, mark), 1):
            check_width(title, len(row), limits)
            left -= any(row)
            if left < 0:
                raise SheetRefused(f"文件超过 {limits.rows:,} 行。拆成几个文件再传。")
            yield number, [_CONTROL.sub("", value) for value in row], []

    yield from batches(plain())


if __name__ == "__main__":
    main()
