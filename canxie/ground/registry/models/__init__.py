"""The tables of the registry: households and people, and what hangs on them."""

from canxie.ground.registry.models.looks import Opening
from canxie.ground.registry.models.papers import (
    Block,
    Certificate,
    Change,
    DisabilityItem,
    Guardian,
    LifeEvent,
    Phone,
    Relative,
)
from canxie.ground.registry.models.people import Household, Person, Standing

__all__ = [
    "Block",
    "Certificate",
    "Change",
    "DisabilityItem",
    "Guardian",
    "Household",
    "LifeEvent",
    "Opening",
    "Person",
    "Phone",
    "Relative",
    "Standing",
]
