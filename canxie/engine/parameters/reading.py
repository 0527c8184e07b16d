"""What a parameter is at a place on a day, and who said so."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from canxie.engine.parameters.declarations import declared
from canxie.engine.parameters.models import ParameterValue
from canxie.engine.scoping.memory import remembered

LENGTHS = (0, 2, 4, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter's value with its origin: the place that set it, which of its versions, since when.

    Version 0 is the default that the house ships; nobody has set that.
    """

    key: str
    value: Any
    version: int = 0
    path: str = ""
    since: date | None = None

    def __str__(self) -> str:
        return declared[self.key].shown(self.value)

    def told(self, name: str) -> str:
        """Say in words whose figure this is; `name` is what the place `path` is called.

        >>> Value("visit.interval.tier_a", 30, 3, "379900", date(2026, 3, 1)).told("示例县")
        '示例县参数第 3 版，2026年3月1日起'
        """
        if self.since is None:
            return "默认值，地方没有改过"
        return f"{name}参数第 {self.version} 版，{self.since.year}年{self.since.month}月{self.since.day}日起"


def parameter(key: str, path: str, *, on: date) -> Value:
    """Read one parameter: the version in force that day at the nearest place above `path`, itself included.

    Reading several at one place asks the database once a request. For the villages of a
    list there are `by_path` and `settled`.
    """
    declared[key]  # a key that nobody declared is an error
    return nearest(all_at([key], path, on=on)[key], path)


def settled(key: str, *, on: date) -> Mapping[str, Value]:
    """Read all places that have set the parameter themselves by that day, and "", in one query.

    What statements over many rows stand on: a condition on paths for each place, the longest first.
    """
    return all_settled([key], on=on)[key]


def all_settled(keys: Collection[str], *, on: date) -> dict[str, Mapping[str, Value]]:
    """Read several parameters as `settled` reads one: in one query all that this request has not read before."""
    known: dict[str, list[ParameterValue]] = remembered("parameters by key", dict)
    if unread := [key for key in keys if key not in known]:
        known |= {key: [] for key in unread}
        for row in _rows(key__in=unread):
            known[row.key].append(row)
    return {key: _in_force(known[key], key, on) for key in keys}


def all_at(keys: Iterable[str], path: str, *, on: date) -> dict[str, Mapping[str, Value]]:
    """Read the same for one place: what the places above it have set, itself included. One query for all it has set."""
    rows = _rows_at(path)
    return {key: _in_force((row for row in rows if row.key == key), key, on) for key in keys}


def by_path(key: str, paths: Iterable[str], *, on: date) -> dict[str, Value]:
    """Read one parameter for many paths in one query."""
    places = settled(key, on=on)
    return {path: nearest(places, path) for path in paths}


def nearest(places: Mapping[str, Value], path: str) -> Value:
    """Find the value of the longest place that `path` lies in."""
    return next(places[place] for place in reversed(above(path)) if place in places)


def above(path: str) -> list[str]:
    """Name the places that `path` lies in, from the country down to itself.

    >>> above("379900001")
    ['', '37', '3799', '379900', '379900001']
    """
    return [path[:length] for length in LENGTHS if length <= len(path)]


def _in_force(rows: Iterable[ParameterValue], key: str, on: date) -> dict[str, Value]:
    default = Value(key, declared[key].default)
    read = declared[key].kind.read
    set_ = {
        row.place: Value(key, read(row.value), row.version, row.place, row.valid_from)
        for row in rows
        if row.valid_from <= on
    }
    return {"": default} | set_


def _rows_at(path: str) -> list[ParameterValue]:
    return remembered(("parameters of", path), lambda: _rows(place__in=above(path)))


def _rows(**where: Any) -> list[ParameterValue]:
    """Fetch versions so that of two for one place the later stands last."""
    return [*ParameterValue.objects.filter(**where).order_by("valid_from", "version")]
