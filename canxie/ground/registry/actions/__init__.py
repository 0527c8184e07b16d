"""What can be done with people and households. Each action is one transaction, and leaves a trail."""

from canxie.ground.registry.actions.certificates import Paper, record_certificate, set_certificate_state
from canxie.ground.registry.actions.clears import confirm, confirm_unchanged
from canxie.ground.registry.actions.families import OtherVillage, drop_relative, join, keep_guardian, keep_relative
from canxie.ground.registry.actions.households import correct_household, enter_household, held
from canxie.ground.registry.actions.looks import reveal, reveal_relative, show, show_list, show_person, wall
from canxie.ground.registry.actions.people import NumberTaken, correct_person, enter_person, record_state
from canxie.ground.registry.actions.phones import end_phone, record_phone

__all__ = [
    "NumberTaken",
    "OtherVillage",
    "Paper",
    "confirm",
    "confirm_unchanged",
    "correct_household",
    "correct_person",
    "drop_relative",
    "end_phone",
    "enter_household",
    "enter_person",
    "held",
    "join",
    "keep_guardian",
    "keep_relative",
    "record_certificate",
    "record_phone",
    "record_state",
    "reveal",
    "reveal_relative",
    "set_certificate_state",
    "show",
    "show_list",
    "show_person",
    "wall",
]
