"""Matters go with their village, and so does whoever of the village owns them; where they began stays what it was."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, F, Value, When

from canxie.ground.divisions.changes import Line, Renumbering, move
from canxie.mechanisms.matters.models import Matter
from canxie.mechanisms.matters.offices import above


@move
def follow(change: Renumbering) -> Iterator[Line]:
    """What the old township owned, or was sent, is the new one's when the village changes sides."""
    offices = {change.old: change.new, above(change.old): above(change.new)}
    becomes: dict[str, Any] = {"path": change.new}
    for field in ("owner_path", "sent_to"):
        cases = [When(**{field: old}, then=Value(new)) for old, new in offices.items() if old != new]
        becomes[field] = Case(*cases, default=F(field))
    if above(change.old) != above(change.new):
        becomes["owner"] = Case(When(owner_path=above(change.old), then=None), default=F("owner"))
    yield Line(Matter.objects.filter(path=change.old), becomes)
