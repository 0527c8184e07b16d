"""What the pages of an import show."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count
from django.urls import reverse

from canxie.engine.scoping.scope import Scope
from canxie.engine.sheets.lists import Kind, lists
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.ground.registry.roster.columns import SERIAL
from canxie.ground.registry.roster.lists import called, counted, value_in_words, words
from canxie.ground.registry.roster.models import Choice, RosterImport, State
from canxie.ground.registry.roster.rows import Row, opened
from canxie.kernel.masking import masked_name

FEW, PAGE = 5, 20
NAMED = {"name", "guardian", "head"}
NUMBERED = {"identity", "certificate", "phone", "head_identity", "guardian_phone"}
PARTS = {
    Kind.NEW: "新增",
    Kind.CHANGED: "有变化",
    Kind.DUPLICATE: "可能重复",
    Kind.REFUSED: "不能收",
    Kind.SAME: "没变化",
}


def places(scope: Scope, on: date) -> list[tuple[str, str]]:
    """Where a file may go: the places where one imports, and those one level down."""
    own = scope.paths(Power.REGISTRY_IMPORT)
    found: dict[str, str] = {}
    for path in own:
        below = Division.objects.valid_on(on).children_of(path)
        found |= {path: Names([path])(path, on), **{one.code: one.name for one in below}}
    return [*found.items()]


class Tile(NamedTuple):
    """One column of the file and what it is taken for."""

    name: str
    title: str
    examples: str
    key: str
    sure: str


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet's columns, or those of several that look alike."""

    names: list[str]
    caption: str
    tiles: list[Tile]

    @property
    def summary(self) -> str:
        count = {sure: sum(tile.sure == sure for tile in self.tiles) for sure in ("certain", "guessed", "ignored")}
        parts = [
            f"{count['certain']} 列认出来了",
            f"{count['guessed']} 列是猜的" if count["guessed"] else "",
            f"{count['ignored']} 列不要" if count["ignored"] else "",
        ]
        where = f"“{'”“'.join(self.names)}”" if self.names else ""
        return f"认列{where}：{len(self.tiles)} 列里 {'，'.join(filter(None, parts))}"

    @property
    def has_guesses(self) -> bool:
        return any(tile.sure == "guessed" for tile in self.tiles)


class Changed(NamedTuple):
    """One field of somebody that would change."""

    name: str
    village: str
    cell: str
    field: str
    old: str
    new: str
    tick: str
    ticked: bool


class Alike(NamedTuple):
    """A row that may be somebody who is there already."""

    name: str
    cell: str
    why: str
    key: str
    options: list[tuple[str, str]]
    chosen: str


class Line(NamedTuple):
    name: str
    village: str
    cell: str
    text: str


class Preview:
    """An import as somebody looks at it: the whole of it, or one part and page of it."""

    def __init__(self, roster: RosterImport, part: str, after: int, today: date) -> None:
        self.roster, self.part, self.after, self.today = roster, part, after, today
        self.found: dict[str, Any] = json.loads(roster.found.clear()) if roster.found else {}
        self.file_name = roster.file.name.clear()
        counted = roster.rows.order_by().values_list("kind").annotate(of=Count("pk"))
        self.counts = {Kind(kind): of for kind, of in counted} if roster.erased_at is None else {}
        self.looked_at = list[int]()

    @property
    def title(self) -> str:
        return f"导入{called(self.roster.what)}"

    @property
    def counted(self) -> str:
        return counted(self.roster.what)

    @property
    def naming(self) -> str:
        """What the column is called that names a row."""
        what = self.roster.what
        return "姓名" if what not in lists else lists[what].fields[0].label

    def name(self, said: str) -> str:
        """A name as the list shows it: of people with disabilities masked."""
        what = self.roster.what
        return said if what in lists and not lists[what].masked else masked_name(said)

    @property
    def kicker(self) -> str:
        sheets = len(self.found.get("sheets", []))
        tables = f"{sheets} 张表，" if sheets > 1 else ""
        return f"{self.file_name} · {tables}{self.total} 行"

    @property
    def total(self) -> int:
        counts: dict[str, int] = self.roster.counts
        return counts.get("rows", 0)

    @cached_property
    def tables(self) -> list[Table]:
        alike: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        for number, sheet in enumerate(self.found.get("sheets", [])):
            like = json.dumps([(column["heading"], column["key"], column["sure"]) for column in sheet["columns"]])
            alike.setdefault(like, []).append((number, sheet))
        many = len(self.found.get("sheets", [])) > 1
        return [table_of(sheets, many=many) for sheets in alike.values()]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        return [(cell, reason) for cell, reason in self.found.get("hidden", [])]

    @property
    def ignored(self) -> list[tuple[str, str]]:
        """Rows that are nobody's: where, and why."""
        return [
            (f"{sheet}!A{row}", why)
            for sheet, rows in self.found.get("ignored", {}).items()
            for row, why in rows.items()
        ]

    @property
    def tabs(self) -> list[tuple[str, int, str, bool]]:
        return [(name, self.counts.get(kind, 0), self.address(kind), self.part == kind) for kind, name in PARTS.items()]

    def address(self, part: str = "", after: int = 0) -> str:
        query = f"?show={part}" + (f"&after={after}" if after else "") if part else ""
        return f"{reverse('desk:import', args=[self.roster.pk])}{query}"

    def shows(self, kind: str) -> bool:
        """Say whether the page has this part: one that was asked for alone, or one that is looked at first."""
        if self.part:
            return self.part == kind
        return kind in {Kind.CHANGED, Kind.DUPLICATE, Kind.REFUSED} and bool(self.counts.get(Kind(kind)))

    @property
    def both(self) -> bool:
        """Say whether possible duplicates and refused rows stand beside each other."""
        return self.shows(Kind.DUPLICATE) and self.shows(Kind.REFUSED)

    def rows(self, kind: str) -> list[Row]:
        """Open the rows of a part that the page has room for."""
        rows = self.roster.rows.filter(kind=kind, id__gt=self.after if self.part == kind else 0).order_by("id")
        found = [*opened(rows[: PAGE if self.part else FEW])]
        self.looked_at += [row.pk for row in found]
        return found

    def further(self, kind: str, rows: Sequence[Any]) -> str:
        """The address of the next page, when there is one."""
        if self.part != kind or not rows:
            return ""
        last = self.looked_at[-1]
        return self.address(kind, last) if self.roster.rows.filter(kind=kind, id__gt=last).exists() else ""

    def earlier(self, kind: str) -> str:
        """The address of the page before, when this is not the first."""
        if self.part != kind or not self.after:
            return ""
        seen = self.roster.rows.filter(kind=kind, id__lte=self.after).order_by("-id").values_list("id", flat=True)
        page = [*seen[: PAGE + 1]]
        return self.address(kind, page[PAGE] if len(page) > PAGE else 0)

    @cached_property
    def _village(self) -> Names:
        codes = Division.objects.valid_on(self.today).below(self.roster.path).order_by("code")
        return Names(codes.values_list("code", flat=True))

    def village(self, code: str) -> str:
        return self._village(code, self.today) if code else ""

    @cached_property
    def changed(self) -> list[Changed]:
        return [
            Changed(
                self.name(row.said["name"]),
                self.village(row.said["village"]),
                cell,
                words(self.roster.what, key),
                value_in_words(self.roster.what, key, old),
                value_in_words(self.roster.what, key, new),
                f"w-{row.pk}-{key}",
                key not in row.left_out,
            )
            for row in self.rows(Kind.CHANGED)
            for key, old, new, cell in row.said["changes"]
            if not (self.is_written and key in row.left_out)
        ]

    @cached_property
    def alike(self) -> list[Alike]:
        return [
            Alike(
                self.name(row.said["name"]),
                row.said["cell"],
                row.said["why"],
                f"c-{row.pk}",
                options(row),
                row.choice,
            )
            for row in self.rows(Kind.DUPLICATE)
        ]

    @cached_property
    def refused(self) -> list[tuple[str, str]]:
        return [(cell, reason) for row in self.rows(Kind.REFUSED) for cell, reason in row.said["refused"]]

    def lines(self, kind: str) -> list[Line]:
        return [
            Line(
                self.name(row.said["name"]),
                self.village(row.said.get("village", "")),
                row.said["cell"],
                "".join(reason for _, reason in row.said.get("warned", [])),
            )
            for row in self.rows(kind)
        ]

    @cached_property
    def to_write(self) -> tuple[int, int]:
        """How many come new and how many change, with what was decided so far."""
        new, changed = self.counts.get(Kind.NEW, 0), self.counts.get(Kind.CHANGED, 0)
        for row in opened(self.roster.rows.filter(kind=Kind.CHANGED).exclude(left_out=[]).order_by("id")):
            changed -= not row.changes
        decided = self.roster.rows.filter(kind=Kind.DUPLICATE, choice__in=[Choice.SAME, Choice.TWO])
        for choice, of in decided.order_by().values_list("choice").annotate(of=Count("pk")):
            new, changed = (new + of, changed) if choice == Choice.TWO else (new, changed + of)
        return new, changed

    @property
    def button(self) -> str:
        new, changed = self.to_write
        said = [f"{new} 个新增" if new else "", f"{changed} 个变化" if changed else ""]
        return f"写入 {'、'.join(filter(None, said))}" if any(said) else ""

    @property
    def note(self) -> str:
        undecided = self.roster.rows.filter(kind=Kind.DUPLICATE, choice__in=["", Choice.LEAVE]).count()
        refused = self.counts.get(Kind.REFUSED, 0)
        said = [f"重复没选的 {undecided} 人" if undecided else "", f"不能收的 {refused} 行" if refused else ""]
        return f"{'和'.join(filter(None, said))}不写。" if any(said) else "每一行都写。"

    @property
    def is_written(self) -> bool:
        return self.roster.state == State.WRITTEN


def table_of(sheets: Sequence[tuple[int, dict[str, Any]]], *, many: bool) -> Table:
    first = sheets[0][1]
    start, stop = first["head"]
    where = f"第 {start}" + (f" 到 {stop - 1}" if stop - start > 1 else "") + " 行" if stop > start else ""
    above = f"（上面 {first['above']} 行是标题）" if first["above"] else ""
    caption = f"在{where}找到表头{above}。认错了就改。" if where else "没有表头，按里面的内容猜的。认错了就改。"
    numbers = "-".join(str(one) for one, _ in sheets)
    tiles = [tile_of(column, numbers) for column in first["columns"]]
    return Table([sheet["name"] for _, sheet in sheets] if many else [], caption, tiles)


def tile_of(column: dict[str, Any], numbers: str) -> Tile:
    title = f"{column['letters']} 列" + (f"“{column['heading']}”" if column["heading"] else "")
    return Tile(f"col.{numbers}.{column['index']}", title, examples_of(column), column["key"], column["sure"])


def examples_of(column: dict[str, Any]) -> str:
    """Show a few values: names masked, of numbers only how long they are."""
    examples, key = column["examples"], column["key"]
    if key in NUMBERED or any(sum(map(str.isdecimal, one)) >= 7 for one in examples):
        return "、".join(dict.fromkeys(f"{len(one.strip())} 位" for one in examples))
    if key in NAMED:
        return "、".join(masked_name(one.strip()) for one in examples)
    return "、".join(one.strip()[:20] for one in examples)


def confidence(tile: Tile) -> tuple[str, str]:
    """Say how sure the guess is: a badge's kind, and its words."""
    if tile.sure == "certain":
        return "good", "认出来了"
    if tile.sure == "guessed":
        return "soon", "猜的，请看一眼"
    heading = tile.title.partition("“")[2].rstrip("”").casefold()
    return "", "行号，不用" if heading in SERIAL else "不用"


def options(row: Row) -> list[tuple[str, str]]:
    words = {choice: str(Choice(choice).label) for choice in row.said["options"]}
    if twin := row.said.get("twin"):
        words |= {Choice.INSTEAD: f"留第 {row.row} 行", Choice.LEAVE: f"留第 {twin[1]} 行"}
    return [("", "请选择"), *words.items()]
