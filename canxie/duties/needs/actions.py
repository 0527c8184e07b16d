"""What other rooms may do with needs; everything else is a move of `matters`."""

from datetime import datetime

from canxie.engine.scoping.scope import Scope
from canxie.ground.registry.models import Household, Person
from canxie.mechanisms.matters.actions import Opening, open_matter
from canxie.mechanisms.matters.models import Matter

NEED = "need"


def record(*, by: Scope, household: Household, person: Person | None, opening: Opening, at: datetime) -> Matter:
    """Store a need of a household, or of one person in it; once, however often it is sent.

    Clause 二(五): "实地了解残疾人真实情况,及时反映困难诉求". It has an owner and its clock runs
    from this moment, so the visit it came from can be saved.
    """
    return open_matter(by=by, kind=NEED, household=household, person=person, opening=opening, at=at)
