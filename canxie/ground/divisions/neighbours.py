"""Which villages lie beside each other, as declared. Written by the actions of the rooms that ask for it."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import Q

from canxie.ground.divisions.models import Neighbour


def beside(village: str) -> set[str]:
    """Return the codes of the villages beside one."""
    return {*Neighbour.objects.filter(path=village).values_list("other", flat=True)}


def say(village: str, other: str, *, km: Decimal | None, by: int, on: date) -> Neighbour:
    """Write that two villages are neighbours, both ways; the last word counts. Call it inside an action."""
    told = {"km": km, "said_on": on, "said_by_id": by}
    made, _ = Neighbour.objects.update_or_create(path=village, other=other, defaults=told)
    Neighbour.objects.update_or_create(path=other, other=village, defaults=told)
    return made


def say_all(village: str, others: Collection[str], within: str, *, by: int, on: date) -> None:
    """Write which villages of a place lie beside one; what is left out is taken back. Call it inside an action.

    A distance that was told stays.
    """
    before = {code for code in beside(village) if code.startswith(within)}
    gone, new = before - {*others}, {*others} - before
    Neighbour.objects.filter(Q(path=village, other__in=gone) | Q(other=village, path__in=gone)).delete()
    for other in sorted(new):
        say(village, other, km=None, by=by, on=on)
