"""One row of a list: what its cells mean, and what is wrong with them. Columns are cleaned, not rows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from canxie.engine.sheets.book import Sheet
from canxie.engine.sheets.layout import Layout
from canxie.engine.sheets.lists import Finding
from canxie.ground.registry.roster.cleaners import CLEANERS
from canxie.ground.registry.roster.columns import LABELS
from canxie.kernel import cells, certificates, contacts, identity, names
from canxie.kernel.certificates import CATEGORIES, LEVELS
from canxie.kernel.refusal import Refused

LONGEST_NAME = 60


@dataclass(slots=True)
class Record:
    """One row, cleaned. `values` are by the key of the column, blanks left out; days and numbers as such.

    `identity` is the citizen number however it is known, `certificate` what was read of that
    number. With something in `refused` the row is not taken.
    """

    sheet: Sheet
    layout: Layout
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    identity: str = ""
    certificate: certificates.Certificate | None = None
    village: str = ""
    refused: list[Finding] = field(default_factory=list)
    warned: list[Finding] = field(default_factory=list)

    def cell(self, key: str) -> str:
        """Name the cell of a column; of one that the file does not have, that of the number or name which tells it."""
        where = next(filter(None, map(self.layout.where, (key, "identity", "certificate", "name"))), [0])
        return self.sheet.cell(self.row, where[0])

    def refuse(self, key: str, reason: str) -> None:
        self.refused.append(Finding(self.cell(key), reason))

    def warn(self, key: str, reason: str) -> None:
        self.warned.append(Finding(self.cell(key), reason))


OF_PERSON = frozenset(["name", "born_on", "disability", "category", "level"])
"""Columns without which, when they are there but cannot be read, the row is not taken."""

DISTINCT = frozenset(["name", "address", "identity", "certificate", "head_identity", "phone"])
"""Columns whose values hardly ever come twice: remembering what they mean would only cost."""


def records(sheet: Sheet, layout: Layout, rows: Sequence[tuple[int, list[str]]], *, today: date) -> list[Record]:
    """Clean so many rows, a column after the other."""
    found = [Record(sheet, layout, number) for number, _ in rows]
    for column in layout.columns:
        if column.key:
            _clean(column.key, found, _column(rows, column.index), column.index, today)
    for record in found:
        _consider(record)
    return found


def _column(rows: Iterable[tuple[int, list[str]]], index: int) -> Iterator[str]:
    return (row[index] if index < len(row) else "" for _, row in rows)


def _clean(key: str, found: Iterable[Record], values: Iterator[str], index: int, today: date) -> None:
    if key in NUMBERS:
        for record, value in zip(found, values, strict=True):
            if value:
                NUMBERS[key](record, record.sheet.lost.get((record.row, index), value), today)
    elif key == "phone":
        for record, value in zip(found, values, strict=True):
            if value:
                _phone(record, value, index)
    else:
        _clean_plain(key, found, values)


def _clean_plain(key: str, found: Iterable[Record], values: Iterator[str]) -> None:
    clean, known = CLEANERS.get(key, cells.text), dict[str, Any]()
    for record, value in zip(found, values, strict=True):
        if not value:
            continue
        if value not in known or key in DISTINCT:
            try:
                known[value] = clean(value)
            except Refused as refusal:
                known[value] = refusal
        meant = known[value]
        if isinstance(meant, Refused):
            _not_understood(record, key, meant.sentence)
        elif meant is False or meant:
            record.values[key] = meant


def _not_understood(record: Record, key: str, sentence: str) -> None:
    """What a certificate may still tell is only a warning until the row is considered as a whole."""
    if key in OF_PERSON:
        record.values[f"?{key}"] = sentence
    else:
        record.warn(key, f"{sentence}这一格没有收。")


def _identity(record: Record, value: str, today: date) -> None:
    if not cells.text(value):
        return
    try:
        read = identity.read(value, today=today)
    except Refused as refusal:
        record.refuse("identity", refusal.sentence)
        return
    record.identity = read.number
    record.values["identity"] = read
    if read.warning:
        record.warn("identity", read.warning)


def _certificate(record: Record, value: str, today: date) -> None:
    if not cells.text(value):
        return
    try:
        record.certificate = certificates.read(value, today=today)
    except Refused as refusal:
        record.refuse("certificate", refusal.sentence)


def _head_identity(record: Record, value: str, today: date) -> None:
    if not cells.text(value):
        return
    try:
        record.values["head_identity"] = identity.read(value, today=today, what="户主身份证号").number
    except Refused as refusal:
        record.warn("head_identity", f"{refusal.sentence}这一格没有收。")


NUMBERS: Mapping[str, Callable[[Record, str, date], None]] = {
    "identity": _identity,
    "certificate": _certificate,
    "head_identity": _head_identity,
}


def _phone(record: Record, value: str, index: int) -> None:
    try:
        known = record.values.setdefault("phone", [])
        known.extend(number for number in contacts.phones(value) if number not in known)
    except Refused as refusal:
        record.warned.append(Finding(record.sheet.cell(record.row, index), f"{refusal.sentence}这个电话没有收。"))


# --- the row as a whole


def _consider(record: Record) -> None:
    """Bring together what the cells of a row say: a number tells birth date and sex, a certificate its category."""
    _consider_name(record)
    _consider_numbers(record)
    _consider_disability(record)
    if record.refused:
        return
    for key in OF_PERSON:
        if sentence := record.values.pop(f"?{key}", ""):
            record.refuse(key, sentence)
    if not record.identity:
        if "born_on" not in record.values:
            record.refuse("identity", "没有身份证号、残疾人证号，也没有出生日期，认不出是谁。补上一项。")
        else:
            record.warn("identity", "没有身份证号，只按姓名和出生日期认人。")


def _consider_name(record: Record) -> None:
    name = record.values.get("name", "")
    if not cells.text(name):
        record.refuse("name", "没有姓名。")
    elif len(name) > LONGEST_NAME:
        record.refuse("name", f"姓名 {len(name)} 个字，太长。")
    elif any(char.isdecimal() for char in name):
        record.warn("name", "姓名里有数字，看一眼是不是填错了。")
    elif unknown := names.unknown_characters(name):
        record.warn("name", f"姓名里有 {len(unknown)} 个字库以外的字，别的电脑上可能看不到。")


def _consider_numbers(record: Record) -> None:
    read, certificate = record.values.pop("identity", None), record.certificate
    if certificate:
        if read and read.number != certificate.identity.number:
            short = record.cell("identity").rpartition("!")[2]
            record.refuse("certificate", f"残疾人证号里的身份证号和 {short} 不一样。")
        if not read and not any(finding.cell == record.cell("identity") for finding in record.refused):
            read = certificate.identity
            record.identity = read.number
    if read:
        record.values.pop("?born_on", None)
        _agree(record, "sex", read.sex, {"male": "男", "female": "女"}.get)
        _agree(record, "born_on", read.born_on, str)


def _agree(record: Record, key: str, told: Any, word: Callable[[Any], Any]) -> None:
    """Take what the number says; another thing in the cell is worth a look."""
    said = record.values.get(key)
    if said is not None and said != told:
        record.warn(key, f"{LABELS[key]}写的是{word(said)}，身份证号里是{word(told)}，按身份证号收。")
    record.values[key] = told


def _consider_disability(record: Record) -> None:
    """Find category and level: from the certificate's number, else from the cells; several items make a 多重."""
    values = record.values
    items = values.pop("disability", None) or values.get("category") or []
    level = values.get("level")
    if len(items) == 1 and items[0].level is None and level:
        items = [cells.Item(items[0].category, level)]
    if certificate := record.certificate:
        for key in ("disability", "category", "level"):
            if sentence := values.pop(f"?{key}", ""):
                record.warn(key, f"{sentence}按残疾人证号收。")
        _warn_of_other(record, items, level)
        values["category"], values["level"] = certificate.category, certificate.level
    elif items:
        levels = [item.level for item in items if item.level]
        values["category"] = 7 if len(items) > 1 else items[0].category
        if degree := min(levels, default=level):
            values["level"] = degree
    else:
        values.pop("category", None)
    values["items"] = [item for item in items if item.level and item.category != 7]


def _warn_of_other(record: Record, items: Sequence[cells.Item], level: int | None) -> None:
    certificate = record.certificate
    if certificate is None:
        return
    category = 7 if len(items) > 1 else items[0].category if items else None
    if category and category != certificate.category:
        said, told = CATEGORIES[category], CATEGORIES[certificate.category]
        record.warn("category", f"残疾类别写的是{said}，残疾人证号里是{told}，按证号收。")
    said_level = level or (items[0].level if len(items) == 1 else None)
    if said_level and said_level != certificate.level:
        record.warn(
            "level", f"残疾等级写的是{LEVELS[said_level]}，残疾人证号里是{LEVELS[certificate.level]}，按证号收。"
        )
