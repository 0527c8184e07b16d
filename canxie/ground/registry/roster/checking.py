"""Goes through a file and says of every row what becomes of it. Nothing is written here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from uuid import UUID

from canxie.engine.scoping.scope import Scope
from canxie.engine.sheets.book import Book
from canxie.engine.sheets.layout import Layout
from canxie.engine.sheets.lists import Kind, Line
from canxie.ground.divisions.villages import Villages
from canxie.ground.powers import Power
from canxie.ground.registry.choices import State
from canxie.ground.registry.roster.columns import FIELDS, NEEDED
from canxie.ground.registry.roster.comparing import Difference, differences
from canxie.ground.registry.roster.known import Known, Namesake, Register
from canxie.ground.registry.roster.models import Choice
from canxie.ground.registry.roster.records import Record, records
from canxie.ground.registry.roster.tables import BATCH, Chosen, Tables, Told
from canxie.kernel.identity import one_off
from canxie.kernel.names import search_key
from canxie.kernel.refusal import Refused

NO_HEAD = "没有找到表头。至少要有“姓名”一列，最好还有“身份证号”和“村”。"
ELSEWHERE = "这一行收不了。拿证件和县残联核对。"
TWO_ROWS = (Choice.INSTEAD, Choice.LEAVE)
ONE_NUMBER = (Choice.SAME, Choice.LEAVE)
ALIKE = (Choice.SAME, Choice.TWO, Choice.LEAVE)


@dataclass(slots=True)
class Checked:
    """One row and what becomes of it. `why` says whom a possible duplicate resembles; `twin` is the row above it."""

    record: Record | Line
    kind: Kind
    person_id: UUID | None = None
    changes: list[Difference] = field(default_factory=list)
    why: str = ""
    twin: tuple[str, int] | None = None
    options: tuple[Choice, ...] = ()
    left_out: list[str] = field(default_factory=list)


class Check(Tables):
    """One file, looked at for one place by somebody with a scope."""

    def __init__(self, book: Book, scope: Scope, place: str, on: date, chosen: Chosen | None = None) -> None:
        """Raises SheetRefused when no sheet has a table of people."""
        super().__init__(book, FIELDS, NEEDED, is_one=is_of_people, chosen=chosen or {}, none=NO_HEAD)
        self.scope, self.on = scope, on
        self.villages = Villages(scope, place, on, Power.REGISTRY_IMPORT)
        self.register = Register(scope, place)
        self._seen: dict[str, tuple[str, int]] = {}

    def rows(self, told: Told = lambda _: None) -> Iterator[Checked]:
        """Yield every row of every table, in order. `told` hears how many were looked at."""
        done = 0
        for sheet, layout in self.tables:
            rows = layout.rows(sheet)
            while batch := [*islice(rows, BATCH)]:
                found = records(sheet, layout, batch, today=self.on)
                self._place(found)
                yield from self._judge(found)
                done += len(batch)
                told(done)

    def _place(self, found: list[Record]) -> None:
        for record in found:
            said = record.values
            try:
                record.village = self.villages.find(
                    code=said.get("village_code", ""),
                    name=said.get("village", ""),
                    township=said.get("township", ""),
                    sheet=record.sheet.name,
                )
            except Refused as refusal:
                record.refuse("village_code" if "village_code" in said else "village", refusal.sentence)

    def _judge(self, found: list[Record]) -> Iterator[Checked]:
        fine = [record for record in found if not record.refused]
        holders = self.register.holders(record.identity for record in fine if record.identity)
        namesakes = {id(record): self._namesakes(record) for record in fine if record.identity not in holders}
        alike = self.register.by_id({one.person_id for ones in namesakes.values() for one in ones})
        for record in found:
            if record.refused:
                yield Checked(record, Kind.REFUSED)
            elif twin := self._twin(record):
                sheet = "" if twin[0] == record.sheet.name else f"“{twin[0]}”"
                what = "也是这个证号" if record.identity else "也是这个姓名和出生日期"
                yield Checked(
                    record, Kind.DUPLICATE, why=f"文件里{sheet}第 {twin[1]} 行{what}", twin=twin, options=TWO_ROWS
                )
            elif holder := holders.get(record.identity):
                yield self._against(record, holder)
            else:
                yield self._among(record, [alike[one.person_id] for one in namesakes[id(record)]])

    def _twin(self, record: Record) -> tuple[str, int] | None:
        """Give the row before this one that is the same person by number, or without one by name and birth date."""
        values = record.values
        own = record.identity or f"{search_key(values['name'])}|{values['born_on']}|{record.village}"
        here = (record.sheet.name, record.row)
        twin = self._seen.setdefault(own, here)
        return None if twin is here else twin

    def _against(self, record: Record, known: Known) -> Checked:
        """Somebody with this number is in the register."""
        person = known.person
        if not self.scope.covers(person.path, Power.REGISTRY_IMPORT):
            record.refuse("identity" if record.layout.where("identity") else "certificate", ELSEWHERE)
            return Checked(record, Kind.REFUSED)
        changes = differences(record, known, self.register)
        if person.state != State.LIVING:
            why = f"名册里记着{State(person.state).label}"
        elif person.path != record.village:
            why = f"名册里在{self.villages.names.get(person.path, '别的村')}"
        else:
            if search_key(person.name) != search_key(record.values["name"]):
                record.warn("name", "证号相同，姓名和名册里不一样。对一下证件再写。")
            return Checked(record, Kind.CHANGED if changes else Kind.SAME, person.pk, changes)
        return Checked(record, Kind.DUPLICATE, person.pk, changes, why, options=ONE_NUMBER)

    def _namesakes(self, record: Record) -> list[Namesake]:
        return self.register.namesakes(search_key(record.values["name"]))

    def _among(self, record: Record, alike: list[Known]) -> Checked:
        """Nobody in the register has this number; perhaps somebody is the same all the same."""
        for known in alike:
            if why := self._resembles(record, known):
                changes = differences(record, known, self.register)
                return Checked(record, Kind.DUPLICATE, known.person.pk, changes, why, options=ALIKE)
        return Checked(record, Kind.NEW)

    def _resembles(self, record: Record, known: Known) -> str:
        """Say in which way the row is like somebody of the same name; nothing when it is not."""
        person = known.person
        number = person.identifier.clear() if person.identifier else ""
        is_close = bool(number and record.identity) and one_off(number[:-1], record.identity[:-1])
        same_day = person.born_on == record.values.get("born_on")
        if not (is_close or (same_day and (person.path == record.village or not (number and record.identity)))):
            return ""
        household = person.household
        where = f"{household.group} {household.door}".strip() or self.villages.names.get(person.path, "")
        said = ["同名", "同生日" if same_day else "", "身份证号差 1 位" if is_close else ""]
        return f"{where}的人：{'、'.join(filter(None, said))}"


def is_of_people(layout: Layout) -> bool:
    """Say whether a table is one of people: it has names, and something beside them; without a head, numbers."""
    taken = {column.key for column in layout.columns if column.key}
    return "name" in taken and (len(taken) > 1 if layout.head else bool(taken & {"identity", "certificate"}))
