"""Who is in the register already: found by number, or by name and birth date, a few thousand at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from canxie.engine.scoping.scope import Scope
from canxie.engine.sealing.seals import blinder
from canxie.ground.powers import Power
from canxie.ground.registry.choices import CertificateState
from canxie.ground.registry.models import Certificate, Guardian, Person, Phone


@dataclass(slots=True)
class Known:
    """Somebody in the register with what a list can say of them."""

    person: Person
    certificate: Certificate | None = None
    phones: list[Phone] = field(default_factory=list)
    guardian: Guardian | None = None


class Namesake(NamedTuple):
    person_id: UUID
    born_on: date | None
    path: str


class Register:
    """The register as one import sees it. A number is looked up everywhere, a name where the import may write."""

    def __init__(self, scope: Scope, place: str) -> None:
        self.scope, self.place = scope, place
        self.index = blinder("identifier")
        self.phone_index = blinder("phone")
        self.certificate_index = blinder("certificate")
        self._namesakes: dict[str, list[Namesake]] | None = None

    def holders(self, numbers: Iterable[str]) -> dict[str, Known]:
        """Find the holders of citizen numbers, by number; also those that the scope does not reach."""
        by_index = {self.index(number): number for number in numbers}
        found = Person.objects.filter(identifier_index__in=by_index).select_related("household")
        people = {person.pk: Known(person) for person in found.order_by("pk")}
        _fill(people)
        return {by_index[known.person.identifier_index]: known for known in people.values()}

    def by_id(self, ids: Collection[UUID]) -> dict[UUID, Known]:
        people = {
            person.pk: Known(person)
            for person in Person.objects.filter(pk__in=ids).select_related("household").order_by("pk")
        }
        _fill(people)
        return people

    def namesakes(self, key: str) -> list[Namesake]:
        """Find those of a name, by its search key, where the import may write. The whole place is read once."""
        if self._namesakes is None:
            self._namesakes = defaultdict(list)
            there = Person.objects.within(self.scope, Power.REGISTRY_IMPORT).filter(path__startswith=self.place)
            rows = there.order_by("pk").values_list("name_key", "pk", "born_on", "path")
            for name, person_id, born_on, path in rows.iterator(chunk_size=5_000):
                self._namesakes[name].append(Namesake(person_id, born_on, path))
        return self._namesakes.get(key, [])


def _fill(people: dict[UUID, Known]) -> None:
    for certificate in Certificate.objects.filter(person__in=people, state=CertificateState.ACTIVE).order_by("pk"):
        people[certificate.person_id].certificate = certificate
    for phone in Phone.objects.filter(person__in=people, ended_on=None).order_by("-main", "pk"):
        people[phone.person_id].phones.append(phone)
    for guardian in Guardian.objects.filter(person__in=people).order_by("pk"):
        people[guardian.person_id].guardian = guardian
