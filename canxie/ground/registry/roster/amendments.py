"""What changes of people who are in the register, as single statements for thousands of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model

from canxie.engine.sealing.seals import blinder, sealer
from canxie.engine.sheets.lists import Overtaken
from canxie.ground.registry.choices import CertificateState, State
from canxie.ground.registry.models import Certificate, DisabilityItem, Guardian, Household, Person, Phone
from canxie.ground.registry.naming import COUNTY, TAIL, named
from canxie.ground.registry.roster.bulk import Updates, chunks
from canxie.ground.registry.roster.comparing import TICKS, plain
from canxie.ground.registry.roster.newcomers import Newcomers
from canxie.ground.registry.roster.rows import Row, day

OF_PERSON = {
    **{key: key for key in ("name", "sex", "born_on", "registered_address", "relation", "category", *TICKS)},
    "level": "degree",
}
OF_HOUSEHOLD = {"address": "address", "group": "group", "door": "door", "household": "number", "head": "head"} | {
    "lives_alone": "lives_alone"
}
OF_CERTIFICATE = {"issued_on": "issued_on", "expires_on": "expires_on", "issuer": "issuer"}
KEPT_AS = {
    "identity": "identifier",
    "level": "degree",
    "household": "number",
    "guardian_phone": "guardian",
    **dict.fromkeys(OF_CERTIFICATE, "certificate"),
}
"""What a change is called where the timeline reads it, when that is not the name of the column."""
DAYS = {"born_on", "issued_on", "expires_on"}


@dataclass(slots=True)
class Now:
    """Somebody as the register has them when the import is made ready, and what hangs on them."""

    person: dict[str, Any]
    certificate_id: int | None = None
    has_phone: bool = False
    has_guardian: bool = False


class Amendments:
    """Changes of people, added one by one; `write` writes them all. New papers of theirs go to `newcomers`."""

    def __init__(self, newcomers: Newcomers, on: date) -> None:
        self.newcomers, self.on = newcomers, on
        self.people, self.households = Updates(Person), Updates(Household)
        self.certificates, self.guardians = Updates(Certificate), Updates(Guardian, key="person")
        self.now: dict[UUID, Now] = {}
        self.families: dict[UUID, dict[str, Any]] = {}
        self.replaced: dict[type[Model], list[UUID]] = defaultdict(list)
        self.fields = 0
        self._seal = sealer()
        self._blind = {kind: blinder(kind) for kind in ("identifier", "tail")}

    def add_all(self, rows: Iterable[Row]) -> None:
        """Add rows with what they change. Raises Overtaken when one of them has meanwhile been changed otherwise."""
        some = [row for row in rows if row.person_id]
        now = snapshot([row.person_id for row in some if row.person_id])
        families = households([one.person["household_id"] for one in now.values()])
        self.now |= now
        self.families |= families
        for row in some:
            known = now.get(row.person_id) if row.person_id else None
            if known is None or not self._is_as_seen(row, known):
                raise Overtaken
            self._add(row, known)

    def _is_as_seen(self, row: Row, known: Now) -> bool:
        family = self.families[known.person["household_id"]]
        seen = [
            (old, known.person[OF_PERSON[key]] if key in OF_PERSON else family[OF_HOUSEHOLD[key]])
            for key, (old, _) in row.changes.items()
            if key in OF_PERSON or key in OF_HOUSEHOLD
        ]
        return all((old or None) == (plain(is_now) or None) for old, is_now in seen)

    def _add(self, row: Row, known: Now) -> None:
        person, household = known.person["id"], known.person["household_id"]
        changes, values = row.changes, {key: new for key, (_, new) in row.changes.items()}
        self.fields += len(changes)
        self.people.set(person, self._of_person(values, known))
        self.households.set(household, {OF_HOUSEHOLD[key]: new for key, new in values.items() if key in OF_HOUSEHOLD})
        self._certify(person, known, values)
        if "phone" in values:
            self._ring(person, known, changes["phone"])
        self._guard(person, known, values)
        if {"certificate", "category", "level"} & values.keys():
            self._diagnose(person, row, known, values)
        self.newcomers.changed(household.hex, person.hex, kept(changes))

    def _of_person(self, values: dict[str, Any], known: Now) -> dict[str, Any]:
        said: dict[str, Any] = {
            OF_PERSON[key]: day(new) if key in DAYS else new for key, new in values.items() if key in OF_PERSON
        }
        if "name" in values:
            said |= named(values["name"])
        if number := values.get("identity"):
            index = self._blind["identifier"](number)
            self.newcomers.indexes.append(index)
            tail = self._blind["tail"](known.person["path"][:COUNTY] + number[-TAIL:])
            said |= {"identifier": self._seal(number.encode()), "identifier_index": index, "tail_index": tail}
        if number := values.get("certificate"):
            said |= {
                "category": number[18],
                "degree": int(number[19]),
                "certified_until": day(values.get("expires_on")),
            }
        elif "expires_on" in values:
            said["certified_until"] = day(values["expires_on"])
        if "guardian" in values:
            said["guarded"] = True
        return said

    def _certify(self, person: UUID, known: Now, values: dict[str, Any]) -> None:
        if number := values.get("certificate"):
            self.replaced[Certificate].append(person)
            self.newcomers.certify(person.hex, number, values)
        elif known.certificate_id:
            said = {OF_CERTIFICATE[key]: new for key, new in values.items() if key in OF_CERTIFICATE}
            said |= {OF_PERSON[key]: values[key] for key in ("category", "level") if key in values}
            said |= {name: day(said[name]) for name in said.keys() & DAYS}
            self.certificates.set(known.certificate_id, said)

    def _ring(self, person: UUID, known: Now, change: tuple[Any, Any]) -> None:
        old, numbers = change
        if old:
            self.replaced[Phone].append(person)
        self.newcomers.ring(person.hex, numbers, main=bool(old) or not known.has_phone)

    def _guard(self, person: UUID, known: Now, values: dict[str, Any]) -> None:
        if "guardian" in values and not known.has_guardian:
            self.newcomers.guard(person.hex, values)
            return
        said = {"name": values["guardian"][:60]} if "guardian" in values else {}
        if phone := values.get("guardian_phone"):
            said["phone"] = self._seal(phone.encode())
        self.guardians.set(person, said)

    def _diagnose(self, person: UUID, row: Row, known: Now, values: dict[str, Any]) -> None:
        number = values.get("certificate", "")
        category = number[18:19] or values.get("category") or known.person["category"]
        degree = int(number[19:20] or values.get("level") or known.person["degree"] or 0)
        items = row.values.get("items") or ([(category, degree)] if category and degree else [])
        self.replaced[DisabilityItem].append(person)
        self.newcomers.diagnose(person.hex, items)

    def hold(self) -> None:
        """Lock whom the import changes, inside its transaction. Raises Overtaken when one is not as a moment ago."""
        for some in chunks(sorted(self.families)):
            if households([*some], lock=True) != {key: self.families[key] for key in some}:
                raise Overtaken
        for some in chunks(sorted(self.now)):
            if people([*some], lock=True) != {key: self.now[key].person for key in some}:
                raise Overtaken

    def make_room(self) -> None:
        """End what new papers and numbers replace."""
        for some in chunks(self.replaced[Certificate]):
            in_force = Certificate.objects.filter(person__in=some, state=CertificateState.ACTIVE)
            in_force.update(state=CertificateState.REPLACED, ended_on=self.on, reason="换发新证")
        for some in chunks(self.replaced[Phone]):
            Phone.objects.filter(person__in=some, main=True, ended_on=None).update(main=False, ended_on=self.on)
        for some in chunks(self.replaced[DisabilityItem]):
            DisabilityItem.objects.filter(person__in=some).delete()

    def write(self) -> None:
        for updates in (self.people, self.households, self.certificates, self.guardians):
            updates.write()


PERSON = ("id", "household_id", "path", "state", "identifier_index", *OF_PERSON.values())
FAMILY = ("id", "path", *OF_HOUSEHOLD.values())


def people(ids: list[UUID], *, lock: bool = False) -> dict[UUID, dict[str, Any]]:
    found = Person.objects.filter(pk__in=ids).order_by("pk")
    return {one["id"]: one for one in (found.select_for_update() if lock else found).values(*PERSON)}


def households(ids: list[UUID], *, lock: bool = False) -> dict[UUID, dict[str, Any]]:
    found = Household.objects.filter(pk__in=ids).order_by("pk")
    return {one["id"]: one for one in (found.select_for_update() if lock else found).values(*FAMILY)}


def snapshot(ids: list[UUID]) -> dict[UUID, Now]:
    found = {key: Now(person) for key, person in people(ids).items() if person["state"] == State.LIVING}
    papers = Certificate.objects.filter(person__in=found, state=CertificateState.ACTIVE).order_by("pk")
    for person, certificate in papers.values_list("person_id", "pk"):
        found[person].certificate_id = certificate
    for person in (
        Phone.objects.filter(person__in=found, ended_on=None).order_by("pk").values_list("person_id", flat=True)
    ):
        found[person].has_phone = True
    for person in Guardian.objects.filter(person__in=found).order_by("pk").values_list("person_id", flat=True):
        found[person].has_guardian = True
    return found


def kept(changes: dict[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """Name the changes as the timeline does; those that it knows by one name are told together."""
    told: dict[str, tuple[Any, Any]] = {}
    for key, (old, new) in changes.items():
        name = KEPT_AS.get(key, key)
        before = told.get(name)
        told[name] = (joined(before[0], old), joined(before[1], new)) if before else (old, joined(None, new))
    return told


def joined(one: Any, other: Any) -> Any:
    if isinstance(other, list):
        other = "、".join(other)
    return other if one is None else f"{one}，{other}"
