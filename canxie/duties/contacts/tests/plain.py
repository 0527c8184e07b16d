"""Who answers for whom, written out from clause 二(二) and its requirement 2.2.2, one person at a time, with loops.

"every person has exactly one lead association (by residence or by 户籍, rule set by county; for 人户分离
a secondary one may be added) and one named contact". No query, no row of the house: what a reader
of the policy would work out with a pencil.
"""

from dataclasses import dataclass, field


@dataclass
class Someone:
    lives: str
    registered: str = ""
    living: bool = True


@dataclass
class World:
    """Villages, who works in them since when, which association covers them, and what a township chose."""

    people: dict[str, Someone] = field(default_factory=dict)
    offices: list[tuple[int, str]] = field(default_factory=list)  # in the order in which they began
    covered: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, tuple[int | None, str | None]] = field(default_factory=dict)
    seconds: set[str] = field(default_factory=set)
    registered_first: bool = False

    def villages(self, person: Someone) -> tuple[str, str]:
        """The village that answers first, and the one that could answer second."""
        apart = (
            len(person.registered) == 12
            and person.registered[:6] == person.lives[:6]
            and person.registered != person.lives
        )
        if not apart:
            return person.lives, ""
        if self.registered_first:
            return person.registered, person.lives
        return person.lives, person.registered

    def posted(self, village: str) -> int | None:
        for user, place in self.offices:
            if place == village:
                return user
        return None

    def lead(self, name: str) -> tuple[int | None, str | None] | None:
        """The contact and the association that come first; None for whoever is not in the register."""
        person = self.people[name]
        if not person.living:
            return None
        village = self.villages(person)[0]
        contact, association = self.posted(village), self.covered.get(village)
        wanted, preferred = self.chosen.get(name, (None, None))
        works = [place for user, place in self.offices if user == wanted and place[:9] == person.lives[:9]]
        if wanted is not None and works:
            contact = wanted
        if preferred is not None and preferred in self.covered.values():
            association = preferred
        return contact, association

    def second(self, name: str) -> tuple[int | None, str | None] | None:
        person = self.people[name]
        village = self.villages(person)[1]
        if not person.living or not village or name not in self.seconds:
            return None
        return self.posted(village), self.covered.get(village)
