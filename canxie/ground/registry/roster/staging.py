"""Rows on their way: kept sealed until somebody has looked, in no table of the register."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction

from canxie.engine.sealing.seals import sealer
from canxie.engine.sheets.book import letters
from canxie.engine.sheets.lists import Kind, Line
from canxie.ground.registry.roster.bulk import Batch
from canxie.ground.registry.roster.checking import Check, Checked
from canxie.ground.registry.roster.comparing import plain
from canxie.ground.registry.roster.lists import ListCheck
from canxie.ground.registry.roster.models import RosterImport, StagedRow
from canxie.ground.registry.roster.records import Record
from canxie.ground.registry.roster.rows import dumps
from canxie.ground.registry.roster.tables import Tables
from canxie.kernel.contacts import Address, same_place

FLUSH = 5_000
COLUMNS = ("roster", "sheet", "row", "kind", "is_warned", "person_id", "said", "choice", "left_out")
SPOKEN_FOR = frozenset(["village", "village_code", "township"])
"""What the row's village already says."""
WHOLE = (Kind.NEW, Kind.DUPLICATE)
"""Kinds of rows that may become somebody new: all that their cells say is kept."""


def stage(
    roster: RosterImport, check: Check | ListCheck, told: Callable[[int], object], seen: Callable[[Checked], object]
) -> Counter[str]:
    """Keep what the check says of each row, and count; `seen` is shown each row.

    Each few thousand rows are a transaction of their own.
    """
    StagedRow.objects.filter(roster=roster).delete()
    counts, seal = Counter[str](), sealer()
    batch = Batch(StagedRow, *COLUMNS)
    for checked in check.rows(told):
        seen(checked)
        count(counts, checked)
        record = checked.record
        batch.add(
            roster.pk.hex,
            record.sheet.name[:60],
            record.row,
            checked.kind.value,
            bool(record.warned),
            checked.person_id.hex if checked.person_id else None,
            seal(dumps(told_of(checked)).encode()),
            "",
            dumps(checked.left_out),
        )
        if len(batch.rows) == FLUSH:
            flush(batch)
    flush(batch)
    return counts


def flush(batch: Batch) -> None:
    with transaction.atomic():
        batch.write()
    batch.rows.clear()


def count(counts: Counter[str], checked: Checked) -> None:
    counts["rows"] += 1
    counts[checked.kind] += 1
    counts["warned"] += bool(checked.record.warned) and checked.kind != Kind.REFUSED
    counts["fields"] += len(checked.changes) if checked.kind == Kind.CHANGED else 0


def told_of(checked: Checked) -> dict[str, Any]:
    """Give what is kept of a row as JSON holds it."""
    record = checked.record
    if isinstance(record, Line):
        return told_of_line(record, checked)
    said: dict[str, Any] = {
        "name": record.values.get("name", ""),
        "village": record.village,
        "cell": record.cell("name"),
        "house": house_of(record) if checked.kind != Kind.REFUSED else "",
        "refused": record.refused,
        "warned": record.warned,
        "why": checked.why,
        "twin": checked.twin,
        "options": checked.options,
        "changes": checked.changes,
    }
    if checked.kind in WHOLE:
        said["values"] = {
            key: held(value) for key, value in record.values.items() if key not in SPOKEN_FOR and value != []
        }
        said["identity"] = record.identity
        said["certificate"] = record.certificate.number if record.certificate else ""
    elif checked.kind == Kind.CHANGED:
        said["values"] = {key: record.values[key] for key in ("category", "level", "items") if key in record.values}
    return {key: value for key, value in said.items() if value}


def told_of_line(line: Line, checked: Checked) -> dict[str, Any]:
    """Give what is kept of a row of another room's list; its values are JSON already."""
    said = {
        "name": line.said.get(title_of(line), ""),
        "village": line.place,
        "cell": line.cell(title_of(line)),
        "refused": line.refused,
        "warned": line.warned,
        "changes": checked.changes,
        "values": {} if checked.kind == Kind.REFUSED else line.values,
    }
    return {key: value for key, value in said.items() if value}


def title_of(line: Line) -> str:
    return "name" if line.layout.where("name") else next(column.key for column in line.layout.columns if column.key)


def held(value: Any) -> Any:
    if value.__class__ in (str, int, list):
        return value
    return [*value] if isinstance(value, Address) else plain(value)


def house_of(record: Record) -> str:
    """Name the household of a row: by its number, by its head's, by an address with a door; else it has its own."""
    values, village = record.values, record.village
    if number := values.get("household"):
        return f"n|{village}|{number}"
    if head := values.get("head_identity"):
        return f"h|{village}|{head}"
    address = values.get("address")
    if address and (address.door or any(char.isdecimal() for char in address.written)):
        return f"a|{village}|{same_place(address.written)}"
    return ""


# --- what is told of the columns


def found(check: Tables) -> dict[str, Any]:
    """Give what was found of tables and columns, and of what the file hides, as JSON holds it."""
    return {
        "sheets": [*_sheets(check)],
        "hidden": [*check.hidden()],
        "ignored": {name: {str(row): why for row, why in rows.items()} for name, rows in check.ignored.items()},
    }


def _sheets(check: Tables) -> Iterator[dict[str, Any]]:
    for sheet, layout in check.tables:
        yield {
            "name": sheet.name,
            "head": [layout.head.start, layout.head.stop],
            "above": sum(why == "在表头上面" for why in layout.ignored.values()),
            "columns": [
                {
                    "index": column.index,
                    "letters": letters(column.index),
                    "heading": column.heading,
                    "key": column.key,
                    "sure": column.sure,
                    "examples": column.examples,
                }
                for column in layout.columns
                if column.heading or column.examples
            ],
        }
