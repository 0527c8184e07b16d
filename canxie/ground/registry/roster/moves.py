"""Imports stay with the place that they were made for."""

from collections.abc import Iterator

from canxie.ground.divisions.changes import Line, Renumbering, move
from canxie.ground.registry.roster.models import RosterImport


@move
def follow(change: Renumbering) -> Iterator[Line]:
    yield Line(RosterImport.objects.filter(path=change.old), {"path": change.new})
