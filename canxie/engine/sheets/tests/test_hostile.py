"""Files that mean harm, or are broken: one clear sentence each, and whoever asks goes on."""

import os
import resource
import time
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from canxie.engine.sheets.book import Limits, SheetRefused
from canxie.engine.sheets.reading import read
from canxie.engine.sheets.tests import raw

PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000")
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
GOOD = raw.parts({"Sheet1": raw.sheet(raw.row(1, raw.text("A1", "姓名")))})

LONG_CELL = "有一格超过 32,767 个字，或者引号没有成对，读不下来。"
SAVE_AS = "用 WPS 或 Excel 打开，另存为 xlsx 再传。"
NOT_A_SHEET = "这不是表格文件。能收的是 xlsx、xls 和 csv。"
BROKEN = "文件不完整，可能没传完或者坏了。用 WPS 或 Excel 打开，另存一份再传。"
DECLARED = "文件里有表格不该有的 XML 声明，不收。用 WPS 或 Excel 打开，另存一份再传。"
TOO_LARGE = "文件解开以后太大，不收。拆成几个文件再传。"
TOO_COSTLY = "文件太大或太复杂，读不下来。拆成几个文件再传。"
MACROS = "文件里带宏，不收。另存为不带宏的 xlsx 再传。"


def refusal(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(SheetRefused) as caught:
        read(data, name="名册.xlsx", limits=limits)
    return caught.value.sentence


def with_part(name: str, content: str | bytes) -> bytes:
    return raw.zipped(GOOD | {name: content})


def doctype(declared: str) -> bytes:
    return with_part(
        "xl/worksheets/sheet1.xml", GOOD["xl/worksheets/sheet1.xml"].replace("<worksheet", f"{declared}<worksheet")
    )


def lying_about_its_size(data: bytes, name: str) -> bytes:
    """Say in both directories of the zip that a part is tiny."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        size = archive.getinfo(name).file_size.to_bytes(4, "little")
    return data.replace(size, (100).to_bytes(4, "little"))


BILLION_LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def huge_cell() -> str:
    return raw.sheet(raw.row(1, raw.text("A1", "A" * (200 << 20))))


def wide(columns: int) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["列"] * columns)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


SENTENCES = {
    "nothing": (b"", "文件是空的。"),
    "blank": (b" \r\n", "文件是空的。"),
    "no cell": (raw.workbook(), "文件是空的。"),
    "picture": (PNG, NOT_A_SHEET),
    "other zip": (raw.zipped({"word/document.xml": "<a/>"}), NOT_A_SHEET),
    "no workbook": (raw.zipped({"xl/a.xml": "<a/>"}), NOT_A_SHEET),
    "other ole": (OLE + bytes(2048), NOT_A_SHEET),
    "noise": (bytes(range(256)) * 40, NOT_A_SHEET),
    "web page": (b"<html><table><tr><td>1</td></tr></table></html>", "文件名像表格，里面其实是网页。" + SAVE_AS),
    "password": (
        OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
        "文件加了密码，打不开。去掉密码，另存一份再传。",
    ),
    "macros": (with_part("xl/vbaProject.bin", b"x"), MACROS),
    "macros in xls": (OLE + bytes(504) + "_VBA_PROJECT_CUR".encode("utf-16-le"), MACROS),
    "xlsb": (with_part("xl/workbook.bin", b"x"), "这种格式（xlsb）不收。" + SAVE_AS),
    "ods": (raw.zipped({"mimetype": "application/vnd.oasis…"}), "这种格式（ods）不收。" + SAVE_AS),
    "truncated": (raw.zipped(GOOD)[:-200], BROKEN),
    "cut in the middle": (raw.zipped(GOOD)[:300], BROKEN),
    "broken xml": (with_part("xl/workbook.xml", "<workbook"), BROKEN),
    "entities": (doctype(BILLION_LAUGHS), DECLARED),
    "external entity": (doctype(EXTERNAL), DECLARED),
    "entities in utf-16": (
        with_part("xl/workbook.xml", (BILLION_LAUGHS + "<workbook/>").encode("utf-16")),
        DECLARED,
    ),
    "16,384 columns": (lambda: wide(16_384), "“Sheet”有 16,384 列，最多 200 列。删掉右边多余的列再传。"),
    "long cell": (
        raw.workbook(raw.row(1, raw.text("A1", "王"), raw.text("B1", "字" * 40_000))),
        "Sheet1!B1 里的字太多（最多 32,767 个）。删短再传。",
    ),
    "long csv cell": (("a," + "字" * 40_000).encode(), LONG_CELL + SAVE_AS),
    "no encoding": (b"\xff\xffabc\n", "文件的编码认不出来。" + SAVE_AS),
    "too many parts": (raw.zipped(GOOD | {f"xl/{number}": "" for number in range(3_000)}), TOO_LARGE),
    "zip bomb": (lambda: with_part("xl/media/a.bin", bytes(300 << 20)), TOO_LARGE),
    "too large": (lambda: bytes(21 << 20), "文件有 21 MB，最多 20 MB。拆成几个文件再传。"),
}  # fmt: skip


@pytest.mark.parametrize("name", SENTENCES)
def test_says_in_one_sentence_why_not(name):
    data, sentence = SENTENCES[name]
    assert refusal(data() if callable(data) else data) == sentence


def test_a_cell_of_200_mib_in_200_kib_costs_the_caller_nothing():
    data = with_part("xl/worksheets/sheet1.xml", huge_cell())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert len(data) < 400 << 10
    assert refusal(data) == TOO_COSTLY
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 << 10


def test_a_directory_that_lies_about_sizes_is_not_believed():
    data = lying_about_its_size(with_part("xl/media/a.bin", bytes(5 << 20)), "xl/media/a.bin")
    assert refusal(data) == BROKEN


def test_one_cell_at_the_far_corner_does_not_take_the_memory_of_all_before_it():
    far = raw.workbook(raw.row(1, raw.text("A1", "姓名")), raw.row(1_048_576, raw.text("XFD1048576", "x")))
    assert refusal(far) == TOO_COSTLY


def test_too_many_rows():
    rows = "\n".join(["王芳"] * 11)
    assert refusal(rows.encode(), Limits(rows=10)) == "文件超过 10 行。拆成几个文件再传。"
    data = raw.workbook(*(raw.row(index, raw.text(f"A{index}", "王芳")) for index in range(1, 12)))
    assert refusal(data, Limits(rows=10)) == "文件超过 10 行。拆成几个文件再传。"


def test_whoever_takes_too_long_is_ended():
    started = time.monotonic()
    rows = "".join(raw.row(index, raw.text(f"A{index}", "王芳")) for index in range(1, 400_000))
    assert refusal(raw.workbook(rows), Limits(seconds=1, rows=10**6)) == TOO_COSTLY
    assert time.monotonic() - started < 30


def test_leaves_no_process_behind():
    here = Path(f"/proc/self/task/{os.getpid()}/children")
    before = here.read_text()
    refusal(PNG)
    read(raw.zipped(GOOD), name="x")
    assert here.read_text() == before
