"""People, entered and corrected; and whether they live, have moved away or are written off."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import Scope
from canxie.engine.sealing.seals import blind
from canxie.ground.powers import Power
from canxie.ground.registry.actions.households import held, held_person, write
from canxie.ground.registry.changes import change, differences, keep
from canxie.ground.registry.choices import Relation, Source, State
from canxie.ground.registry.followers import follow
from canxie.ground.registry.models import Household, LifeEvent, Person
from canxie.ground.registry.naming import identified, named
from canxie.kernel import identity

DERIVED = {"name_key", "name_sort", "initials", "identifier_index", "tail_index"}


class NumberTaken(Exception):
    """Somebody else in the registry has this citizen number, perhaps beyond the writer's reach."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.pk)
        self.person = person


@action("registry.person.enter")
def enter_person(
    *, by: Scope, household: Household, name: str, number: str = "", source: Source = Source.FORM, **facts: Any
) -> Person:
    """Enter somebody into a household. `facts` are the other fields of a person. Raises NumberTaken."""
    household = held(household)
    by.must_cover(household.path, Power.REGISTRY_WRITE)
    must_be_free(number)
    values = named(name) | identified(number, household.path) | facts
    person = Person(household=household, path=household.path, **values)
    save(person, number)
    heads(person, household)
    change(by, {"entered": (None, person.get_relation_display())}, household, person, source).save()
    follow([household.pk], timezone.localdate())
    fields = [field for field in values if field not in DERIVED]
    note(by, "registry.person.enter", person, place=person.path, fields=fields)
    return person


@action("registry.person.correct")
def correct_person(*, by: Scope, person: Person, source: Source = Source.FORM, **values: Any) -> Person:
    """Write what differs, and keep what it was. `name` and `number` as in `enter_person`. Raises NumberTaken."""
    person = held_person(person)
    household = person.household
    by.must_cover(person.path, Power.REGISTRY_WRITE)
    if "name" in values:
        values |= named(values["name"])
    if (number := values.pop("number", None)) is not None:
        must_be_free(number, but=person)
        values |= identified(number, person.path)
    pairs = differences(person, values)
    for field in pairs:
        setattr(person, field, values[field])
    save(person, number or "", fields=[*pairs])
    told = {field: pair for field, pair in pairs.items() if field not in DERIVED}
    keep(by, "registry.person.correct", told | heads(person, household), household, person, source)
    return person


@action("registry.person.state")
def record_state(*, by: Scope, person: Person, state: State, on: date, told_by: str) -> Person:
    """Record that somebody died, moved away, was written off, or is there after all; `told_by` says who knows.

    Of several events the one of the latest day holds, of one day the one recorded last. Every
    event stays: nothing is undone, it is followed by another.
    """
    person = held_person(person)
    by.must_cover(person.path, Power.REGISTRY_WRITE)
    LifeEvent.objects.create(person=person, state=state, on=on, told_by=told_by, recorded_by_id=by.user_id)
    latest = person.life_events.order_by("-on", "-pk")[0]
    write(person, {"state": latest.state})
    follow([person.household_id], timezone.localdate())
    note(by, "registry.person.state", person, place=person.path, state=state, on=on)
    return person


def must_be_free(number: str, but: Person | None = None) -> None:
    """Refuse a number that another person has. Raises NumberTaken."""
    if not number:
        return
    holder = Person.objects.filter(identifier_index=blind("identifier", identity.clean(number))).order_by("pk").first()
    if holder and holder != but:
        raise NumberTaken(holder)


def save(person: Person, number: str, fields: list[str] | None = None) -> None:
    """Save a person; of two writers who enter one number at once, the second is told."""
    try:
        with transaction.atomic():
            person.save(update_fields=fields)
    except IntegrityError:
        must_be_free(number, but=person)
        raise


def heads(person: Person, household: Household) -> dict[str, tuple[Any, Any]]:
    """Call the household by the name of its head; say what it was called."""
    if person.relation != Relation.HEAD or household.head == person.name:
        return {}
    pairs = differences(household, {"head": person.name})
    write(household, {"head": person.name})
    return pairs
