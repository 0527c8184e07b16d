"""An invented county as it was drawn: what it is called, who everybody is, and the numbers they have."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from canxie.engine.demos import names
from canxie.engine.demos.names import Part
from canxie.ground.registry.demo.drawing import SELF, Homes, People
from canxie.kernel.identity import check_digit

AREA = "379900"


class Village(NamedTuple):
    """Where households stand, and who asks them: `asker` is a user's id."""

    code: str
    name: str
    township: str
    asker: int


@dataclass(slots=True)
class County:
    """`called` are the people, by their index, whose names are given; everybody else's come by chance."""

    villages: list[Village]
    homes: Homes
    people: People
    called: dict[int, Part]
    today: date

    def name(self, index: int) -> Part:
        """Name a person: by the index, so that every table says the same."""
        people = self.people
        if index in self.called:
            return self.called[index]
        if people.whole[index] >= 0:
            return names.whole()[int(people.whole[index])]
        return names.joined(names.surnames()[int(people.surname[index])], names.given()[int(people.given[index])])

    def head(self, home: int) -> str:
        """Name the head of a household: the first of its disabled people, or someone who is none."""
        homes = self.homes
        first = int(homes.first[home])
        if self.people.role[first] == SELF:
            return self.name(first).text
        return self.surname(home) + names.given()[int(homes.head_given[home])].text

    def surname(self, home: int) -> str:
        return names.surnames()[int(self.homes.surname[home])].text

    def village(self, home: int) -> Village:
        return self.villages[int(self.homes.village[home])]

    def born(self, index: int) -> date:
        return self.today - timedelta(int(self.people.born_ago[index]))

    def issued(self, index: int) -> date:
        return self.today - timedelta(int(self.people.issued_ago[index]))

    def identifier(self, index: int) -> str:
        body = f"{AREA}{self.born(index):%Y%m%d}{self.people.sequence[index]:03d}"
        return body + check_digit(body)

    def ago(self, days: int) -> str:
        return f"{self.today - timedelta(days)}"


def grouped(phone: str) -> str:
    """Write a number as the cleaners of forms and imports do, area first."""
    return f"{phone[:4]}-{phone[4:]}" if phone else ""


def phone_of(index: int, nth: int) -> str:
    """Give everyone numbers of their own that no operator has assigned: they begin with 000."""
    return grouped(f"000{(index * 5 + nth) * 48_271 % 99_990_000 + 10_000:08d}")
