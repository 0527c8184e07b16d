"""Who answers for whom, for a whole place or for some people at once: after every change, and every night."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
)
from django.db.models.functions import Coalesce, Substr

from canxie.duties.associations.models import Coverage
from canxie.duties.contacts.choices import NAMED, Kind
from canxie.duties.contacts.models import ContactAssignment, ContactChoice
from canxie.duties.contacts.terms import addresses
from canxie.engine.scoping.scope import subtree
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Level
from canxie.ground.registry.choices import State
from canxie.ground.registry.models import Household, Person

NOBODY, NOTHING = 0, UUID(int=0)
PASSES, BATCH = 3, 5_000
TABLE = ContactAssignment._meta.db_table
INSERT = """
INSERT INTO {table} (person_id, path, place, association_id, contact_id, chosen, kind, since)
SELECT found.*, %s, {day} FROM ({select}) AS found WHERE true ON CONFLICT DO NOTHING
"""


def spread(people: Q, *, on: date, at: datetime) -> int:
    """Bring the contacts of these people up to what is known at that moment; say how many rows have begun.

    `people` narrows the registry down: to a place, to households, or to nothing. Three statements a
    kind, however many people. What another transaction changes meanwhile is seen in the next pass.
    """
    begun = 0
    them = Person.objects.filter(people).values("pk")
    second = ContactAssignment.objects.open_(Kind.SECONDARY).filter(person__in=them)
    chosen = ContactChoice.objects.filter(person__in=them).exists() or second.exists()
    follow_people(people, (ContactChoice, ContactAssignment) if chosen else (ContactAssignment,))
    for kind in Kind if chosen else (Kind.LEAD,):  # nobody has a second one who was never chosen for
        for _ in range(PASSES):
            whom = hold_changing(people, kind, on, at)
            if whom is None:
                break
            ended, new = end_stale(whom, kind, on, at), begin(whom, kind, on, at)
            begun += new
            if not ended and not new:
                break
    return begun


def hold_changing(people: Q, kind: Kind, on: date, at: datetime) -> Q | None:
    """Hold whoever a pass will change, where others write at the same time; None when nobody is.

    Households first and everybody in one order, as all who write about people do, so that nobody
    waits in a circle. SQLite lets one write at a time, and needs no look beforehand.
    """
    if not connection.features.has_select_for_update:
        return people
    stale = stale_rows(people, kind, on, at).values_list("person", flat=True)
    keys = {*stale.order_by(), *missing(people, kind, on, at).order_by().values_list("pk", flat=True)}
    if not keys:
        return None
    homes = Person.objects.filter(pk__in=keys).order_by().values("household")
    held = Household.objects.select_for_update(no_key=True).filter(pk__in=homes).order_by("pk")
    [*held.values_list("pk", flat=True)]
    [*Person.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk", flat=True)]
    return Q(pk__in=keys)


def follow_people(people: Q, tables: Sequence[type[ContactChoice] | type[ContactAssignment]]) -> None:
    """Take the paths of people who live elsewhere now."""
    inside = Person.objects.filter(people).values("pk")
    path = Person.objects.filter(pk=OuterRef("person")).values("path")
    for table in tables:
        moved = table._default_manager.filter(person__in=inside).exclude(path=F("person__path"))
        if keys := [*moved.values_list("pk", flat=True)]:
            table._default_manager.filter(pk__in=keys).update(path=Subquery(path))


def end_stale(people: Q, kind: Kind, on: date, at: datetime) -> int:
    """End the open rows that no longer say what holds; one that began today never was."""
    stale = [*stale_rows(people, kind, on, at).order_by().values_list("pk", "since")]
    for some in batches([pk for pk, since in stale if since >= on]):
        ContactAssignment.objects.filter(pk__in=some).delete()
    for some in batches([pk for pk, since in stale if since < on]):
        ContactAssignment.objects.filter(pk__in=some, until=None).update(until=on)
    return len(stale)


def stale_rows(people: Q, kind: Kind, on: date, at: datetime) -> QuerySet[ContactAssignment]:
    rows = ContactAssignment.objects.open_(kind).filter(person__in=Person.objects.filter(people).values("pk"))
    known = answered(rows, kind, "person__", "person", on, at)
    right = known.filter(eligible(kind, "person__")).filter(
        Q(now_contact=F("want_contact")), Q(now_association=F("want_association")), chosen=F("want_chosen")
    )
    return rows.exclude(pk__in=right.values("pk"))


def missing(people: Q, kind: Kind, on: date, at: datetime) -> QuerySet[Any]:
    """Whoever is to have a row and has none."""
    without = ~Exists(ContactAssignment.objects.open_(kind).filter(person=OuterRef("pk")))
    return answered(Person.objects.filter(people), kind, "", "pk", on, at).filter(eligible(kind, ""), without)


def begin(people: Q, kind: Kind, on: date, at: datetime) -> int:
    """Begin a row for everyone who is to have one and has none, in one statement."""
    select, values = (
        missing(people, kind, on, at)
        .order_by()
        .values_list("pk", "path", "village", "association_or_none", "contact_or_none", "want_chosen")
        .query.sql_with_params()
    )
    day = "%s::date" if connection.vendor == "postgresql" else "%s"
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(table=TABLE, day=day, select=select), [kind.value, on, *values])
        begun: int = cursor.rowcount
        return begun


def eligible(kind: Kind, prefix: str) -> Q:
    """Who is to have a row: everybody living; a second one only with two addresses, where the township has said so."""
    living = Q(**{f"{prefix}state": State.LIVING})
    return living if kind == Kind.LEAD else living & Q(has_choice=True) & ~Q(village="")


def answered(rows: QuerySet[Any], kind: Kind, prefix: str, person: str, on: date, at: datetime) -> QuerySet[Any]:
    """Add to rows about people who is to answer for them: what the township chose, else what the village has.

    The commissioner of a village is whoever has held the post there longest, as everywhere else.
    """
    village = addresses(prefix, on)[0 if kind == Kind.LEAD else 1]
    rows = rows.annotate(village=village)
    choice = ContactChoice.objects.open_(kind).filter(person=OuterRef(person))
    working = Post.objects.held_at(at).filter(role__in=NAMED, user=OuterRef("contact"))
    in_town = working.annotate(town=town("path")).filter(town=Substr(OuterRef("path"), 1, int(Level.TOWNSHIP)))
    covering = Coverage.objects.on(on)
    runs = covering.filter(association=OuterRef("association"))
    chosen_contact = Subquery(choice.filter(Exists(in_town)).values("contact")[:1])
    chosen_association = Subquery(choice.filter(Exists(runs)).values("association")[:1])
    held = Post.objects.held_at(at).filter(role=Role.COMMISSIONER, path=OuterRef("village"))
    posted = Subquery(held.order_by("since_at", "id").values("user")[:1])
    covered = Subquery(covering.filter(path=OuterRef("village")).order_by("id").values("association")[:1])
    rows = rows.annotate(chosen_contact=chosen_contact, chosen_association=chosen_association)
    rows = rows.annotate(
        contact_or_none=Coalesce("chosen_contact", posted),
        association_or_none=Coalesce("chosen_association", covered),
        has_choice=Exists(choice),
        want_chosen=ExpressionWrapper(
            Q(chosen_contact__isnull=False) | Q(chosen_association__isnull=False), output_field=BooleanField()
        ),
    )
    if not prefix:
        return rows
    compared: QuerySet[Any] = rows.annotate(
        want_contact=Coalesce("contact_or_none", NOBODY),
        now_contact=Coalesce("contact", NOBODY),
        want_association=Coalesce("association_or_none", Value(NOTHING, UUIDField())),
        now_association=Coalesce("association", Value(NOTHING, UUIDField())),
    )
    return compared


def town(path: str) -> Substr:
    return Substr(path, 1, int(Level.TOWNSHIP))


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
