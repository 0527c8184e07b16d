"""Whatever changes an association, its villages, its papers and its meetings."""

from canxie.duties.associations.actions.drafts import Draft, Wish, allow_wider, prepare, propose
from canxie.duties.associations.actions.gaps import declare_neighbour, plan_gap
from canxie.duties.associations.actions.lives import move_on, show
from canxie.duties.associations.actions.meetings import Held, Resolved, hold_meeting, plan_meeting
from canxie.duties.associations.actions.papers import keep_paper

__all__ = [
    "Draft",
    "Held",
    "Resolved",
    "Wish",
    "allow_wider",
    "declare_neighbour",
    "hold_meeting",
    "keep_paper",
    "move_on",
    "plan_gap",
    "plan_meeting",
    "prepare",
    "propose",
    "show",
]
