"""A county's own list of villages, as its civil affairs office keeps it: what it adds, renames and leaves out."""

import hashlib
import re
from collections.abc import Sequence
from datetime import date

from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.memory import forget
from canxie.engine.scoping.scope import Scope
from canxie.engine.sheets.layout import Field
from canxie.engine.sheets.lists import Judge, Kind, Line, Overtaken, Taken
from canxie.ground.divisions.changes import Renumbering, lines
from canxie.ground.divisions.models import Division, Level
from canxie.ground.divisions.villages import Villages, bare
from canxie.ground.powers import Power
from canxie.kernel.cells import narrow
from canxie.kernel.refusal import Refused

FIELDS = [
    Field(
        "name",
        "村（社区）名称",
        ("村", "村名", "名称", "村名称", "村社区名称", "村居名称", "社区名称", "村社区", "单位名称"),
    ),
    Field(
        "code",
        "12 位代码",
        ("代码", "村代码", "区划代码", "行政区划代码", "统计用区划代码", "村社区代码", "城乡代码"),
        looks=lambda value: bool(re.fullmatch(r"\d{12}", value)),
    ),
    Field("township", "乡镇（街道）", ("乡镇", "街道", "乡镇街道", "镇街", "乡镇名称", "所属乡镇")),
]
NEEDED = ("name", "code")
LONGEST = 60
THERE, GONE = "在册", "撤销"


class Look:
    """One file held against the villages of one place on one day."""

    def __init__(self, by: Scope, place: str, on: date) -> None:
        self.by, self.place, self.on = by, place, on
        there = Division.objects.valid_on(on).below(place).filter(level__in=[Level.TOWNSHIP, Level.VILLAGE])
        rows = [*there.order_by("code").values_list("code", "name")]
        self.townships = {code: name for code, name in rows if len(code) == Level.TOWNSHIP}
        self.known = {code: name for code, name in rows if len(code) == Level.VILLAGE}
        self.by_name = Villages(by, place, on, Power.DIVISIONS_CHANGE)
        self.seen: dict[str, str] = {}
        self.sheet: Line | None = None

    def __call__(self, found: Sequence[Line]) -> None:
        for line in found:
            self.sheet = self.sheet or line
            try:
                self.judge(line)
            except Refused as refusal:
                line.refuse("code" if line.said.get("code") else "name", refusal.sentence)

    def judge(self, line: Line) -> None:
        name = "".join(line.said.get("name", "").split())
        if not name or len(name) > LONGEST:
            raise Refused(f"要有村名，最多 {LONGEST} 个字。")
        line.place = self.code_of(line, name)
        line.values = {"name": name}
        if first := self.seen.get(line.place):
            raise Refused(f"{line.place} 在 {first} 已经有了。")
        self.seen[line.place] = line.cell("name")
        before = self.known.get(line.place)
        if before is None:
            line.kind = Kind.NEW
        elif bare(before) == bare(name):
            line.kind = Kind.SAME
        else:
            line.kind, line.changes = Kind.CHANGED, [("name", before, name)]

    def code_of(self, line: Line, name: str) -> str:
        """Read the code; a row without one is a village that is there. Raises Refused."""
        code = narrow(line.said.get("code", "")).replace(" ", "")
        if not code:
            township = line.said.get("township", "")
            return self.by_name.find(code="", name=name, township=township, sheet=line.sheet.name)
        if not re.fullmatch(r"\d{12}", code):
            raise Refused(f"代码 {code} 不是 12 位数字。")
        if not (code.startswith(self.place) and self.by.covers(code, Power.DIVISIONS_CHANGE)):
            raise Refused(f"代码 {code} 不在这里。")
        if code[: Level.TOWNSHIP] not in self.townships:
            raise Refused(f"没有代码为 {code[: Level.TOWNSHIP]} 的乡镇（街道）。先把乡镇办好。")
        return code

    def rest(self) -> list[Line]:
        """Name the villages that the file leaves out, in the townships that it speaks of: to be closed when ticked.

        One on which anything hangs is not closed from here: its people have to go somewhere first.
        """
        spoken_of = {code[: Level.TOWNSHIP] for code in self.seen}
        gone = [code for code in self.known if code[: Level.TOWNSHIP] in spoken_of and code not in self.seen]
        return [self.left_out(code) for code in gone]

    def left_out(self, code: str) -> Line:
        assert self.sheet is not None  # noqa: S101 -- a village is left out by a file that has been seen
        line = Line(self.sheet.sheet, self.sheet.layout, 0, {"name": self.known[code]}, place=code)
        line.values = {"name": self.known[code]}
        line.kind, line.changes, line.left_out = Kind.CHANGED, [("closed", THERE, GONE)], ["closed"]
        if hanging := hanging_on(code, self.on):
            line.refuse("name", f"名单里没有{self.known[code]}（{code}），可是还有{hanging}。先办合并或者撤销。")
        return line


def judge(by: Scope, place: str, on: date) -> Judge:
    return Look(by, place, on)


def hanging_on(code: str, on: date) -> str:
    """Say what would have to go somewhere else before a village could be closed."""
    counts = [line.preview() for line in lines(Renumbering(code, code, on))]
    return "、".join(f"{what} {rows} 条" for what, rows in counts if rows)


@action("divisions.take_list")
def take(*, by: Scope, rows: Sequence[Taken], on: date) -> None:
    """Write what a list adds, renames and closes, from that day on. Raises Overtaken."""
    for row in rows:
        by.must_cover(row.place, Power.DIVISIONS_CHANGE)
    codes = [row.place for row in rows]
    held = Division.objects.select_for_update().valid_on(on).filter(code__in=codes).order_by("code")
    there = {one.code: one for one in held}
    for row in rows:
        before = there.get(row.place)
        if row.kind == Kind.NEW:
            if before:
                raise Overtaken
            Division.named(row.place, row.values["name"], on).save(force_insert=True)
        elif before is None:
            raise Overtaken
        elif "closed" in row.changes:
            if hanging_on(row.place, on):
                raise Overtaken
            close(before, on)
        else:
            rename(before, row.changes["name"], on)
    forget()
    digest = hashlib.sha256(
        repr([(row.place, dict(row.values), dict(row.changes)) for row in rows]).encode()
    ).hexdigest()
    place = by.paths(Power.DIVISIONS_CHANGE)[0]
    counts = {
        "added": sum(row.kind == Kind.NEW for row in rows),
        "renamed": sum("name" in row.changes for row in rows),
        "closed": sum("closed" in row.changes for row in rows),
    }
    note(by, "divisions.take_list", Division(pk=0), place=place, on=on, digest=digest, **counts)


def rename(village: Division, change: tuple[str, str], on: date) -> None:
    """Close the row under the old name and open one under the new: what happened before keeps its name."""
    before, name = change
    if village.name != before:
        raise Overtaken
    new = Division.named(village.code, name, on, village.urban_rural)
    if village.valid_from == on:
        village.name, village.sound, village.initials = new.name, new.sound, new.initials
        village.save(update_fields=["name", "sound", "initials"])
        return
    village.valid_to, village.successors = on, [village.code]
    village.save(update_fields=["valid_to", "successors"])
    new.save(force_insert=True)


def close(village: Division, on: date) -> None:
    if village.valid_from == on:
        raise Overtaken  # it began today: nothing can have been meant by its end
    village.valid_to = on
    village.save(update_fields=["valid_to"])
