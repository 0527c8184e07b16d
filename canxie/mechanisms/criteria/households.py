"""How many of a household: one count a row for everyone, one query for some."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from canxie.ground.registry.choices import CertificateState
from canxie.ground.registry.models import Certificate, Person
from canxie.mechanisms.criteria.published import Read
from canxie.mechanisms.criteria.truth import EVERYBODY, NOBODY, Sides

IN_FORCE = Q(state=CertificateState.ACTIVE)


def certified() -> Exists:
    """Whether a person has a certificate in force."""
    return Exists(Certificate.objects.filter(IN_FORCE, person=OuterRef("pk")))


def at_least(*conditions: Any) -> Callable[[int, date], Sides]:
    """Ask whether n living people of the household, oneself among them, meet the conditions. Always known.

    Not counted but found, one after the other: a database may then look into one household, or
    find all such households first, whichever is less work.
    """

    def asked(number: int, on: date) -> Sides:
        if number < 1:
            return Sides(EVERYBODY, NOBODY, NOBODY)
        found = Person.objects.living().filter(*conditions, household=OuterRef("household"))
        for _ in range(number - 1):
            found = found.filter(Exists(found.filter(pk__gt=OuterRef("pk"))))
        there = Q(Exists(found))
        return Sides(there, ~there, NOBODY)

    return asked


def counted(*conditions: Any) -> Read:
    """Count the same for some people."""

    def read(people: Sequence[Person], on: date) -> Mapping[UUID, int]:
        homes = {person.household_id for person in people}
        together = Person.objects.living().filter(*conditions, household__in=homes).order_by()
        counts = dict(together.values_list("household").annotate(Count("pk")))
        return {person.pk: counts.get(person.household_id, 0) for person in people}

    return read
