"""What a leader reaches: the people who are in the own group today (appendix F: name, address, contact)."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from canxie.duties.groups.models import Leadership, Membership, PeerGroup
from canxie.engine.scoping.relations import by_relation
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.ground.registry.choices import State


def own_groups(scope: Scope) -> QuerySet[Leadership, Any]:
    """Find the groups that this user leads at this second."""
    return Leadership.objects.held_at(timezone.now()).filter(user=scope.user_id).values("group")


def own_people(scope: Scope) -> QuerySet[Membership, Any]:
    rows = Membership.objects.on(timezone.localdate()).filter(group__in=own_groups(scope))
    return rows.filter(person__state=State.LIVING).values("person")


by_relation(Power.GROUPS_LEAD, {PeerGroup._meta.label: own_groups, "registry.Person": own_people})
