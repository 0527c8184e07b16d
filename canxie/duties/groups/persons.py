"""Whoever dies, moves away or is written off drops out of the group that day; and a line in the timeline."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from canxie.duties.associations.reading import villages_of
from canxie.duties.groups.actions import end, step_down
from canxie.duties.groups.models import Leadership, Membership, MembershipQuerySet
from canxie.engine.audit.trail import note
from canxie.engine.scoping.scope import SYSTEM, Scope, subtree
from canxie.ground.powers import Power
from canxie.ground.registry.choices import State
from canxie.ground.registry.followers import Follower, followers
from canxie.ground.registry.models import Household, Person
from canxie.ground.registry.timeline import Moment, told

BY = Scope(SYSTEM, {})
MOVED = "搬到别的村"


def some(households: Sequence[UUID], on: date) -> None:
    drop_out(Membership.objects.filter(person__household__in=households), on)


def all_of(path: str, on: date) -> None:
    first, beyond = subtree(path)
    drop_out(Membership.objects.filter(path__gte=first, path__lt=beyond), on)


followers.declare("groups", Follower(some=some, all_of=all_of))


def drop_out(rows: MembershipQuerySet, on: date) -> None:
    """End the memberships of those who are not there any more, on the day of their latest event."""
    lasting = rows.filter(until=None).select_related("person", "association")
    for one in lasting.exclude(person__state=State.LIVING).order_by("pk"):
        event = one.person.life_events.order_by("-on", "-pk").first()
        drop(one, event.on if event else on, one.person.get_state_display())
    for one in lasting.filter(person__state=State.LIVING).exclude(path=F("person__path")).order_by("pk"):
        if any(one.person.path == village.path for village in villages_of(one.association, on)):
            one.path = one.person.path
            one.save(update_fields=["path"])
        else:
            drop(one, on, MOVED)


def drop(one: Membership, on: date, why: str) -> None:
    end([one], on, why)
    for leadership in Leadership.objects.filter(person=one.person_id, group=one.group_id, until_at=None).order_by("pk"):
        step_down(BY, leadership, timezone.now(), why)
    note(BY, "groups.drop_out", one.group, place=one.path, person=str(one.person_id), until=one.until)


@told
def tell(scope: Scope, household: Household) -> Iterator[Moment]:
    rows = Membership.objects.within(scope, Power.GROUPS_READ).filter(person__household=household)
    for one in rows.select_related("group", "person").order_by("since", "pk"):
        about = frozenset({one.person_id})
        yield Moment(one.since, f"{one.person}：加入{one.group}", people=about)
        if one.until:
            yield Moment(one.until, f"{one.person}：退出{one.group}", one.ended_why, people=about)


def standing_of(person: Person) -> Membership | None:
    """Find the group that somebody is in today."""
    rows = Membership.objects.on(timezone.localdate()).filter(person=person).select_related("group")
    return rows.order_by("-since", "-pk").first()
