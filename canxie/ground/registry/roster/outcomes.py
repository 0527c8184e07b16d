"""What became of each row, in words: for the preview, and for the column that the user's own file comes back with."""

import json
from typing import Any

from canxie.engine.sheets.lists import Kind
from canxie.engine.sheets.results import suffix, with_results
from canxie.ground.registry.roster.lists import words
from canxie.ground.registry.roster.models import Choice, RosterImport, State
from canxie.ground.registry.roster.reading import book_of
from canxie.ground.registry.roster.rows import Row, becomes, opened
from canxie.ground.registry.roster.writing import instead_of

HEADING = "结果"


def returned(roster: RosterImport) -> tuple[str, bytes]:
    """Make the user's own file with one more column: its name, and what is in it."""
    data, book = book_of(roster)
    name = roster.file.name.clear()
    return f"{name.rpartition('.')[0] or name}-结果{suffix(book)}", with_results(data, book, marks(roster))


def marks(roster: RosterImport) -> dict[str, dict[int, str]]:
    """Say by sheet and row what became of it."""
    found: dict[str, Any] = json.loads(roster.found.clear()) if roster.found else {"sheets": [], "ignored": {}}
    said: dict[str, dict[int, str]] = {}
    for sheet in found["sheets"]:
        name = sheet["name"]
        own = said.setdefault(name, {})
        for number, why in found["ignored"].get(name, {}).items():
            if why not in {"在表头上面", "又是表头"}:
                own[int(number)] = f"没有收：{why}"
        if sheet["head"][1] > sheet["head"][0]:
            own[sheet["head"][1] - 1] = HEADING
    displaced = instead_of(roster) if roster.rows.filter(choice=Choice.INSTEAD).exists() else set()
    names = {sheet["name"][:60]: sheet["name"] for sheet in found["sheets"]}
    is_written = roster.state == State.WRITTEN
    for row in opened(roster.rows.order_by("id")):
        here = (row.sheet, row.row)
        text = "没有写：用了文件里的另一行" if here in displaced else outcome(row, roster.what, is_written=is_written)
        said[names[row.sheet]][row.row] = text
    return said


def outcome(row: Row, what: str, *, is_written: bool) -> str:
    """Say in a few words what becomes of a row, or became of it."""
    said = "".join(f"；提醒：{reason}" for _, reason in row.said.get("warned", []))
    match becomes(row):
        case Kind.NEW:
            return ("已新增" if is_written else "新增") + said
        case Kind.CHANGED:
            fields = "、".join(words(what, key) for key in row.changes)
            return f"{'已改' if is_written else '有变化'}：{fields}{said}"
        case Kind.SAME:
            return "没变化" + said
        case Kind.DUPLICATE:
            return f"{'没有写' if is_written else '可能重复'}：{row.said.get('why', '')}{said}"
    return "不能收：" + "".join(reason for _, reason in row.said.get("refused", []))
