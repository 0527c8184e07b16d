"""Photos that show that something was done. A room that has matters declares who may open them, in its `files.py`."""

from uuid import UUID

from canxie.engine.files.actions import keep
from canxie.engine.files.content import Content
from canxie.engine.scoping.scope import Scope
from canxie.mechanisms.matters.models import Matter, Step


def file_kind(kind: str) -> str:
    """Name the kind of file that shows what became of a kind of matter."""
    return f"{kind}.evidence"


def kept(by: Scope, matter: Matter, photo: Content | None) -> UUID | None:
    """Keep the photo, from inside the move that brings it."""
    return keep(by=by, kind=file_kind(matter.kind), content=photo, place=matter.path).pk if photo else None


def path_of(file_id: UUID) -> str | None:
    """Find today's path of the matter that the photo belongs to."""
    return Step.objects.filter(evidence_file=file_id).order_by("id").values_list("matter__path", flat=True).first()
