"""Who may open the file that an import was made from."""

from uuid import UUID

from canxie.engine.files.declarations import Kind, kinds
from canxie.ground.powers import Power
from canxie.ground.registry.roster.actions import FILE
from canxie.ground.registry.roster.models import RosterImport


def path_of(file_id: UUID) -> str | None:
    return RosterImport.objects.filter(file=file_id).values_list("path", flat=True).first()


kinds.declare(FILE, Kind("导入的名册", Power.REGISTRY_IMPORT, path_of))
