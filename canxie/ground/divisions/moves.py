"""Neighbours follow their villages."""

from collections.abc import Iterator

from canxie.ground.divisions.changes import Line, Renumbering, move
from canxie.ground.divisions.models import Neighbour


@move
def follow(change: Renumbering) -> Iterator[Line]:
    yield Line(Neighbour.objects.filter(path=change.old), {"path": change.new})
    yield Line(Neighbour.objects.filter(other=change.old), {"other": change.new})
