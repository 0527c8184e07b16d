"""Who takes part and who sits in a seat goes with the village; the place of the day stays what it was."""

from collections.abc import Iterator

from canxie.duties.officers.models import LetterTemplate, OfficerImport, OfficeTerm, Participant
from canxie.ground.divisions.changes import Line, Renumbering, move


@move
def follow(change: Renumbering) -> Iterator[Line]:
    for table in (Participant, OfficeTerm, OfficerImport, LetterTemplate):
        yield Line(table.objects.filter(path=change.old), {"path": change.new})
    yield Line(Participant.objects.filter(home=change.old), {"home": change.new})
