"""Which household somebody new comes into, and those that are to be made."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from canxie.engine.sealing.seals import blinder
from canxie.ground.registry.choices import Relation
from canxie.ground.registry.models import Household, Person
from canxie.ground.registry.roster.bulk import CHUNK, Batch, chunks, new_keys
from canxie.ground.registry.roster.rows import Row
from canxie.kernel.contacts import same_place

HOUSEHOLD = (
    "id", "path", "number", "head", "group", "door", "address", "lives_alone", "aged_carer", "shock", "shock_on",
)  # fmt: skip


@dataclass(slots=True)
class House:
    """A household of the register, or one to be made; `count` come new into it.

    `first` is the key of the first of whom the file does not say what they are to the head.
    """

    id: str
    path: str
    is_new: bool = True
    count: int = 0
    head: str = ""
    number: str = ""
    group: str = ""
    door: str = ""
    address: str = ""
    lives_alone: bool | None = None
    first: str = ""


class Houses:
    """Households by what names them in the file (`staging.house_of`): number, head's number, or address."""

    def __init__(self) -> None:
        self._by_key: dict[str, House] = {}
        self._keys = new_keys()
        self.new: list[House] = []
        self.old: dict[str, str] = {}
        self._read = set[str]()

    def know(self, key: str, household: UUID, path: str) -> None:
        """Say that somebody of the register stands in a row with this key."""
        if key:
            self._by_key.setdefault(key, House(household.hex, path, is_new=False))

    def look_up(self, keys: Iterable[str]) -> None:
        """Find the households of the register that keys name."""
        asked: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for key in keys:
            if key not in self._by_key:
                kind, path, what = key.split("|", 2)
                asked[kind].add((path, what))
        self._by_number(asked["n"])
        self._by_head(asked["h"])
        self._by_address({path for path, _ in asked["a"]} - self._read)

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

    def _by_address(self, villages: set[str]) -> None:
        """Read the addresses of each village once."""
        for some in chunks(sorted(villages)):
            there = Household.objects.filter(path__in=some).exclude(address="").order_by("id")
            for pk, path, written in there.values_list("pk", "path", "address").iterator(chunk_size=5_000):
                self.know(f"a|{path}|{same_place(written)}", pk, path)
        self._read |= villages

    def enter(self, row: Row) -> House:
        """Give a row that comes new its household."""
        key = row.said.get("house", "")
        house = self._by_key.get(key)
        if house is None:
            house = House(next(self._keys), row.said["village"])
            self.new.append(house)
            if key:
                self._by_key[key] = house
        house.count += 1
        if house.is_new:
            _fill(house, row)
        else:
            self.old[house.id] = house.path
        return house

    def batch(self) -> Batch:
        """Make the rows of the new households ready."""
        new = Batch(Household, *HOUSEHOLD)
        for one in self.new:
            where = (one.number, one.head, one.group, one.door, one.address)
            new.add(one.id, one.path, *where, one.lives_alone, None, "", None)
            if len(new.rows) == CHUNK:
                new.pack()
        return new


def _fill(house: House, row: Row) -> None:
    """Take what the row says of its household, where no row before has said it."""
    values = row.values
    written, group, door = values.get("address", ("", "", ""))
    is_head = values.get("relation") == Relation.HEAD or (
        "head_identity" in values and values["head_identity"] == row.said.get("identity")
    )
    if is_head or not house.head:
        house.head = (values["name"] if is_head else values.get("head") or values["name"])[:60]
    house.number = house.number or values.get("household", "")[:30]
    house.group = house.group or (values.get("group") or group)[:20]
    house.door = house.door or (values.get("door") or door)[:20]
    house.address = house.address or written[:200]
    if house.lives_alone is None:
        house.lives_alone = values.get("lives_alone")
