"""The places a reader may choose from."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from canxie.engine.scoping.scope import Scope, subtree
from canxie.ground.divisions.models import Division, Level
from canxie.ground.powers import Power


def villages_of(scope: Scope, power: Power, *, on: date) -> list[tuple[str, str]]:
    """The villages where a power is held, by code; a choice of thousands is nobody's who enters people."""
    return choices({Level.VILLAGE: scope.paths(power)}, on=on)


def choices(wanted: Mapping[Level, Iterable[str]], *, on: date) -> list[tuple[str, str]]:
    """The divisions of some levels, each inside some places, as pairs of code and name, in the order of their codes."""
    inside = [Q(level=level) & _below(path) for level, paths in wanted.items() for path in paths]
    if not inside:
        return []
    found = Division.objects.valid_on(on).filter(reduce(or_, inside)).order_by("code")
    return [*found.values_list("code", "name")]


def _below(path: str) -> Q:
    first, beyond = subtree(path) if path else ("", "99")
    return Q(code__gte=first, code__lt=beyond)
