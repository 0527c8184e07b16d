"""How a place sets a parameter."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Max

from canxie.engine.audit.trail import action, note
from canxie.engine.parameters.declarations import declared
from canxie.engine.parameters.models import ParameterValue
from canxie.engine.parameters.reading import parameter
from canxie.engine.scoping.memory import forget
from canxie.engine.scoping.scope import Scope

CHANGE = "parameters.change"
"""The power that it takes. The list of powers stands above the engine; a test compares the two."""


class Overtaken(Exception):
    """Somebody else has set the parameter at this place since the form was opened."""


class PastDay(ValueError):
    """A version would begin on a day that is over: what was reckoned with the old figure stands."""


class Setting(NamedTuple):
    """What is to hold at a place from a day on, and why."""

    key: str
    place: str
    value: Any
    valid_from: date
    reason: str


@action("parameters.change")
def change(*, by: Scope, setting: Setting, seen: int, today: date) -> ParameterValue:
    """Write the next version of a parameter at a place.

    `seen` is the version that stood there when the form was opened (0 when there was none).

    Raises:
        PastDay: when it would hold from before `today`.
        Overtaken: when another version has come since; of two at once, one is overtaken.
    """
    key, place, value, valid_from, reason = setting
    by.must_cover(place, CHANGE)
    if valid_from < today:
        raise PastDay
    before = parameter(key, place, on=valid_from)
    if latest(key, place) != seen:
        raise Overtaken
    kept = declared[key].kind.keep(value)
    written = {"value": kept, "valid_from": valid_from, "reason": reason, "set_by": by.user_id}
    row, is_mine = ParameterValue.objects.get_or_create(key=key, place=place, version=seen + 1, defaults=written)
    if not is_mine:
        raise Overtaken
    forget()
    told = {"value": [declared[key].kind.keep(before.value), kept], "valid_from": valid_from, "reason": reason}
    note(by, "parameters.change", row, place=place, key=key, version=row.version, **told)
    return row


def latest(key: str, place: str) -> int:
    """Return the number of the newest version that the place itself has set, in force or not; 0 for none."""
    versions = ParameterValue.objects.filter(key=key, place=place).aggregate(newest=Max("version"))
    return versions["newest"] or 0
