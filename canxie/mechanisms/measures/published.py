"""What can be measured: each room lists its measures in a `measures.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from canxie.engine.plugs import Plugs


class Opened(NamedTuple):
    """Where the rows behind a figure are listed, for those who hold the power there."""

    words: str
    power: str
    address: Callable[[str, date], str]  # of the list for a place, on a day


@dataclass(frozen=True, slots=True)
class Measure:
    """A share of rows that meet a condition, or their number, at a place on a day.

    `rows` are what stands below the line on a day, `part` is what of them stands above it.
    Both are words too: whoever reads a figure reads what it counts. `by` is the column with the
    place: `path` is where a row is today, `place` where something happened, which stays true
    of past days. `past` says that a past day can be asked. `parameters` are what `part` stands on.
    What is counted are `people` unless it says otherwise; small numbers of people are hidden above the county.
    """

    name: str
    definition: str
    numerator: str
    denominator: str
    exclusions: str
    clause: str
    version: int
    rows: Callable[[date], QuerySet[Any]]
    part: Callable[[date], Q]
    share: bool = True  # else the number above the line is the figure
    unit: str = "%"
    by: str = "path"
    past: bool = False
    people: bool = True
    parameters: tuple[str, ...] = ()
    opened: Opened | None = None


measures: Plugs[str, Measure] = Plugs("measures")
