"""Where a figure opens to, and a condition whose number each place has set itself."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from canxie.engine.parameters.reading import settled
from canxie.engine.scoping.scope import subtree
from canxie.ground.divisions.models import Level


def people(place: str, **asked: str) -> str:
    """The address of the roster for a place, narrowed down further."""
    said = {"town": place[: Level.TOWNSHIP]} if len(place) >= Level.TOWNSHIP else {}
    said |= {"village": place} if len(place) == Level.VILLAGE else {}
    return f"{reverse('desk:people')}?{urlencode(said | asked)}"


def register(key: str, place: str, **asked: str) -> str:
    """The address of a register for a place."""
    return f"{reverse('registers:register', args=[key])}?{urlencode({'place': place} | asked)}"


def each_place(key: str, on: date, condition: Callable[[Any], Q]) -> Q:
    """Join the conditions that a parameter's values make, each for the rows of the places where it holds."""
    found, elsewhere = Q(pk__in=[]), Q()
    for place, value in sorted(settled(key, on=on).items(), key=lambda pair: len(pair[0]), reverse=True):
        first, beyond = subtree(place) if place else ("", "")
        inside = Q(path__gte=first, path__lt=beyond) if place else Q()
        found |= elsewhere & inside & condition(value.value)
        elsewhere &= ~inside if place else Q()
    return found
