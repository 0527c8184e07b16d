"""Villages in a gap: why, and what is planned by when; which villages are neighbours."""

from datetime import date
from decimal import Decimal

from canxie.duties.associations.actions.holding import COUNTY, hold
from canxie.duties.associations.models import GapPlan
from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import Scope
from canxie.ground.divisions import neighbours
from canxie.ground.powers import Power
from canxie.mechanisms.matters.refusals import Refused


@action("associations.plan_gap")
def plan_gap(
    *, by: Scope, village: str, reason: str, form: str, beside: str, due_on: date | None, today: date
) -> GapPlan:
    """Say why a village is in a gap, and what is meant to be done by when. What was said before stays on record.

    Raises:
        Refused: when the village is gone, or the day has passed.
    """
    by.must_cover(village, Power.ASSOCIATIONS_PREPARE)
    hold([village, *filter(None, [beside])])
    if due_on and due_on < today:
        raise Refused("打算的日子不能早于今天。")
    made = GapPlan(path=village, place=village, reason=reason, form=form, beside=beside, due_on=due_on)
    made.said_on, made.by_id = today, by.user_id
    made.save(force_insert=True)
    note(by, "associations.plan_gap", made, place=village, reason=reason, form=form, beside=beside, due_on=due_on)
    return made


@action("associations.declare_neighbour")
def declare_neighbour(*, by: Scope, village: str, other: str, km: Decimal, today: date) -> None:
    """Declare that two villages are neighbours and how far apart; it holds both ways, and the last word counts.

    Raises:
        Refused: when one is gone, both are the same, or they lie in two counties.
    """
    by.must_cover(village, Power.ASSOCIATIONS_PREPARE)
    if village == other:
        raise Refused("邻村要是另一个村，请重新选。")
    hold([village, other])
    if village[:COUNTY] != other[:COUNTY]:
        raise Refused("只能申明本县的村相邻，请重新选。")
    made = neighbours.say(village, other, km=km, by=by.user_id, on=today)
    note(by, "associations.declare_neighbour", made, place=village, other=other, km=km)
