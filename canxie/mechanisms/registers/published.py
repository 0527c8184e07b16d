"""Registers: tables that nobody types, each declared in a room's `registers.py` (requirement 2.5.5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from django.db.models import QuerySet

from canxie.engine.plugs import Plugs
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power

if TYPE_CHECKING:
    from canxie.mechanisms.registers.reading import Reader

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what of a row it shows. `width` is in characters of the sheet; `kind` is that of `ui.table`.

    In large print only `essential` columns fit on the paper; in one village nobody asks which (`of_place`).
    A column of `numbers` in full stands in no register, but in a file that somebody has agreed to.
    """

    label: str
    value: Callable[[Any, "Reader"], Cell]
    width: int = 12
    kind: Literal["", "s", "r"] = ""
    essential: bool = True
    of_place: bool = False
    numbers: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """A register: rows that a power reaches, in a fixed order, as columns.

    `rows` narrows by the power that it is given; `fields` are what columns need of a row,
    fetched as named tuples, because a county's rows are many. `sort` are fields among them that
    an index ends in, the last one unique; "-" turns one round. `period` is the date that from
    and to are about. `also` is the power over the rows themselves.
    """

    name: str
    code: str
    unit: str
    also: Power
    rows: Callable[[Scope, Power], QuerySet[Any]]
    fields: tuple[str, ...]
    sort: tuple[str, ...]
    columns: Sequence[Column]
    about: str
    period: str = ""
    place: str = "path"  # the column whose village is named: of today, or of the day
    numbers: tuple[str, ...] = ()
    link: tuple[str, str] = ("", "")  # a row's page, and the field with its key; or none


registers: Plugs[str, Register] = Plugs("registers")
