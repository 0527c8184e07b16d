"""A roster that was printed or exported names everybody who lives there: that it went out, and what for."""

from datetime import datetime

from canxie.ground.registry.models import Household
from canxie.ground.registry.watch.reasons import Sight, sights
from canxie.mechanisms.registers.models import Copy
from canxie.mechanisms.registers.published import registers

EVERYBODY = ("roster",)
"""Registers in which all people of a place stand."""


def went_out(household: Household, since: datetime) -> list[Sight]:
    above = [household.path[:length] for length in (2, 4, 6, 9, 12)]
    copies = Copy.objects.filter(place__in=above, register__in=EVERYBODY, made_at__gte=since).order_by("made_at", "pk")
    return [Sight(one.made_at, one.made_by_id, told(one), one.purpose) for one in copies]


def told(copy: Copy) -> str:
    name = registers[copy.register].name
    return f"{copy.get_form_display()}了一份{name}，编号 {copy.number}，共 {copy.rows} 人，这个村的都在上面"


sights.declare("registers", went_out)
