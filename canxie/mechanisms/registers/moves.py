"""What was asked for of a village stays with it."""

from collections.abc import Iterator

from canxie.ground.divisions.changes import Line, Renumbering, move
from canxie.mechanisms.registers.models import Export


@move
def follow(change: Renumbering) -> Iterator[Line]:
    yield Line(Export.objects.filter(path=change.old), {"path": change.new})
