"""People who are not in the register yet, and the households they come into, as rows of each table."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from canxie.engine.sealing.seals import blinder, sealer
from canxie.ground.registry.choices import CertificateState, Relation, Source, State
from canxie.ground.registry.models import Certificate, Change, DisabilityItem, Guardian, Person, Phone
from canxie.ground.registry.naming import COUNTY, TAIL, named
from canxie.ground.registry.roster.bulk import Batch, new_keys, ready
from canxie.ground.registry.roster.comparing import SEXES, TICKS, digits
from canxie.ground.registry.roster.households import Houses
from canxie.ground.registry.roster.rows import Row, dumps

PERSON = (
    "id", "path", "household", "relation", "name", "name_key", "name_sort", "initials", "sex", "born_on", "identifier",
    "identifier_index", "tail_index", "registered_address", "registered_code", "state", "category", "degree",
    "certified_until", *TICKS, "orphan", "guarded",
)  # fmt: skip
CERTIFICATE = (
    "person", "number", "number_index", "category", "degree", "issued_on", "expires_on", "issuer", "state",
    "ended_on", "reason",
)  # fmt: skip
CHANGE = ("household", "person", "changed_at", "changed_by_id", "source", "batch", "fields", "values")


ENTERED = dumps(["entered"])
RELATION = PERSON.index("relation")


class Newcomers:
    """Rows of all tables for people who come new, added one by one; `write` writes them all."""

    def __init__(self, houses: Houses, *, batch: UUID, by: int, at: datetime) -> None:
        self.houses, self.batch, self.by, self.at = houses, batch.hex, by, ready(at)
        self.people = Batch(Person, *PERSON)
        self.certificates = Batch(Certificate, *CERTIFICATE)
        self.items = Batch(DisabilityItem, "person", "category", "degree")
        self.phones = Batch(Phone, "person", "number", "number_index", "whose", "main", "ended_on")
        self.guardians = Batch(Guardian, "person", "name", "relation", "phone", "born_on")
        self.changes = Batch(Change, *CHANGE)
        self._tables = (self.people, self.certificates, self.items, self.phones, self.guardians, self.changes)
        self.indexes: list[str] = []
        self._keys = new_keys()
        self._seal = sealer()
        self._blind = {kind: blinder(kind) for kind in ("identifier", "tail", "certificate", "phone")}
        self._entered: dict[str, bytes] = {}

    def add(self, row: Row) -> None:
        said, values = row.said, row.values
        person, house = next(self._keys), self.houses.enter(row)
        relation = _relation(row)
        category, level = str(values.get("category", "")), values.get("level")
        name = named(values["name"])
        self.people.add(
            person,
            house.path,
            house.id,
            relation or Relation.OTHER.value,
            name["name"],
            name["name_key"],
            name["name_sort"],
            name["initials"],
            SEXES[values["sex"]].value if "sex" in values else "",
            values.get("born_on"),
            *self._identified(said.get("identity", ""), house.path),
            values.get("registered_address", "")[:200],
            "",
            State.LIVING.value,
            category,
            level,
            values.get("expires_on") if "certificate" in said else None,
            *[values.get(key) for key in TICKS],
            None,
            True if "guardian" in values else None,
        )
        house.first = house.first or ("" if relation else person)
        if number := said.get("certificate", ""):
            self.certify(person, number, values)
        self.diagnose(person, values.get("items") or ([(category, level)] if category and level else []))
        self.ring(person, values.get("phone", []))
        if "guardian" in values:
            self.guard(person, values)
        self._enter(house.id, person, Relation(relation or Relation.OTHER).label)

    def pack(self) -> None:
        """Put away what was added so far: 100,000 people are not all at hand until they are written."""
        for batch in self._tables:
            batch.pack()

    def _identified(self, number: str, path: str) -> tuple[bytes | None, str, str]:
        if not number:
            return None, "", ""
        index = self._blind["identifier"](number)
        self.indexes.append(index)
        return self._seal(number.encode()), index, self._blind["tail"](path[:COUNTY] + number[-TAIL:])

    def certify(self, person: str, number: str, values: dict[str, Any]) -> None:
        """Add the certificate in force. Category and level stand in its number."""
        self.certificates.add(
            person,
            self._seal(number.encode()),
            self._blind["certificate"](number),
            number[18],
            int(number[19]),
            values.get("issued_on"),
            values.get("expires_on"),
            values.get("issuer", "")[:60],
            CertificateState.ACTIVE.value,
            None,
            "",
        )

    def ring(self, person: str, numbers: Iterable[str], *, main: bool = True) -> None:
        """Add telephone numbers, the first of them the main one."""
        for number in numbers:
            index = self._blind["phone"](digits(number))
            self.phones.add(person, self._seal(number.encode()), index, "", main, None)
            main = False

    def guard(self, person: str, values: dict[str, Any]) -> None:
        phone = values.get("guardian_phone")
        sealed = self._seal(phone.encode()) if phone else None
        relation = values.get("guardian_relation", "")[:30]
        self.guardians.add(person, values["guardian"][:60], relation, sealed, None)

    def diagnose(self, person: str, items: Iterable[Iterable[Any]]) -> None:
        """Add what was assessed, each category once."""
        for category, degree in dict(map(tuple, items)).items():
            self.items.add(person, str(category), degree)

    def changed(self, household: str, person: str, pairs: dict[str, Any]) -> None:
        """Keep what was written of somebody, for the timeline: the fields by name, their values sealed."""
        self._keep(household, person, dumps([*pairs]), self._seal(dumps(pairs).encode()))

    def _enter(self, household: str, person: str, relation: str) -> None:
        """Keep that somebody came into the register; as what is no secret, so that one seal serves for all."""
        if relation not in self._entered:
            self._entered[relation] = self._seal(dumps({"entered": (None, relation)}).encode())
        self._keep(household, person, ENTERED, self._entered[relation])

    def _keep(self, household: str, person: str, fields: str, values: bytes) -> None:
        self.changes.add(household, person, self.at, self.by, Source.IMPORT.value, self.batch, fields, values)

    def write(self) -> None:
        """Write all rows, those first that others point at.

        Who is alone in a new household, and of whom the file does not say otherwise, is its head.
        """
        self.houses.batch().write()
        heads = {house.first for house in self.houses.new if house.count == 1 and house.first}

        def mend(person: list[Any]) -> None:
            if person[0] in heads:
                person[RELATION] = Relation.HEAD.value

        for batch in self._tables:
            batch.write(mend if batch is self.people else None)


def _relation(row: Row) -> str:
    """Say what the row says of the relation to the head, "" when it says nothing."""
    values, own = row.values, row.said.get("identity", "")
    if "relation" in values:
        return str(values["relation"])
    is_head = (own and values.get("head_identity") == own) or values.get("head") == values["name"]
    return Relation.HEAD.value if is_head else ""
