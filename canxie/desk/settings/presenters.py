"""What the pages of settings show."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from canxie.engine.parameters.declarations import Parameter, declared
from canxie.engine.parameters.models import ParameterValue
from canxie.engine.parameters.reading import LENGTHS, Value, above, parameter
from canxie.engine.scoping.scope import Scope, subtree
from canxie.ground.accounts.models import User
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power

COUNTRY = "全国"


class Places:
    """The places that a power reaches, a level down from where it is held, and the one that is looked at."""

    def __init__(self, scope: Scope, power: Power, at: str | None, today: date) -> None:
        self.today, self.own = today, scope.paths(power)
        self.here = self.own[0] if at is None else at
        if self.here not in self.options:
            raise Http404
        self.may_change = scope.covers(self.here, Power.PARAMETERS_CHANGE)

    @cached_property
    def options(self) -> dict[str, str]:
        """Names by code: where the power is held, and what lies just below."""
        names = Names(self.own)
        found = {path: names(path, self.today) if path else COUNTRY for path in self.own}
        for path in self.own:
            found |= {division.code: division.name for division in below(path, self.today)}
        return found

    @cached_property
    def _names(self) -> Names:
        return Names(above(self.here))

    def name(self, path: str) -> str:
        return self._names(path, self.today) if path else COUNTRY

    def address(self, view: str, *args: Any, **query: Any) -> str:
        """The address of a view that goes on with the same place."""
        return f"{reverse(view, args=args)}?{urlencode({'at': self.here, **query})}"


def below(path: str, today: date) -> list[Division]:
    """The divisions one level down, a few hundred at most."""
    further = [length for length in LENGTHS if length > len(path)]
    if not further:
        return []
    found = Division.objects.valid_on(today).filter(level=further[0])
    if path:
        first, beyond = subtree(path)
        found = found.filter(code__gte=first, code__lt=beyond)
    return [*found.order_by("code")]


@dataclass(frozen=True, slots=True)
class Shown:
    """One parameter at one place today."""

    key: str
    parameter: Parameter
    now: Value
    told: str
    is_set_here: bool
    href: str


def shown(key: str, places: Places) -> Shown:
    """Raises Http404 for a key that nobody declared, or that nothing reads yet."""
    if key not in declared or not declared[key].used:
        raise Http404
    now = parameter(key, places.here, on=places.today)
    is_set_here = bool(now.version) and now.path == places.here
    told = now.told(places.name(now.path))
    return Shown(key, declared[key], now, told, is_set_here, places.address("desk:setting", key))


@dataclass(frozen=True, slots=True)
class Version:
    """What was set once, here or above."""

    title: str
    value: str
    on: date
    set_at: datetime
    by: str
    reason: str
    ahead: bool
    again: str


def versions(key: str, places: Places) -> list[Version]:
    """All that was set here or above, newest first; what holds is not offered to be set again."""
    now = parameter(key, places.here, on=places.today)
    rows = ParameterValue.objects.filter(key=key, place__in=above(places.here)).order_by("-valid_from", "-id")
    found = [*rows]
    names = dict(User.objects.filter(pk__in={row.set_by for row in found}).values_list("pk", "name"))
    kind = declared[key].kind
    return [
        Version(
            title=f"{places.name(row.place)}第 {row.version} 版",
            value=kind.show(kind.read(row.value)),
            on=row.valid_from,
            set_at=row.set_at,
            by=names.get(row.set_by, "系统"),
            reason=row.reason,
            ahead=row.valid_from > places.today,
            again=places.address("desk:setting_change", key, version=row.version)
            if row.place == places.here and (row.place, row.version) != (now.path, now.version)
            else "",
        )
        for row in found
    ]


def value_of(version: str, key: str, place: str) -> Any:
    """What a version of this place said, or None."""
    if not version.isdecimal() or len(version) > 6:
        return None
    row = ParameterValue.objects.filter(key=key, place=place, version=int(version)).first()
    return declared[key].kind.read(row.value) if row else None
