"""Looking: whatever shows somebody's data says on the trail who looked, and at what."""

from collections.abc import Sequence
from typing import Any, Protocol

from cryptography.hazmat.primitives.hashes import SM3, Hash

from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.ground.registry.models import Household, Person, Relative
from canxie.ground.registry.walls import pass_wall

NOBODY = Person(pk="")
"""What a list is about: the trail names the table, and no row of it."""


@action("registry.show")
def show(*, by: Scope, household: Household) -> None:
    """Note that one household was looked at, whichever page shows it."""
    by.must_cover(household.path, Power.REGISTRY_READ)
    pass_wall(by, household, Power.REGISTRY_READ)
    note(by, "registry.show", household, place=household.path)


@action("registry.show_person")
def show_person(*, by: Scope, person: Person, came: str = "") -> None:
    """Note that one person was looked at; `came` says from where, when that was no errand: "search"."""
    by.must_cover(person.path, Power.REGISTRY_READ)
    pass_wall(by, Household(pk=person.household_id, path=person.path), Power.REGISTRY_READ)
    note(by, "registry.show_person", person, place=person.path, **({"came": came} if came else {}))


@action("registry.wall")
def wall(*, by: Scope, household: Household, limit: int) -> None:
    """Note that somebody had opened as many files today as they may, and asked for one more, which they did not get."""
    note(by, "registry.walled", household, place=household.path, limit=limit)


class Keyed(Protocol):
    """Somebody, as far as a list's entry on the trail is concerned."""

    @property
    def pk(self) -> Any: ...


@action("registry.list")
def show_list(*, by: Scope, people: Sequence[Keyed], place: str) -> None:
    """Note that one page of a list was read, with how many it named and a digest of who they were.

    `place` is where the list was asked for: the reader's own place, or one below it.
    """
    digest = Hash(SM3())
    digest.update(",".join(sorted(str(person.pk) for person in people)).encode())
    note(by, "registry.list", NOBODY, place=place, count=len(people), digest=digest.finalize().hex())


@action("registry.reveal")
def reveal(*, by: Scope, person: Person, what: str, which: int = 0) -> str:
    """Give one number in clear, and note which: "identifier", "certificate" or "phone" (with `which`), "guardian".

    "contact" is the name with the numbers in use. Raises DoesNotExist when there is no such number.
    """
    by.must_cover(person.path, Power.REGISTRY_REVEAL)
    pass_wall(by, Household(pk=person.household_id, path=person.path), Power.REGISTRY_REVEAL)
    match what:
        case "identifier":
            number = person.identifier.clear() if person.identifier else ""
        case "certificate":
            number = person.certificates.get(pk=which).number.clear()
        case "phone":
            number = person.phones.get(pk=which).number.clear()
        case "guardian":
            number = phone.clear() if (phone := person.guardian.phone) else ""
        case "contact":
            phones = person.phones.filter(ended_on=None).order_by("-main", "pk")
            number = "，".join([person.name, *[phone.number.clear() for phone in phones]])
        case _:
            raise ValueError(what)
    note(by, "registry.reveal", person, place=person.path, number=what, which=which)
    return number


@action("registry.reveal_relative")
def reveal_relative(*, by: Scope, household: Household, relative: Relative) -> str:
    """Give a relative's telephone number in clear."""
    by.must_cover(household.path, Power.REGISTRY_REVEAL)
    pass_wall(by, household, Power.REGISTRY_REVEAL)
    note(by, "registry.reveal_relative", household, place=household.path, which=relative.pk)
    return relative.phone.clear() if relative.phone else ""
