"""Whoever is to ask goes with the place."""

from collections.abc import Iterator

from canxie.ground.divisions.changes import Line, Renumbering, move
from canxie.ground.registry.watch.models import OddReading


@move
def follow(change: Renumbering) -> Iterator[Line]:
    yield Line(OddReading.objects.filter(path=change.old), {"path": change.new})
