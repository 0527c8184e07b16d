"""Files of separated values: csv as counties keep it, in UTF-8 or GB 18030."""

import codecs
import csv
import io
from collections.abc import Iterator

from canxie.engine.sheets.book import SheetRefused
from canxie.kernel.names import PRIVATE

ENCODING = "文件的编码认不出来。用 WPS 或 Excel 打开，另存为 xlsx 再传。"
LONG_CELL = "有一格超过 32,767 个字，或者引号没有成对，读不下来。用 WPS 或 Excel 打开，另存为 xlsx 再传。"
LONGEST_CELL = 32_767

_SETTLED = str.maketrans(PRIVATE)
_BACK = str.maketrans({here: private for private, here in PRIVATE.items()})


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and its encoding: utf-8-sig when it has a mark, else utf-8, else gb18030.

    Python's codec puts 24 characters of GB 18030 into the private area: they are brought to
    where they live. Raises SheetRefused.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _decoded(data, encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decoded(data, "gb18030").translate(_SETTLED), "gb18030"


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise SheetRefused(ENCODING) from None


def encode(text: str, encoding: str) -> bytes:
    """Return the text in the encoding it came in.

    >>> encode("龴", "gb18030").hex()
    'fe59'
    """
    return (text.translate(_BACK) if encoding == "gb18030" else text).encode(encoding)


def separator(text: str) -> str:
    """Return which of tab, semicolon and comma parts the cells: the one that most of the first lines have most of.

    >>> separator("姓名;电话\\n王芳;1,2"), separator("姓名\\n王芳")
    (';', ',')
    """
    lines = [line for line in text[:20_000].splitlines()[:50] if line.strip()]
    return max(",;\t", key=lambda mark: (sum(mark in line for line in lines), sum(line.count(mark) for line in lines)))


def rows(text: str, mark: str) -> Iterator[list[str]]:
    """Yield the rows of cells. Raises SheetRefused."""
    csv.field_size_limit(LONGEST_CELL)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    except csv.Error:
        raise SheetRefused(LONG_CELL) from None


def written(table: Iterator[list[str]], mark: str, encoding: str) -> bytes:
    """Write rows as csv, each line ended as spreadsheets do."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=mark, lineterminator="\r\n").writerows(table)
    return encode(file.getvalue(), encoding)
