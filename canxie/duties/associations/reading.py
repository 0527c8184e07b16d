"""What other rooms ask: which association covers a village, and which villages it covers."""

from collections.abc import Sequence
from datetime import date

from canxie.duties.associations.choices import PROPOSING, AssociationState
from canxie.duties.associations.models import Association, Coverage, ProposedVillage


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
    ends = [row.until for row in rows if row.until]
    return [row for row in rows if row.until is None or row.until == max(ends)]
