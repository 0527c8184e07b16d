"""The entries that were asked for, page by page and by key."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from canxie.desk.trail import words
from canxie.desk.trail.forms import midnight
from canxie.engine.audit.models import AuditEntry
from canxie.engine.scoping.scope import subtree
from canxie.engine.sealing.seals import blind
from canxie.ground.accounts.models import User
from canxie.ground.divisions.names import Names
from canxie.ground.registry.models import Certificate, Person
from canxie.kernel import identity

SIZE = 50


class Line(NamedTuple):
    """One entry in the list."""

    entry: AuditEntry
    who: str
    what: str
    where: str
    target: str
    fields: str


def asked(entries: QuerySet[AuditEntry], said: Mapping[str, Any]) -> QuerySet[AuditEntry]:
    """Narrow the entries down by what a checked SearchForm says."""
    if said.get("since"):
        entries = entries.filter(done_at__gte=midnight(said["since"]))
    if said.get("until"):
        entries = entries.filter(done_at__lt=midnight(said["until"] + timedelta(days=1)))
    if name := said.get("actor"):
        users = User.objects.filter(Q(username=name) | Q(name=name)).values_list("pk", flat=True)
        entries = entries.filter(actor_id__in=[*users] if name != "系统" else [0])
    if action := said.get("action"):
        entries = entries.filter(action__startswith=action) if action.endswith(".") else entries.filter(action=action)
    if codes := said.get("place"):
        reach = Q()
        for first, beyond in map(subtree, codes):
            reach |= Q(place__gte=first, place__lt=beyond)
        entries = entries.filter(reach)
    return entries.filter(target_id=said["target"]) if said.get("target") else entries


def turned(entries: QuerySet[AuditEntry], before: str) -> list[AuditEntry]:
    """One page, newest first, after the entry that a key names, and one more."""
    if before:
        done_at, county, number = key(before)
        entries = entries.filter(
            Q(done_at__lt=done_at)
            | Q(done_at=done_at, county=county, number__lt=number)
            | Q(done_at=done_at, county__gt=county)
        )
    return [*entries.order_by("-done_at", "county", "-number")[: SIZE + 1]]


def key(text: str) -> tuple[datetime, str, int]:
    """Read where the page before ended; what says no such thing names no page."""
    try:
        done_at, county, number = text.split("~")
        return datetime.fromisoformat(done_at), county, int(number)
    except ValueError as error:
        raise Http404 from error


def lines(entries: list[AuditEntry]) -> list[Line]:
    users = dict(User.objects.filter(pk__in={entry.actor_id for entry in entries}).values_list("pk", "name"))
    named, today = Names({entry.place for entry in entries}), timezone.localdate()
    return [
        Line(
            entry,
            users.get(entry.actor_id, "系统"),
            words.done(entry.action),
            named(entry.place, today) if entry.place else "",
            words.target(entry),
            words.fields(entry),
        )
        for entry in entries
    ]


def handle_of(number: str) -> UUID | None:
    """Find whose number it is by its index; the person's file stays closed."""
    number = identity.clean(number)
    held = Person.objects.filter(identifier_index=blind("identifier", number)).order_by("pk")
    paper = Certificate.objects.filter(number_index=blind("certificate", number)).order_by("pk")
    return held.values_list("pk", flat=True).first() or paper.values_list("person", flat=True).first()
