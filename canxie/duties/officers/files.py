"""Who may open a county's template for letters: whoever may take the filing there."""

from uuid import UUID

from canxie.duties.officers.issuing import TEMPLATE
from canxie.duties.officers.models import LetterTemplate
from canxie.engine.files.declarations import Kind, kinds
from canxie.ground.powers import Power


def path_of(file_id: UUID) -> str | None:
    return LetterTemplate.objects.filter(file=file_id).values_list("path", flat=True).first()


kinds.declare(TEMPLATE, Kind("聘任书模板", Power.ASSOCIATIONS_APPROVE, path_of))
