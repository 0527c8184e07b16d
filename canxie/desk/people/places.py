"""The places a reader may choose from."""

from collections.abc import Iterable
from datetime import date

from canxie.engine.scoping.scope import Scope
from canxie.ground.divisions.models import Division, Level
from canxie.ground.powers import Power


def villages_of(scope: Scope, power: Power, *, on: date) -> list[tuple[str, str]]:
    """The villages where a power is held, by code; a choice of thousands is nobody's who enters people."""
    return choices(scope.paths(power), Level.VILLAGE, on=on)


def choices(paths: Iterable[str], level: Level, *, on: date) -> list[tuple[str, str]]:
    """The divisions of one level inside some places, as pairs of code and name, in the order of their codes."""
    found = Division.objects.none()
    for path in paths:
        found |= Division.objects.below(path)
    return [*found.valid_on(on).filter(level=level).order_by("code").values_list("code", "name")]
