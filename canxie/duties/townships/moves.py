"""What a township knows of a village goes with it; the codes of the day on which it was said stay."""

from collections.abc import Iterator

from canxie.duties.townships.models import Cover, Resource, Vacancy
from canxie.ground.divisions.changes import Line, Renumbering, move


@move
def follow(change: Renumbering) -> Iterator[Line]:
    for table in (Resource, Cover, Vacancy):
        yield Line(table.objects.filter(path=change.old), {"path": change.new})
