"""What someone in office owns, by room: a handover ends when nothing of it is left."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from canxie.engine.plugs import Plugs

Owned = Callable[[int], QuerySet[Any]]

owned: Plugs[str, Owned] = Plugs("handovers")


def owns(label: str) -> Callable[[Owned], Owned]:
    """Declare what a user owns in a room: a label for the list, and a function from the user's id to the rows."""

    def decorate(function: Owned) -> Owned:
        owned.declare(label, function)
        return function

    return decorate
