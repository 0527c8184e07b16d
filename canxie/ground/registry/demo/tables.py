"""The tables that a demo fills, their columns, and what of them is sealed and indexed before it is written."""

from collections.abc import Iterable
from typing import Any

from canxie.engine.sealing.seals import blinder, sealer
from canxie.ground.registry.models import (
    Block,
    Certificate,
    DisabilityItem,
    Guardian,
    Household,
    LifeEvent,
    Person,
    Phone,
    Relative,
)

Row = tuple[Any, ...]
Rows = dict[type[Any], list[Row]]

NAMED = ["name", "name_key", "name_sort", "initials"]
NUMBERED = ["identifier", "identifier_index", "tail_index"]
FACTS = ["dibao", "destitute", "living_subsidy", "nursing_subsidy", "orphan", "guarded"]
PERSON = ["id", "path", "household_id", "relation", *NAMED, "sex", "born_on", *NUMBERED]
PERSON += ["registered_address", "registered_code", "state", "category", "degree", "certified_until", *FACTS]
HOUSEHOLD = ["id", "path", "number", "head", "group", "door", "address", "lives_alone", "aged_carer"]
CERTIFICATE = ["person_id", "number", "number_index", "category", "degree", "issued_on", "expires_on", "issuer"]
BLOCK = ["household_id", "person_id", "clear", "text", "confirmed_on", "confirmed_by_id", "source"]

COLUMNS: dict[type[Any], list[str]] = {
    Household: [*HOUSEHOLD, "shock", "shock_on"],
    Person: PERSON,
    Certificate: [*CERTIFICATE, "state", "ended_on", "reason"],
    DisabilityItem: ["person_id", "category", "degree"],
    Phone: ["person_id", "number", "number_index", "whose", "main", "ended_on"],
    Relative: ["household_id", "name", "relation", "phone", "lives_here", "emergency"],
    Guardian: ["person_id", "name", "relation", "phone"],
    Block: BLOCK,
    LifeEvent: ["person_id", "state", "on", "told_by", "recorded_by_id", "recorded_at"],
}
"""In the order in which they point at each other. Numbers stand in a row in clear until `sealed` has seen it."""


def sealed(rows: Rows) -> Rows:
    """Seal identifiers and phones, and index what is found by its number."""
    at = PERSON.index("identifier")
    people = rows.get(Person, [])
    numbers = [row[at] for row in people]
    tails = [row[1][:6] + number[-4:] for row, number in zip(people, numbers, strict=True)]
    indexes = zip(map(blinder("identifier"), numbers), map(blinder("tail"), tails), strict=True)
    done = dict(rows)
    done[Person] = [
        (*row[:at], blob, *index, *row[at + 3 :])
        for row, blob, index in zip(people, seal_all(numbers), indexes, strict=True)
    ]
    done[Certificate] = numbered("certificate", rows.get(Certificate, []))
    done[Phone] = numbered("phone", rows.get(Phone, []))
    for table in (Relative, Guardian):
        done[table] = with_phone(rows.get(table, []), COLUMNS[table].index("phone"))
    return done


def numbered(kind: str, rows: list[Row]) -> list[Row]:
    """Seal the second column, and put its index behind it."""
    clear = [row[1] for row in rows]
    found = map(blinder(kind), (one.replace("-", "") for one in clear))
    return [(row[0], blob, index, *row[3:]) for row, blob, index in zip(rows, seal_all(clear), found, strict=True)]


def with_phone(rows: list[Row], at: int) -> list[Row]:
    blobs = seal_all(row[at] for row in rows)
    return [(*row[:at], blob if row[at] else None, *row[at + 1 :]) for row, blob in zip(rows, blobs, strict=True)]


def seal_all(texts: Iterable[str]) -> list[bytes]:
    return [*map(sealer(), (text.encode() for text in texts))]
