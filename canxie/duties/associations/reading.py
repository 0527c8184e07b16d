"""What other rooms ask: which association covers a village, and which villages it covers."""

from collections.abc import Sequence
from datetime import date

from canxie.duties.associations.choices import PROPOSING, AssociationState
from canxie.duties.associations.models import Association, Coverage, ProposedVillage
from canxie.engine.scoping.scope import subtree


def covering(path: str, on: date) -> Association | None:
    """Find the association that covers a village on a day; `path` is the village's code today."""
    row = Coverage.objects.on(on).filter(path=path).select_related("association").order_by("id").first()
    return row.association if row else None


def villages_of(association: Association, on: date) -> list[Coverage]:
    """List the villages in force on a day, the host first."""
    return [*association.coverages.on(on).order_by("-host", "path", "id")]


def villages_or_proposed(association: Association, on: date) -> Sequence[Coverage | ProposedVillage]:
    """List the villages in force, or those that are proposed while nothing is in force yet, or an adjustment is."""
    if association.state in PROPOSING:
        return [*association.proposed.order_by("-host", "path", "id")]
    if association.state == AssociationState.SUSPENDED and association.ended_on is None:
        return last_villages(association)
    return villages_of(association, on)


def last_villages(association: Association) -> list[Coverage]:
    """List the villages that it covered last, the host first: what a suspended one comes back to."""
    rows = [*association.coverages.order_by("-host", "path", "id")]
    lasting = [row for row in rows if row.until is None]
    last = max((row.until for row in rows if row.until), default=None)
    return lasting or [row for row in rows if row.until == last]


def on_the_day(place: str, on: date) -> dict[str, Coverage]:
    """Map the villages below a place, by their codes of that day, to what covered them."""
    first, beyond = subtree(place)
    rows = Coverage.objects.on(on).filter(place__gte=first, place__lt=beyond).select_related("association")
    return {row.place: row for row in rows.order_by("place", "id")}
