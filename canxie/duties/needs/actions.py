"""What other rooms may do with needs; everything else is a move of `matters`."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from canxie.engine.prepared import Prepared
from canxie.engine.scoping.scope import Scope
from canxie.ground.registry.models import Household, Person
from canxie.mechanisms.matters.actions import Opening, Said, move, open_matter
from canxie.mechanisms.matters.models import Confirmation, Matter
from canxie.mechanisms.matters.refusals import NotNow, Overtaken

NEED = "need"


def record(*, by: Scope, household: Household, person: Person | None, opening: Opening, at: datetime) -> Matter:
    """Store a need of a household, or of one person in it; once, however often it is sent.

    Clause 二(五): "实地了解残疾人真实情况,及时反映困难诉求". It has an owner and its clock runs
    from this moment, so the visit it came from can be saved.
    """
    return open_matter(by=by, kind=NEED, household=household, person=person, opening=opening, at=at)


class Delivered(NamedTuple):
    """Something that was brought, and of which nobody has yet said that it came."""

    id: UUID
    title: str


def delivered(household: Household) -> list[Delivered]:
    """What was delivered to a household and waits to be confirmed: whoever stands at the door asks."""
    return [Delivered(*found) for found in DELIVERED(household.pk)]


DELIVERED = Prepared(
    lambda household: (
        Matter.objects.filter(kind=NEED, state="delivered", household=household)
        .order_by("delivered_on", "id")
        .values_list("id", "title")
    )
)


def heard(*, by: Scope, household: Household, need: UUID, came: bool, from_whom: Confirmation, at: datetime) -> None:
    """Take what was said at the door: it came, or it did not. What has been moved on meanwhile stays as it is."""
    matter = Matter.objects.filter(pk=need, household=household, state="delivered").first()
    if matter is None:
        return
    said = Said(confirmation=from_whom) if came else Said(text="走访时说没有收到。")
    try:
        move(by=by, matter=matter, key="confirm" if came else "not_received", said=said, seen=matter.version, at=at)
    except (NotNow, Overtaken):
        return
