"""Commissioners whom a federation had appointed become members of their association: once, all of a place at once."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from canxie.duties.associations.models import Association, Coverage
from canxie.duties.officers.actions import due_of, spans_of
from canxie.duties.officers.choices import Position, TermState
from canxie.duties.officers.models import OfficeTerm, Participant
from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.actions import end_many, open_due
from canxie.ground.accounts.models import Appointment
from canxie.ground.accounts.roles import Role
from canxie.ground.powers import Power
from canxie.ground.registry.naming import named

ADOPTED = "转为残协任期"


@action("officers.adopt")
def adopt(*, by: Scope, place: str, at: datetime) -> int:
    """Let the appointed commissioners of a place hold their office by a term from `at` on, and say how many did.

    The appointment ends in the second in which the term begins, so nobody is without access for
    one; what was before stays as it was. Appointments with an end are covers of a vacancy and stay
    too, as do those in villages that no association covers. Doing it again does nothing.
    """
    by.must_cover(place, Power.ACCOUNTS_APPOINT)
    covered = covering(place, at)
    found = [one for one in appointed(place, at) if one.path in covered]
    people = pool(found, at)
    first = dict[tuple[object, int], Appointment]()
    for one in found:  # somebody appointed in two villages of one association holds one term, of both
        first.setdefault((covered[one.path].pk, one.user_id), one)
    terms = [term(covered[one.path], people[one.user_id], one, by, at) for one in first.values()]
    OfficeTerm.objects.bulk_create(terms)
    found += covers(terms, villages_of(covered), at)
    end_many(by=by, appointments=found, place=place, at=at, reason=ADOPTED)
    spans = {association.pk: spans_of(association) for association in {*covered.values()}}
    open_due(due for one in terms for due in due_of(one, spans[one.association_id]))
    digest = hashlib.sha256(repr(sorted(one.pk for one in found)).encode()).hexdigest()
    note(by, "officers.adopt", OfficeTerm(), place=place, rows=len(terms), appointments=len(found), digest=digest)
    return len(terms)


def covering(place: str, at: datetime) -> dict[str, Association]:
    """Give which association covers each village of a place that day."""
    rows = Coverage.objects.on(timezone.localdate(at)).filter(path__startswith=place).select_related("association")
    return {row.path: row.association for row in rows.order_by("path", "id")}


def appointed(place: str, at: datetime) -> list[Appointment]:
    """Hold the appointments that go over: open ones of commissioners who sit in no seat yet."""
    seated = OfficeTerm.objects.not_over_at(at).filter(participant__user__isnull=False).values("participant__user")
    rows = Appointment.objects.select_for_update().filter(
        Q(until_at=None), path__startswith=place, role=Role.COMMISSIONER, since_at__lt=at
    )
    return [*rows.exclude(user__in=seated).order_by("path", "since_at", "id").select_related("user")]


def villages_of(covered: Mapping[str, Association]) -> dict[object, list[str]]:
    villages = dict[object, list[str]]()
    for path, association in covered.items():
        villages.setdefault(association.pk, []).append(path)
    return villages


def covers(terms: Sequence[OfficeTerm], villages: Mapping[object, Sequence[str]], at: datetime) -> list[Appointment]:
    """Hold the covers of a neighbour's vacancy that a new term makes needless: nobody holds an office twice."""
    reach = {(one.participant.user_id, path) for one in terms for path in villages[one.association_id]}
    rows = Appointment.objects.select_for_update().held_at(at).filter(role=Role.COMMISSIONER, until_at__isnull=False)
    ours = rows.filter(user__in={user for user, _ in reach}).order_by("path", "since_at", "id")
    return [one for one in ours if (one.user_id, one.path) in reach]


def pool(found: Sequence[Appointment], at: datetime) -> dict[int, Participant]:
    """Take everyone into the pool who is not in it, as living in their village until somebody says otherwise."""
    there = (
        Participant.objects.taking_part().filter(user__in={one.user_id for one in found}).order_by("joined_on", "id")
    )
    known = {who.user_id: who for who in there if who.user_id is not None}
    new = {one.user_id: joined(one, at) for one in found if one.user_id not in known}
    Participant.objects.bulk_create(new.values())
    return known | new


def joined(one: Appointment, at: datetime) -> Participant:
    since, village = timezone.localdate(one.since_at), {"path": one.path, "place": one.path, "home": one.path}
    name, sort = one.user.name, named(one.user.name)["name_sort"]
    return Participant(**village, name=name, name_sort=sort, user=one.user, joined_on=since, classes=[])


def term(association: Association, who: Participant, one: Appointment, by: Scope, at: datetime) -> OfficeTerm:
    return OfficeTerm(
        association=association,
        participant=who,
        path=association.path,
        place=association.path,
        position=Position.MEMBER.value,
        commissioner=True,
        since_at=at,
        basis=one.basis,
        state=TermState.FILED.value,
        filed_at=at,
        filed_by_id=by.user_id or None,
    )
