"""An xlsx file from outside: is it safe to parse, and what does it hide? Runs in the child process alone.

The parser of cells does not tell which rows and columns are hidden, so that is read from the
file's XML, by defusedxml or by an expat that refuses every declaration.
"""

import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO
from xml.parsers import expat

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from canxie.engine.sheets.book import Limits, SheetRefused, column_of

BROKEN = "文件不完整，可能没传完或者坏了。用 WPS 或 Excel 打开，另存一份再传。"
NOT_A_SHEET = "这不是表格文件。能收的是 xlsx、xls 和 csv。"
PASSWORD = "文件加了密码，打不开。去掉密码，另存一份再传。"  # noqa: S105 - a sentence, not a password
MACROS = "文件里带宏，不收。另存为不带宏的 xlsx 再传。"
TOO_LARGE = "文件解开以后太大，不收。拆成几个文件再传。"
DECLARATION = "文件里有表格不该有的 XML 声明，不收。用 WPS 或 Excel 打开，另存一份再传。"
OTHER_FORMAT = "这种格式（{}）不收。用 WPS 或 Excel 打开，另存为 xlsx 再传。"

_CHUNK = 1 << 18
_WORTH_A_LOOK = (b"hidden", b"<f>", b"<f ", b":f>", b":f ")
_DECLARED = (b"<!DOCTYPE", b"<!ENTITY")  # XML knows them in capitals alone
_WIDE_TEXT = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


@dataclass(slots=True)
class Hidden:
    """Rows and columns that one sheet hides, and formulas without a computed value. Rows from 1, columns from 0."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    uncomputed: list[tuple[int, int]] = field(default_factory=list)


class Package:
    """A zip that has been weighed: every part was inflated once, counted, and searched for declarations."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self._parts = {_plain(part.filename): part for part in self._zip.infolist()}
            self._interesting = set[str]()
            self._refuse_other_formats()
            self._weigh(limits)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, zlib.error) as error:
            raise SheetRefused(BROKEN) from error

    def _refuse_other_formats(self) -> None:
        names = self._parts.keys()
        if any(part.flag_bits & 1 for part in self._parts.values()):
            raise SheetRefused(PASSWORD)
        if any(name.endswith("vbaproject.bin") for name in names):
            raise SheetRefused(MACROS)
        if "xl/workbook.bin" in names:
            raise SheetRefused(OTHER_FORMAT.format("xlsb"))
        if "mimetype" in names:
            raise SheetRefused(OTHER_FORMAT.format("ods"))
        if not any(name.startswith("xl/") for name in names):
            raise SheetRefused(NOT_A_SHEET)

    def _weigh(self, limits: Limits) -> None:
        parts = self._zip.infolist()
        if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.inflated_bytes:
            raise SheetRefused(TOO_LARGE)
        self._is_odd = any("\\" in part.orig_filename for part in parts)
        left = limits.inflated_bytes
        for name, part in self._parts.items():
            left = self._weigh_part(name, part, left)

    def _weigh_part(self, name: str, part: zipfile.ZipInfo, left: int) -> int:
        is_xml = name.endswith((".xml", ".rels"))
        with self._zip.open(part) as stream:
            tail = b""
            while chunk := stream.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise SheetRefused(TOO_LARGE)
                if is_xml:
                    window = tail + chunk
                    if any(mark in window for mark in _DECLARED) or (not tail and window.startswith(_WIDE_TEXT)):
                        raise SheetRefused(DECLARATION)
                    self._is_odd |= b'<dimension ref=""' in window or (name.endswith(".rels") and b"\\" in window)
                    if part.filename not in self._interesting and any(mark in window for mark in _WORTH_A_LOOK):
                        self._interesting.add(part.filename)
                    tail = chunk[-16:]
        return left

    def readable(self, data: bytes) -> bytes:
        """Return the file as the parser of cells wants it: no backslash in a part's name, no empty dimension."""
        if not self._is_odd:
            return data
        again = BytesIO()
        with zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for part in self._zip.infolist():
                content = self._zip.read(part).replace(b'<dimension ref=""', b'<dimension ref="A1"', 1)
                if part.filename.endswith(".rels"):
                    content = content.replace(b"\\", b"/")
                archive.writestr(part.orig_filename.replace("\\", "/"), content)
        return again.getvalue()

    def hidden(self) -> dict[str, Hidden]:
        """Return what each sheet hides, by its name in the workbook."""
        try:
            return {name: self._look(part) for name, part in sheet_parts(self._zip).items()}
        except (DefusedXmlException, _Declared) as error:
            raise SheetRefused(DECLARATION) from error
        except (ElementTree.ParseError, expat.ExpatError) as error:
            raise SheetRefused(BROKEN) from error

    def _look(self, part: str) -> Hidden:
        look = _Look(Hidden())
        if part in self._interesting:
            with self._zip.open(part) as stream:
                look.parse(stream)
        return look.found


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each sheet by the sheet's name, however targets are written (absolute, with backslashes)."""
    own = {_plain(name): name for name in archive.namelist()}
    if "xl/workbook.xml" not in own:
        raise SheetRefused(NOT_A_SHEET)
    workbook = ElementTree.fromstring(archive.read(own["xl/workbook.xml"]), forbid_dtd=True)
    targets = dict[str, str]()
    if related := own.get("xl/_rels/workbook.xml.rels"):
        targets = {
            one.get("Id", ""): _plain(posixpath.join("/xl", one.get("Target", "").replace("\\", "/")))
            for one in ElementTree.fromstring(archive.read(related), forbid_dtd=True)
        }
    found = dict[str, str]()
    for sheet in workbook.findall(".//{*}sheet"):
        identifier = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        found[sheet.get("name", "")] = own.get(targets.get(identifier, ""), "")
    return found


class _Declared(Exception):
    """A document type or an entity is declared, in an encoding that a search of bytes does not see."""


class _Look:
    """Walks through one sheet's XML for what is hidden and what was never computed."""

    def __init__(self, found: Hidden) -> None:
        self.found = found
        self._cell = ""
        self._row = 0
        self._formula = False

    def parse(self, stream: IO[bytes]) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _forbid
        parser.ParseFile(stream)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(" ")[2]
        if tag == "c":
            self._cell, self._formula = attributes.get("r", ""), False
        elif tag == "f":
            self._formula = True
        elif tag in {"v", "is"}:
            self._formula = False
        elif tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            if _is_true(attributes.get("hidden")):
                self.found.rows.append(self._row)
        elif tag == "col" and _is_true(attributes.get("hidden")):
            first, last = int(attributes["min"]), int(attributes["max"])
            self.found.columns.extend(range(first - 1, min(last, 16_384)))

    def _end(self, tag: str) -> None:
        if self._formula and self._cell and tag.rpartition(" ")[2] == "c":
            self.found.uncomputed.append((self._row, column_of(self._cell)))
            self._formula = False


def _forbid(*_: object) -> None:
    raise _Declared


def _is_true(value: str | None) -> bool:
    return value in {"1", "true"}


def _plain(name: str) -> str:
    """Write a part's name in one way: some programs write backslashes, a leading slash or capitals."""
    return posixpath.normpath(name.replace("\\", "/").lstrip("/")).lower()
