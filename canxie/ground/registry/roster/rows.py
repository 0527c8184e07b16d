"""Staged rows, opened: what a row says, and what it comes to with what somebody chose."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from canxie.ground.registry.roster.models import Choice, Kind, StagedRow


@dataclass(slots=True)
class Row:
    """A staged row with what it says, as `staging.told_of` has kept it."""

    staged: StagedRow
    said: dict[str, Any]

    @property
    def values(self) -> dict[str, Any]:
        found: dict[str, Any] = self.said.get("values", {})
        return found

    @property
    def changes(self) -> dict[str, tuple[Any, Any]]:
        """The changes that are to be written: field → old and new."""
        out = self.staged.left_out
        return {key: (old, new) for key, old, new, _ in self.said.get("changes", []) if key not in out}


def opened(rows: Iterable[StagedRow]) -> Iterator[Row]:
    for staged in rows:
        yield Row(staged, json.loads(staged.said.clear()))


def becomes(row: Row) -> Kind:
    """Say what a row comes to: NEW, CHANGED or SAME; DUPLICATE or REFUSED when it is not written."""
    staged = row.staged
    if staged.kind in {Kind.NEW, Kind.SAME, Kind.REFUSED}:
        return Kind(staged.kind)
    changed = Kind.CHANGED if row.changes else Kind.SAME
    if staged.kind == Kind.CHANGED:
        return changed
    match staged.choice:
        case Choice.TWO:
            return Kind.NEW
        case Choice.SAME:
            return changed
        case Choice.INSTEAD:
            return changed if staged.person_id else Kind.NEW
    return Kind.DUPLICATE


def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
