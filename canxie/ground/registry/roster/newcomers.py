"""People who are not in the register yet, and the households they come into, as rows of each table."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from canxie.engine.sealing.seals import blinder, sealer
from canxie.ground.registry.choices import Category, CertificateState, Relation, Source, State
from canxie.ground.registry.models import Certificate, Change, DisabilityItem, Guardian, Person, Phone
from canxie.ground.registry.naming import COUNTY, TAIL, named
from canxie.ground.registry.roster.bulk import Batch
from canxie.ground.registry.roster.comparing import SEXES, TICKS, digits
from canxie.ground.registry.roster.households import House, Houses
from canxie.ground.registry.roster.rows import Row, day, dumps

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


class Newcomers:
    """Rows of all tables for people who come new, added one by one; `write` writes them all."""

    def __init__(self, houses: Houses, *, batch: UUID, by: int, at: datetime) -> None:
        self.houses, self.batch, self.by, self.at = houses, batch, by, at
        self.households = houses.batch()
        self.people = Batch(Person, *PERSON)
        self.certificates = Batch(Certificate, *CERTIFICATE)
        self.items = Batch(DisabilityItem, "person", "category", "degree")
        self.phones = Batch(Phone, "person", "number", "number_index", "whose", "main", "ended_on")
        self.guardians = Batch(Guardian, "person", "name", "relation", "phone", "born_on")
        self.changes = Batch(Change, *CHANGE)
        self.indexes: list[str] = []
        self._seal = sealer()
        self._blind = {kind: blinder(kind) for kind in ("identifier", "tail", "certificate", "phone")}

    def add(self, row: Row) -> UUID:
        said, values = row.said, row.values
        person, house = uuid4(), self.houses.of(row)
        relation = self._relation(row, house)
        category = Category(str(values["category"])) if "category" in values else ""
        items = values.get("items") or ([(category, values["level"])] if category and values.get("level") else [])
        self.people.add(
            person,
            house.path,
            house.id,
            relation,
            *named(values["name"]).values(),
            SEXES[values["sex"]] if "sex" in values else "",
            day(values.get("born_on")),
            *self._identified(said.get("identity", ""), house.path),
            values.get("registered_address", "")[:200],
            "",
            State.LIVING,
            category,
            values.get("level"),
            day(values.get("expires_on")) if said.get("certificate") else None,
            *(values.get(key) for key in TICKS),
            None,
            True if "guardian" in values else None,
        )
        if number := said.get("certificate", ""):
            self.certify(person, number, values)
        for item_category, degree in dict(map(tuple, items)).items():
            self.items.add(person, Category(str(item_category)), degree)
        self.ring(person, values.get("phone", []))
        if "guardian" in values:
            self.guard(person, values)
        self.changed(house.id, person, {"entered": (None, relation.label)})
        return person

    def _relation(self, row: Row, house: House) -> Relation:
        values, own = row.values, row.said.get("identity", "")
        if "relation" in values:
            return Relation(values["relation"])
        is_head = (own and values.get("head_identity") == own) or values.get("head") == values["name"]
        return Relation.HEAD if is_head or (house.is_new and house.count == 1) else Relation.OTHER

    def _identified(self, number: str, path: str) -> tuple[bytes | None, str, str]:
        if not number:
            return None, "", ""
        index = self._blind["identifier"](number)
        self.indexes.append(index)
        return self._seal(number.encode()), index, self._blind["tail"](path[:COUNTY] + number[-TAIL:])

    def certify(self, person: UUID, number: str, values: dict[str, Any]) -> None:
        """Add the certificate in force. Category and level stand in its number."""
        self.certificates.add(
            person,
            self._seal(number.encode()),
            self._blind["certificate"](number),
            number[18],
            int(number[19]),
            day(values.get("issued_on")),
            day(values.get("expires_on")),
            values.get("issuer", "")[:60],
            CertificateState.ACTIVE,
            None,
            "",
        )

    def ring(self, person: UUID, numbers: Iterable[str], *, main: bool = True) -> None:
        """Add telephone numbers, the first of them the main one."""
        for number in numbers:
            index = self._blind["phone"](digits(number))
            self.phones.add(person, self._seal(number.encode()), index, "", main, None)
            main = False

    def guard(self, person: UUID, values: dict[str, Any]) -> None:
        phone = values.get("guardian_phone")
        sealed = self._seal(phone.encode()) if phone else None
        relation = values.get("guardian_relation", "")[:30]
        self.guardians.add(person, values["guardian"][:60], relation, sealed, None)

    def changed(self, household: UUID, person: UUID, pairs: dict[str, Any]) -> None:
        """Keep what was written of somebody, for the timeline: the fields by name, their values sealed."""
        self.changes.add(
            household,
            person,
            self.at,
            self.by,
            Source.IMPORT,
            self.batch,
            dumps([*pairs]),
            self._seal(dumps(pairs).encode()),
        )

    def write(self) -> None:
        """Write all rows, those first that others point at."""
        for batch in (
            self.households,
            self.people,
            self.certificates,
            self.items,
            self.phones,
            self.guardians,
            self.changes,
        ):
            batch.write()
