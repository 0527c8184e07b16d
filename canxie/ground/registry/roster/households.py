"""Which household somebody new comes into, and those that are to be made."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from canxie.engine.sealing.seals import blinder
from canxie.ground.registry.choices import Relation
from canxie.ground.registry.models import Household, Person
from canxie.ground.registry.roster.bulk import Batch, chunks
from canxie.ground.registry.roster.rows import Row
from canxie.kernel.contacts import same_place

HOUSEHOLD = (
    "id", "path", "number", "head", "group", "door", "address", "lives_alone", "aged_carer", "shock", "shock_on",
)  # fmt: skip


@dataclass(slots=True)
class House:
    """A household of the register, or one to be made; `count` are those who come new into it."""

    id: UUID
    path: str
    is_new: bool
    count: int = 0
    head: str = ""


class Houses:
    """Households by what names them in the file (`staging.house_of`): number, head's number, or address."""

    def __init__(self) -> None:
        self._houses: dict[str, House] = {}
        self._of_row: dict[int, House] = {}
        self._values: dict[UUID, dict[str, str | bool | None]] = {}

    def know(self, key: str, household: UUID, path: str) -> None:
        """Say that somebody of the register stands in a row with this key."""
        if key:
            self._houses.setdefault(key, House(household, path, is_new=False))

    def look_up(self, keys: Iterable[str]) -> None:
        """Find the households of the register that keys name."""
        asked: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for key in keys:
            kind, path, what = key.split("|", 2)
            asked[kind].add((path, what))
        self._by_number(asked["n"])
        self._by_head(asked["h"])
        self._by_address(asked["a"])

    def _by_number(self, asked: set[tuple[str, str]]) -> None:
        for some in chunks(sorted(asked)):
            found = Household.objects.filter(path__in={p for p, _ in some}, number__in={n for _, n in some})
            for pk, path, number in found.order_by("id").values_list("pk", "path", "number"):
                self.know(f"n|{path}|{number}", pk, path)

    def _by_head(self, asked: set[tuple[str, str]]) -> None:
        index = blinder("identifier")
        for some in chunks(sorted(asked)):
            numbers = {index(number): number for _, number in some}
            found = Person.objects.filter(identifier_index__in=numbers).order_by("pk")
            for household, path, of in found.values_list("household_id", "path", "identifier_index"):
                self.know(f"h|{path}|{numbers[of]}", household, path)

    def _by_address(self, asked: set[tuple[str, str]]) -> None:
        wanted = {f"a|{path}|{what}" for path, what in asked}
        for some in chunks(sorted({path for path, _ in asked})):
            there = Household.objects.filter(path__in=some).exclude(address="").order_by("id")
            for pk, path, written in there.values_list("pk", "path", "address").iterator(chunk_size=5_000):
                if (key := f"a|{path}|{same_place(written)}") in wanted:
                    self.know(key, pk, path)

    def plan(self, row: Row) -> None:
        """Give a row that comes new its household. All are planned before one is written: a head may stand last."""
        key, path, values = row.said.get("house", ""), row.said["village"], row.values
        house = self._houses.get(key) or House(uuid4(), path, is_new=True)
        if key:
            self._houses[key] = house
        house.count += 1
        self._of_row[row.staged.pk] = house
        if not house.is_new:
            return
        is_head = values.get("relation") == Relation.HEAD or (
            "head_identity" in values and values["head_identity"] == row.said.get("identity")
        )
        if is_head or not house.head:
            house.head = values["name"] if is_head else values.get("head") or values["name"]
        self._fill(house, row)

    def _fill(self, house: House, row: Row) -> None:
        values = row.values
        written, group, door = values.get("address", ("", "", ""))
        known = self._values.setdefault(house.id, {})
        said = {
            "number": values.get("household", "")[:30],
            "group": (values.get("group") or group)[:20],
            "door": (values.get("door") or door)[:20],
            "address": written[:200],
            "lives_alone": values.get("lives_alone"),
        }
        for name, value in said.items():
            if value not in ("", None) and not known.get(name):
                known[name] = value

    def of(self, row: Row) -> House:
        return self._of_row[row.staged.pk]

    @property
    def old(self) -> dict[UUID, str]:
        """The households of the register that somebody comes into, with the village they are expected in."""
        return {house.id: house.path for house in self._of_row.values() if not house.is_new}

    @property
    def paths(self) -> set[str]:
        """The villages in which households are made."""
        return {house.path for house in self._of_row.values() if house.is_new}

    def batch(self) -> Batch:
        """Make the rows of the new households ready."""
        new = Batch(Household, *HOUSEHOLD)
        for house in {house.id: house for house in self._of_row.values() if house.is_new}.values():
            said = self._values[house.id]
            texts = (
                said.get("number", ""),
                house.head[:60],
                *(said.get(name, "") for name in ("group", "door", "address")),
            )
            new.add(house.id, house.path, *texts, said.get("lives_alone"), None, "", None)
        return new
