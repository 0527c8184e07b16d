"""Photos of what was seen at a door: they go with their visit."""

from uuid import UUID

from canxie.duties.visits.models import PHOTO, Visit
from canxie.engine.files.declarations import Kind, kinds
from canxie.ground.powers import Power


def path_of(file_id: UUID) -> str | None:
    return Visit.objects.filter(photo=file_id).values_list("path", flat=True).first()


kinds.declare(PHOTO, Kind("走访照片", Power.VISITS_READ, path_of))
