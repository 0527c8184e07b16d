"""Office-holders who die: their term ends, so that nobody keeps a dead person's access.

Who has moved away stays until the township has seen to it: a finding arises (`rules.gone`).
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone

from canxie.duties.officers.actions import end
from canxie.duties.officers.choices import DIED
from canxie.duties.officers.models import OfficeTerm, OfficeTermQuerySet
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.powers import Power
from canxie.ground.registry.choices import State
from canxie.ground.registry.followers import Follower, followers


def follow(households: Sequence[UUID], on: date) -> None:
    end_with(OfficeTerm.objects.filter(participant__person__household__in=households))


def follow_all(path: str, on: date) -> None:
    end_with(OfficeTerm.objects.filter(participant__person__path__startswith=path))


def end_with(terms: OfficeTermQuerySet) -> None:
    """End the terms in force of the dead, in this second. If they live after all, the township proposes them anew."""
    now = timezone.now()
    dead = terms.filed().not_over_at(now).filter(participant__person__state=State.DECEASED)
    for term in dead.select_related("association").order_by("pk"):
        by = Scope(SYSTEM, {Power.ASSOCIATIONS_FILE: (term.association.path,)})
        end(by=by, term=term, at=now, reason=DIED)


followers.declare("officers", Follower(some=follow, all_of=follow_all))
