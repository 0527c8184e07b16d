"""Who answers for whom, for a whole place or for some people at once: after every change, and every night."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery

from canxie.duties.contacts.choices import Kind
from canxie.duties.contacts.models import ContactAssignment, ContactChoice
from canxie.duties.contacts.wanted import BEGIN, CHANGING, STALE, Statement, wanted, within
from canxie.engine.scoping.scope import subtree
from canxie.ground.divisions.models import Level
from canxie.ground.registry.models import Household, Person

PASSES, BATCH = 3, 5_000


def spread(people: Q, *, on: date, at: datetime) -> int:
    """Bring the contacts of these people up to what is known at that moment; say how many rows have begun.

    `people` narrows the registry down: to a place, to households, or to nothing. A few statements a
    kind, however many people. Where others write at the same time, what they change meanwhile is seen
    in the next pass.
    """
    try:
        Person.objects.filter(people).query.sql_with_params()
    except EmptyResultSet:
        return 0
    begun = 0
    whose = within(people)
    second = ContactAssignment.objects.open_(Kind.SECONDARY).filter(whose)
    chosen = ContactChoice.objects.filter(whose).exists() or second.exists()
    follow_people(people, (ContactChoice, ContactAssignment) if chosen else (ContactAssignment,))
    for kind in Kind if chosen else (Kind.LEAD,):  # nobody has a second one who was never chosen for
        begun += bring_up(people, kind, on, at)
    return begun


def bring_up(people: Q, kind: Kind, on: date, at: datetime) -> int:
    """End what no longer holds and begin what is to hold; SQLite lets one write at a time, so once is enough there.

    So it is for everyone at once, by night: whoever changes something meanwhile looks after those
    whom it concerns, and waits here for those who are being changed.
    """
    locks, begun = connection.features.has_select_for_update, 0
    for _ in range(PASSES if locks and people else 1):
        everyone = wanted(people, kind, on, at)
        keys = {person for (person,) in everyone.rows(CHANGING)}
        if not keys:
            break
        if locks:
            hold(keys)
        them = wanted(people, kind, on, at, keys=keys) if locks or len(keys) <= BATCH else everyone
        ended, new = end_stale(them, on), begin(them, kind, on)
        begun += new
        if not ended and not new:
            break
    return begun


def hold(keys: set[UUID]) -> None:
    """Hold these people where others write at the same time.

    Households first and everybody in one order, as all who write about people do, so that nobody
    waits in a circle.
    """
    homes = Person.objects.filter(pk__in=keys).order_by().values("household")
    held = Household.objects.select_for_update(no_key=True).filter(pk__in=homes).order_by("pk")
    [*held.values_list("pk", flat=True)]
    [*Person.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk", flat=True)]


def follow_people(people: Q, tables: Sequence[type[ContactChoice] | type[ContactAssignment]]) -> None:
    """Take the paths of people who live elsewhere now."""
    path = Person.objects.filter(pk=OuterRef("person")).values("path")
    for table in tables:
        moved = table._default_manager.filter(within(people)).exclude(path=F("person__path"))
        if keys := [*moved.values_list("pk", flat=True)]:
            table._default_manager.filter(pk__in=keys).update(path=Subquery(path))


def end_stale(statement: Statement, on: date) -> int:
    """End the open rows that no longer say what holds; one that began today never was."""
    stale = statement.rows(STALE, on)
    for some in batches([pk for pk, _, is_new in stale if is_new]):
        ContactAssignment.objects.filter(pk__in=some).delete()
    for some in batches([pk for pk, _, is_new in stale if not is_new]):
        ContactAssignment.objects.filter(pk__in=some, until=None).update(until=on)
    return len(stale)


def begin(statement: Statement, kind: Kind, on: date) -> int:
    """Begin a row for everyone who is to have one and has none, in one statement."""
    day = "%s::date" if connection.vendor == "postgresql" else "%s"
    insert = BEGIN.format(table=ContactAssignment._meta.db_table, day=day, wanted=statement.text)
    with connection.cursor() as cursor:
        cursor.execute(insert, [*statement.values, kind.value, on])
        begun: int = cursor.rowcount
        return begun


def batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def inside(path: str) -> Q:
    """Everybody who lives in a place; "" is the whole country."""
    if not path:
        return Q()
    first, beyond = subtree(path)
    return Q(path__gte=first, path__lt=beyond)


def at_village(code: str) -> Q:
    """Everybody for whom a village answers or could: whoever lives there, or in its county and is registered there."""
    county = code[: Level.COUNTY]
    return Q(path=code) | Q(inside(county), registered_code=code)
