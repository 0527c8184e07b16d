"""Contacts follow an association: whose villages it covers, it answers for."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from canxie.duties.associations.models import Association, Coverage
from canxie.duties.associations.published import coverage_follower
from canxie.duties.contacts.models import ContactChoice
from canxie.duties.contacts.spreading import at_village, spread
from canxie.engine.scoping.scope import Scope


@coverage_follower
def follow(by: Scope, association: Association, at: datetime) -> None:
    """Everybody of the villages that it covers or covered, and everybody for whom it was chosen."""
    people = Q(pk__in=ContactChoice.objects.filter(association=association, until=None).values("person"))
    for code in {*Coverage.objects.filter(association=association).values_list("path", flat=True)}:
        people |= at_village(code)
    spread(people, on=timezone.localdate(at), at=at)
