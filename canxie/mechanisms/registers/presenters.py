"""What the pages, papers and files of a register show."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from canxie.engine.parameters.reading import above
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.models import User
from canxie.ground.divisions.models import Division, Level
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.kernel.words import month_day
from canxie.mechanisms.registers.models import Copy
from canxie.mechanisms.registers.published import Cell, Column, Register, registers
from canxie.mechanisms.registers.reading import Form, Reader

FEW = 5


@dataclass(frozen=True, slots=True)
class Extract:
    """A part of one register that somebody may have: of a place, and of some days.

    `chosen` are the labels of the columns that a file is to have, None for all; `whole` lets numbers stand in full.
    """

    scope: Scope
    key: str
    register: Register
    power: Power
    place: str
    since: date | None
    until: date | None
    today: date
    chosen: frozenset[str] | None = None
    whole: bool = False

    def rows(self) -> QuerySet[Any, Any]:
        """The rows as named tuples, not yet in an order.

        Asked within this place alone: of two ranges, SQLite may read the wide one.
        """
        found = self.register.rows(self.scope.narrowed(self.power, self.place), self.power)
        if self.since:
            found = found.filter(**{f"{self.register.period}__gte": self.since})
        if self.until:
            found = found.filter(**{f"{self.register.period}__lte": self.until})
        return found.values_list(*self.register.fields, *(self.register.numbers if self.whole else ()), named=True)

    def in_order(self) -> QuerySet[Any, Any]:
        return self.rows().order_by(*self.register.sort)

    def columns(self, *, essential: bool = False) -> list[Column]:
        """The columns that make sense here."""
        in_a_village = len(self.place) == Level.VILLAGE
        return [
            column
            for column in self.register.columns
            if not (in_a_village and column.of_place)
            and (column.essential or not essential)
            and (self.whole or not column.numbers)
            and (self.chosen is None or column.label in self.chosen)
        ]

    def reader(self, form: Form, villages: Iterable[str]) -> Reader:
        return Reader(self.scope, form, Names(villages), self.today, self.whole)

    def villages(self) -> list[str]:
        """The codes that stand in the whole extract."""
        return [*self.rows().order_by().values_list(self.register.place, flat=True).distinct()]

    @property
    def division(self) -> Division:
        """What the place is called today; an invented name where nobody has loaded it."""
        known = Division.objects.valid_on(self.today).filter(code=self.place).order_by("-valid_from").first()
        return known or Division(code=self.place, name=self.place)

    @property
    def period(self) -> str:
        """The days in words, or nothing."""
        if not self.since and not self.until:
            return ""
        since, until = (f"{one.year}年{month_day(one)}" if one else "" for one in (self.since, self.until))
        return f"{since or '开始'}到{until or '今天'}"

    @property
    def query(self) -> dict[str, str]:
        said = {"place": self.place}
        said |= {"from": self.since.isoformat()} if self.since else {}
        return said | ({"to": self.until.isoformat()} if self.until else {})

    def address(self, view: str, **more: str) -> str:
        """The address of a view about the same extract."""
        return f"{reverse(view, args=[self.key])}?{urlencode(self.query | more)}"

    def places(self) -> list[tuple[str, str]]:
        """Where one may look from here: back up to where the power begins, and one level down."""
        way = [path for path in above(self.place) if self.scope.covers(path, self.power)]
        names = Names([*way, *self.scope.paths(self.power)])
        own = {path: names(path, self.today) or "全国" for path in (*self.scope.paths(self.power), *way)}
        children = Division.objects.valid_on(self.today).children_of(self.place) if self.place else []
        return [*(own | {child.code: f"　{child.name}" for child in children}).items()]

    def copies(self) -> list[tuple[Copy, str]]:
        """The last copies of this register for this place, and who made them."""
        made = Copy.objects.filter(place=self.place, register=self.key).exclude(digest="")
        found = [*made.order_by("-made_at")[:FEW]]
        names = dict(User.objects.filter(pk__in={copy.made_by_id for copy in found}).values_list("pk", "name"))
        return [(copy, names.get(copy.made_by_id, "")) for copy in found]


def extract(scope: Scope, key: str, power: Power, sent: Mapping[str, str], today: date) -> Extract:
    """Read which part of a register an address asks for. Days that are none are left out.

    Raises:
        Http404: for a register that is none, and for a place outside the scope.
        PermissionDenied: when the rows of this register are not this reader's business.
    """
    if key not in registers:
        raise Http404
    register = registers[key]
    if not scope.may(register.also):
        raise PermissionDenied
    place = sent.get("place", min(scope.paths(power), key=len))
    if place and not (place.isascii() and place.isdecimal()):
        raise Http404
    scope.must_cover(place, power)
    scope.must_cover(place, register.also)
    since, until = (_day(sent.get(name, "")) if register.period else None for name in ("from", "to"))
    return Extract(scope, key, register, power, place, since, until, today)


def drawn(rows: Iterable[Any], columns: Iterable[Column], reader: Reader) -> Iterator[list[Cell]]:
    """Turn rows into cells."""
    values = [column.value for column in columns]
    for row in rows:
        yield [value(row, reader) for value in values]


def written(cells: Iterable[Cell], today: date | None = None) -> list[str]:
    """Write cells as a page does; a year is left out when it is that of `today`."""
    return [_written(cell, today) for cell in cells]


def _written(cell: Cell, today: date | None) -> str:
    if isinstance(cell, date):
        return month_day(cell) if today and cell.year == today.year else f"{cell.year}年{month_day(cell)}"
    return "" if cell is None else str(cell)


def _day(sent: str) -> date | None:
    try:
        return date.fromisoformat(sent)
    except ValueError:
        return None
