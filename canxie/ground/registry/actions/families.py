"""Who belongs together: guardians, relatives, and whose household one lives in."""

from datetime import date
from typing import Any

from canxie.engine.audit.trail import action
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.ground.registry.actions.households import held, held_person, write
from canxie.ground.registry.changes import keep
from canxie.ground.registry.choices import Relation
from canxie.ground.registry.models import Block, Guardian, Household, Person, Relative


class OtherVillage(Exception):
    """The household is in another village: that is moving away, and is recorded as such."""


@action("registry.guardian.keep")
def keep_guardian(
    *, by: Scope, person: Person, name: str, relation: str = "", phone: str = "", born_on: date | None = None
) -> Guardian | None:
    """Record who answers for somebody; without a name, that nobody does any more."""
    person = held_person(person)
    by.must_cover(person.path, Power.REGISTRY_WRITE)
    before = Guardian.objects.filter(person=person).first()
    was, guardian = before and told(before), None
    if name:
        values = {"name": name, "relation": relation, "phone": phone or None, "born_on": born_on}
        guardian, _ = Guardian.objects.update_or_create(person=person, defaults=values)
    elif before:
        before.delete()
    write(person, {"guarded": bool(name)})
    now = guardian and told(guardian)
    keep(by, "registry.guardian.keep", {"guardian": (was, now)} if was != now else {}, person.household, person)
    return guardian


@action("registry.relative.keep")
def keep_relative(*, by: Scope, household: Household, relative: Relative | None = None, **values: Any) -> Relative:
    """Record someone of the family who is not in the registry, or correct what is known of them.

    `values` are the fields: name, relation, phone, lives_here, emergency.
    """
    household = held(household)
    by.must_cover(household.path, Power.REGISTRY_WRITE)
    was = relative and told(relative)
    relative = relative or Relative(household=household)
    for name, value in values.items():
        setattr(relative, name, value)
    relative.save()
    relative.refresh_from_db()
    now = told(relative)
    keep(by, "registry.relative.keep", {"relative": (was, now)} if was != now else {}, household)
    return relative


@action("registry.relative.drop")
def drop_relative(*, by: Scope, household: Household, relative: Relative) -> None:
    """Take someone of the family off the page; the timeline keeps who it was."""
    household = held(household)
    by.must_cover(household.path, Power.REGISTRY_WRITE)
    was = told(relative)
    relative.delete()
    keep(by, "registry.relative.drop", {"relative": (was, None)}, household)


@action("registry.person.join")
def join(*, by: Scope, person: Person, household: Household, relation: Relation) -> Person:
    """Let somebody live in another household of the village, as an import could not know.

    Visits paid to the old household stay with it, its page tells that somebody left. Raises OtherVillage.
    """
    both = Household.objects.select_for_update().filter(pk__in=[person.household_id, household.pk]).order_by("pk")
    rows = {row.pk: row for row in both}
    old, new = rows[person.household_id], rows[household.pk]
    by.must_cover(old.path, Power.REGISTRY_WRITE)
    if new.path != old.path:
        raise OtherVillage
    person = Person.objects.select_for_update().get(pk=person.pk)
    write(person, {"household": new, "relation": relation})
    Block.objects.filter(person=person).update(household=new)
    if old != new:
        keep(by, "registry.person.leave", {"people": (person.name, None)}, old)
    keep(by, "registry.person.join", {"household": (str(old), str(new))}, new, person)
    return person


def told(one: Guardian | Relative) -> str:
    """Say who it is in words, the number by its tail."""
    tail = f"电话尾号 {one.phone.tail()}" if one.phone else ""
    about = [one.relation]
    if isinstance(one, Relative):
        about += ["同住" if one.lives_here else "不同住", "紧急联系人" if one.emergency else ""]
    return "，".join(filter(None, [one.name, *about, tail]))
