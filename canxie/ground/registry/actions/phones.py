"""Telephone numbers: a new one comes beside or in place of an old one, which is ended and never deleted."""

from datetime import date

from canxie.engine.audit.trail import action
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.ground.registry.actions.households import held_person, write
from canxie.ground.registry.changes import keep
from canxie.ground.registry.choices import Source
from canxie.ground.registry.models import Person, Phone
from canxie.ground.registry.naming import phone_index, phoned


@action("registry.phone.record")
def record_phone(
    *,
    by: Scope,
    person: Person,
    number: str,
    on: date,
    whose: str = "",
    replaces: Phone | None = None,
    source: Source = Source.FORM,
) -> Phone:
    """Record the number by which somebody is reached from now on; `replaces` ends another on that day.

    A number that is already in use becomes the main one, and is not stored twice.
    """
    person = held_person(person)
    by.must_cover(person.path, Power.REGISTRY_WRITE)
    used = person.phones.filter(ended_on=None)
    phone = used.filter(number_index=phone_index(number)).order_by("pk").first()
    old = replaces if replaces and replaces != phone else None
    known = bool(phone)
    phone = phone or Phone(person=person, **phoned(number))
    as_before = known and old is None and (phone.whose, phone.main) == (whose, True)
    phone.whose, phone.main = whose, True
    used.exclude(pk=phone.pk).update(main=False)
    phone.save()
    if old:
        write(old, {"ended_on": on, "main": False})
    pairs = {} if as_before else {"phone": (old.number.clear() if old else None, number)}
    keep(by, "registry.phone.record", pairs, person.household, person, source)
    return phone


@action("registry.phone.end")
def end_phone(*, by: Scope, person: Person, phone: Phone, on: date, source: Source = Source.FORM) -> None:
    """Say that a number no longer reaches anybody; another in use becomes the main one."""
    person = held_person(person)
    by.must_cover(person.path, Power.REGISTRY_WRITE)
    write(phone, {"ended_on": on, "main": False})
    used = person.phones.filter(ended_on=None).order_by("-pk")
    if not used.filter(main=True).exists() and (other := used.first()):
        write(other, {"main": True})
    keep(by, "registry.phone.end", {"phone": (phone.number.clear(), None)}, person.household, person, source)
