"""Contacts go with the person's village; the code on which a row stood that day stays."""

from collections.abc import Iterator

from canxie.duties.contacts.models import ContactAssignment, ContactChoice
from canxie.ground.divisions.changes import Line, Renumbering, move


@move
def follow(change: Renumbering) -> Iterator[Line]:
    for table in (ContactChoice, ContactAssignment):
        yield Line(table._default_manager.filter(path=change.old), {"path": change.new})
