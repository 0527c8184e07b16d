"""The card `contact` of a person, one for all rooms: name, address, telephone, and nothing else (appendix F)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from canxie.ground.registry.cards.shared import phones_of
from canxie.ground.registry.models import Person


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody is found and reached, in clear: only for those whose own people they are."""

    id: UUID
    name: str
    group: str
    door: str
    address: str
    phone: str
    whose: str


def contact_cards(people: Iterable[Person]) -> list[Contact]:
    """Draw the cards of people that come with their `household`; two queries at most, however many there are."""
    found = [*people]
    phones = phones_of(found)
    cards = []
    for person in found:
        home, phone = person.household, next(iter(phones[person.pk]), None)
        cards.append(
            Contact(
                id=person.pk,
                name=person.name,
                group=home.group,
                door=home.door,
                address=home.address,
                phone=phone.number.clear() if phone else "",
                whose=phone.whose if phone else "",
            )
        )
    return cards
