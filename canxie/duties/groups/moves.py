"""Groups and their members go with their village; where somebody joined stays what it was."""

from collections.abc import Iterator

from canxie.duties.groups.models import Membership, PeerGroup
from canxie.ground.divisions.changes import Line, Renumbering, move


@move
def follow(change: Renumbering) -> Iterator[Line]:
    for table in (PeerGroup, Membership):
        yield Line(table.objects.filter(path=change.old), {"path": change.new})
