"""What a row would change of somebody who is in the register. A blank cell never takes anything away."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from canxie.ground.registry.choices import Category, Degree, Relation, Sex
from canxie.ground.registry.roster.columns import LABELS
from canxie.ground.registry.roster.known import Known, Register
from canxie.ground.registry.roster.records import Record
from canxie.kernel.contacts import Address, same_place

SEXES = {"male": Sex.MALE, "female": Sex.FEMALE}
WORDS: dict[str, Any] = {"sex": Sex, "category": Category, "level": Degree, "relation": Relation}
TICKS = ("dibao", "destitute", "living_subsidy", "nursing_subsidy")


class Difference(NamedTuple):
    """One field: what it is and what it would become, as JSON holds them, and the cell that says so."""

    key: str
    old: Any
    new: Any
    cell: str


def differences(record: Record, known: Known, register: Register) -> list[Difference]:
    pairs = [*_of_person(record, known), *_of_papers(record, known, register), *_of_household(record, known)]
    return [Difference(key, plain(old), plain(new), record.cell(key)) for key, old, new in pairs if old != new]


Pairs = Iterator[tuple[str, Any, Any]]


def _of_person(record: Record, known: Known) -> Pairs:
    values, person = record.values, known.person
    yield "name", person.name, values["name"]
    if sex := values.get("sex"):
        yield "sex", person.sex, SEXES[sex]
    for key in ("born_on", *TICKS):
        if key in values:
            yield key, getattr(person, key), values[key]
    if "registered_address" in values:
        yield "registered_address", person.registered_address, values["registered_address"]
    if (relation := values.get("relation")) and relation != Relation.OTHER:
        yield "relation", person.relation, relation
    if record.identity and not person.identifier_index:
        yield "identity", None, record.identity


def _of_papers(record: Record, known: Known, register: Register) -> Pairs:
    yield from _of_certificate(record, known, register)
    yield from _of_phones(record, known, register)
    values, guardian = record.values, known.guardian
    if name := values.get("guardian"):
        yield "guardian", guardian.name if guardian else None, name
    if (phone := values.get("guardian_phone")) and (guardian or "guardian" in values):
        yield "guardian_phone", guardian.phone.clear() if guardian and guardian.phone else None, phone


def _of_certificate(record: Record, known: Known, register: Register) -> Pairs:
    values, before, read = record.values, known.certificate, record.certificate
    if read and (before is None or before.number_index != register.certificate_index(read.number)):
        yield "certificate", before.number.clear() if before else None, read.number
    elif not read:
        if category := values.get("category"):
            yield "category", known.person.category, Category(str(category))
        if level := values.get("level"):
            yield "level", known.person.degree, Degree(level)
    for key in ("issued_on", "expires_on", "issuer"):
        if key in values and (before or read):
            yield key, getattr(before, key) if before else None, values[key]


def _of_phones(record: Record, known: Known, register: Register) -> Pairs:
    """A main number that the row does not name is replaced; one that it names gets others beside it."""
    said = {register.phone_index(digits(number)): number for number in record.values.get("phone", [])}
    in_use = [phone.number_index for phone in known.phones]
    if new := [number for index, number in said.items() if index not in in_use]:
        is_replaced = bool(in_use) and in_use[0] not in said
        yield "phone", known.phones[0].number.clear() if is_replaced else None, new


def _of_household(record: Record, known: Known) -> Pairs:
    values, household = record.values, known.person.household
    if said := values.get("address"):
        assert isinstance(said, Address)  # noqa: S101 - what the column's cleaner gives
        if same_place(household.address) != same_place(said.written):
            yield "address", household.address, said.written
    for key, field in (("group", "group"), ("door", "door"), ("household", "number"), ("head", "head")):
        if key in values:
            yield key, getattr(household, field), values[key]
    if "lives_alone" in values:
        yield "lives_alone", household.lives_alone, values["lives_alone"]


def digits(number: str) -> str:
    return number.replace("-", "")


def plain(value: Any) -> Any:
    """Give what JSON holds of a value."""
    return value.isoformat() if isinstance(value, date) else value


def shown(key: str, value: Any) -> str:
    """Say a value in words; a number that identifies by its tail, a name whole, since it cannot be judged otherwise."""
    if value in (None, "", []):
        return "没有"
    if key in {"phone", "guardian_phone", "identity"}:
        return "、".join(f"尾号 {number[-4:]}" for number in (value if isinstance(value, list) else [value]))
    if key == "certificate":
        kind = f"{Category(value[18]).label}{Degree(int(value[19])).label}"
        return f"{kind}，尾号 {value[14:18]} {value[18:]}"
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(WORDS[key](value).label) if key in WORDS else str(value)


def label(key: str) -> str:
    return "姓名写法" if key == "name" else LABELS[key]
