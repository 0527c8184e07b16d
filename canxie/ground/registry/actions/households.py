"""Households, entered and corrected."""

from typing import Any

from canxie.engine.audit.trail import action, note, under_way
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.ground.registry.changes import differences, keep
from canxie.ground.registry.choices import Source
from canxie.ground.registry.models import Household, Person


@action("registry.household.enter")
def enter_household(*, by: Scope, path: str, head: str, **facts: Any) -> Household:
    """Open a household in the village `path`. `facts` are its other fields."""
    by.must_cover(path, Power.REGISTRY_WRITE)
    household = Household.objects.create(path=path, head=head, **facts)
    note(by, "registry.household.enter", household, place=path, fields=["head", *facts])
    return household


@action("registry.household.correct")
def correct_household(*, by: Scope, household: Household, source: Source = Source.FORM, **values: Any) -> Household:
    """Write what differs, and keep what it was."""
    household = held(household)
    by.must_cover(household.path, Power.REGISTRY_WRITE)
    pairs = differences(household, values)
    write(household, {name: values[name] for name in pairs})
    keep(by, "registry.household.correct", pairs, household, source=source)
    return household


def held(household: Household) -> Household:
    """Lock the household: what copies its path waits for a change of villages, or comes before it.

    A row that this very transaction has locked and read is that row: nobody else can have changed it.
    """
    transaction = under_way()
    if transaction is not None and getattr(household, "held_in", None) is transaction:
        return household
    locked = Household.objects.select_for_update().get(pk=household.pk)
    locked.held_in = transaction  # type: ignore[attr-defined]  # of the instance alone
    return locked


def held_person(person: Person) -> Person:
    """Lock somebody's household, then the person. Everybody locks in this order, so nobody waits in a circle."""
    household = Household.objects.select_for_update().get(pk=person.household_id)
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.household_id == household.pk:
        person.household = household
    return person


def write(row: Any, values: dict[str, Any]) -> None:
    """Save only these fields."""
    if values:
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=[*values])
