"""Groups follow their association: who lives in none of its villages any more leaves, and with it everything ends."""

from datetime import date, datetime

from django.utils import timezone

from canxie.duties.associations.choices import OVER, RUNNING
from canxie.duties.associations.models import Association
from canxie.duties.associations.published import coverage_follower, speaks_for_villages
from canxie.duties.associations.reading import villages_of
from canxie.duties.groups.actions import end, wind_up
from canxie.duties.groups.models import Leadership, Membership
from canxie.engine.audit.trail import note
from canxie.engine.scoping.scope import Scope


@coverage_follower
def follow(by: Scope, association: Association, at: datetime) -> None:
    today = timezone.localdate(at)
    if association.state in OVER:
        for group in association.groups.filter(until=None).order_by("pk"):
            wind_up(by, group, association.ended_on or today, "残协撤并", at)
            note(by, "groups.close", group, place=group.path, until=group.until)
    elif association.state in RUNNING:
        villages = [village.path for village in villages_of(association, today)]
        left = Membership.objects.filter(association=association, until=None).exclude(path__in=villages)
        if gone := [*left.order_by("pk")]:
            end(gone, today, "村子不再归这个残协")
            note(by, "groups.leave", gone[0].group, place=association.path, people=len(gone), until=today)


@speaks_for_villages
def led_from(association: Association, on: date) -> set[str]:
    """Name the villages where those live who lead a group of the association now (2.2.3); of some nobody knows."""
    held = Leadership.objects.held_at(timezone.now()).filter(group__association=association, person__isnull=False)
    return {*held.order_by().values_list("person__path", flat=True)}
