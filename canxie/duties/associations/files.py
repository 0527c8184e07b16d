"""Who may open the papers of an association: they go with the village, or the association, that they belong to."""

from uuid import UUID

from canxie.duties.associations.actions.drafts import MINUTES
from canxie.duties.associations.actions.meetings import MEETING
from canxie.duties.associations.actions.papers import PAPER
from canxie.duties.associations.kinds import ASSOCIATION
from canxie.duties.associations.models import Coverage, Meeting, Paper, ProposedVillage
from canxie.engine.files.declarations import Kind, kinds
from canxie.ground.powers import Power
from canxie.mechanisms.matters.evidence import file_kind, path_of


def path_of_minutes(file_id: UUID) -> str | None:
    for table in (ProposedVillage, Coverage):
        rows = table.objects.filter(minutes=file_id).order_by("id")
        if found := rows.values_list("association__path", flat=True).first():
            return found
    return None


def path_of_paper(file_id: UUID) -> str | None:
    return Paper.objects.filter(file=file_id).values_list("association__path", flat=True).first()


def path_of_meeting(file_id: UUID) -> str | None:
    return Meeting.objects.filter(minutes_file=file_id).values_list("association__path", flat=True).first()


kinds.declare(file_kind(ASSOCIATION), Kind("残协备案凭据", Power.ASSOCIATIONS_READ, path_of))
kinds.declare(MINUTES, Kind("村会议纪要", Power.ASSOCIATIONS_READ, path_of_minutes))
kinds.declare(PAPER, Kind("残协文件", Power.ASSOCIATIONS_READ, path_of_paper))
kinds.declare(MEETING, Kind("残协会议记录", Power.ASSOCIATIONS_READ, path_of_meeting))
