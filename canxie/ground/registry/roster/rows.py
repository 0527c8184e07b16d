"""Staged rows, opened: what a row says, and what it comes to with what somebody chose."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from canxie.engine.sheets.lists import Kind
from canxie.ground.registry.roster.bulk import CHUNK
from canxie.ground.registry.roster.models import Choice, StagedRow


@dataclass(slots=True)
class Row:
    """A staged row with what it says, as `staging.told_of` has kept it. `person_id` is whom it changes or resembles."""

    pk: int
    sheet: str
    row: int
    kind: Kind
    person_id: UUID | None
    choice: str
    left_out: list[str]
    said: dict[str, Any]

    @property
    def values(self) -> dict[str, Any]:
        found: dict[str, Any] = self.said.get("values", {})
        return found

    @property
    def changes(self) -> dict[str, tuple[Any, Any]]:
        """The changes that are to be written: field → old and new."""
        return {key: (old, new) for key, old, new, _ in self.said.get("changes", []) if key not in self.left_out}


def opened(rows: QuerySet[StagedRow]) -> Iterator[Row]:
    """Open rows one after the other, in the order they are asked in."""
    columns = rows.values_list("pk", "sheet", "row", "kind", "person_id", "choice", "left_out", "said")
    said: Any  # a Sealed, whatever the stubs think of a field that is kept as bytes
    for pk, sheet, row, kind, person_id, choice, left_out, said in columns.iterator(chunk_size=CHUNK):
        yield Row(pk, sheet, row, Kind(kind), person_id, choice, left_out, loads(said.clear()))


def becomes(row: Row) -> Kind:
    """Say what a row comes to: NEW, CHANGED or SAME; DUPLICATE or REFUSED when it is not written."""
    if row.kind in {Kind.NEW, Kind.SAME, Kind.REFUSED}:
        return row.kind
    changed = Kind.CHANGED if row.changes else Kind.SAME
    if row.kind == Kind.CHANGED:
        return changed
    match row.choice:
        case Choice.TWO:
            return Kind.NEW
        case Choice.SAME:
            return changed
        case Choice.INSTEAD:
            return changed if row.person_id else Kind.NEW
    return Kind.DUPLICATE


def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


dumps = json.JSONEncoder(ensure_ascii=False).encode
"""Made once: `json.dumps` makes an encoder for each value that is not plain ASCII."""
loads = json.JSONDecoder().decode
