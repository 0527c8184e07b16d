"""Reads a spreadsheet from outside in a process of its own, so that no file can hurt the one that asks."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from dataclasses import asdict
from typing import IO, Any, cast

from canxie.engine.sheets.book import Area, Book, Limits, Sheet, SheetRefused
from canxie.engine.sheets.child import EMPTY, TOO_COSTLY


def read(data: bytes, *, name: str, limits: Limits | None = None) -> Book:
    """Read every sheet of an xlsx, xls or csv file. `name` is what a csv's only sheet is called after.

    Raises SheetRefused for a file that is too large, under a password, has macros, declares
    entities, is broken or no spreadsheet at all. The caller waits for at most twice the limit.
    """
    limits = limits or Limits()
    if not data:
        raise SheetRefused(EMPTY)
    if len(data) > limits.file_bytes:
        raise SheetRefused(f"文件有 {len(data) >> 20} MB，最多 {limits.file_bytes >> 20} MB。拆成几个文件再传。")
    with closing(_lines(data, name, limits)) as lines:
        return _gather(lines)


def _lines(data: bytes, name: str, limits: Limits) -> Generator[dict[str, Any], None, None]:
    """Yield what the child says; end with a refusal when it did not come to its end."""
    child = subprocess.Popen(
        [sys.executable, "-m", "canxie.engine.sheets.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1", "RUST_BACKTRACE": "0"},
    )
    clock = threading.Timer(limits.seconds * 2, child.kill)
    clock.start()
    stdin, stdout = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)  # both asked for as pipes
    try:
        try:
            head = {"name": name, "limits": asdict(limits)}
            stdin.write(json.dumps(head).encode() + b"\n")
            stdin.write(data)
            stdin.close()
        except BrokenPipeError:
            raise SheetRefused(TOO_COSTLY) from None
        for line in stdout:
            if line.endswith(b"\n"):  # else it was ended in the middle of a word
                yield json.loads(line)
    finally:
        clock.cancel()
        child.kill()
        child.wait()
        with suppress(BrokenPipeError):
            stdin.close()
        stdout.close()


def _gather(lines: Iterator[dict[str, Any]]) -> Book:
    book = Book("")
    same: dict[str, str] = {}
    for line in lines:
        if "rows" in line:
            sheet = book.sheets[-1]
            sheet.rows += [
                [same.setdefault(cell, cell) if len(cell) < 9 else cell for cell in row] for row in line["rows"]
            ]
            sheet.lost |= {(row, column): shown for row, column, shown in line["lost"]}
        elif "sheet" in line:
            book.sheets.append(_sheet(line["sheet"]))
        elif "book" in line:
            book.kind, book.encoding, book.separator = line["book"], line.get("encoding", ""), line.get("separator", "")
        elif "refused" in line:
            raise SheetRefused(line["refused"])
        elif "end" in line:
            return _trimmed(book)
    raise SheetRefused(TOO_COSTLY)


def _sheet(about: dict[str, Any]) -> Sheet:
    rows, columns = about["hidden_rows"], about["hidden_columns"]
    return Sheet(
        name=about["name"],
        first_row=about["first_row"],
        hidden=about["hidden"],
        hidden_rows=None if rows is None else frozenset(rows),
        hidden_columns=None if columns is None else frozenset(columns),
        merged=[Area(*area) for area in about["merged"]],
        uncomputed=frozenset((row, column) for row, column in about.get("uncomputed", [])),
    )


def _trimmed(book: Book) -> Book:
    """Cut the empty rows that some programs write after the last one."""
    for sheet in book.sheets:
        while sheet.rows and not sheet.rows[-1]:
            sheet.rows.pop()
    if not any(sheet.rows for sheet in book.sheets):
        raise SheetRefused(EMPTY)
    return book
