"""Writes drawn people out as rows of the registry's tables, so many households at a time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from canxie.ground.registry.choices import Clear, Relation, Sex, Source, State
from canxie.ground.registry.demo import papers, words
from canxie.ground.registry.demo.county import County
from canxie.ground.registry.demo.drawing import CHILD, LIVING, LUCK, MOVED_AWAY, PARENT, YES
from canxie.ground.registry.demo.known import FAMILIES, Family, One
from canxie.ground.registry.demo.tables import COLUMNS, FACTS, Rows, sealed
from canxie.ground.registry.models import Block, Household, LifeEvent, Person

STATES = (State.LIVING, State.DECEASED, State.MOVED_AWAY)
RELATIONS = (Relation.HEAD, Relation.SPOUSE, Relation.SON, Relation.PARENT)
SEXES = (Sex.MALE.value, Sex.FEMALE.value)
OF_HOUSEHOLD = (Clear.ADDRESS, Clear.HOUSING, Clear.NEEDS, Clear.FAMILY)
THREE = {1: True, 0: False, -1: None}
NEVER_ASKED, FRESH = 0.14, 0.72
"""Shares of the six clears that nobody ever asked, and up to which they were asked within half a year."""

Told = Mapping[Clear, tuple[int, str]]


PIECE = 2_000
"""Households that are written at a time."""


def pieces(county: County) -> Iterator[Rows]:
    for start in range(0, len(county.homes), PIECE):
        yield piece(county, start)


def piece(county: County, start: int) -> Rows:
    """Write out the households from `start` on: their rows, sealed, tables in the order of `COLUMNS`."""
    rows: Rows = defaultdict(list)
    for home in range(start, min(start + PIECE, len(county.homes))):
        household(county, home, rows)
    done = sealed(rows)
    return {table: done.get(table, []) for table in COLUMNS}


def household(county: County, home: int, rows: Rows) -> None:
    homes, dice, village = county.homes, [int(one) for one in county.homes.dice[home]], county.village(home)
    family = FAMILIES[home] if county.called and home < len(FAMILIES) else None
    group, door = words.GROUPS[int(homes.group[home])], f"{homes.door[home]}号"
    number = f"{village.code[6:]}{homes.door[home]:03d}{homes.group[home] + 1}" if dice[0] % 10 < 7 else ""
    shock = int(homes.shock_ago[home])
    happened = (words.SHOCKS[dice[1] % len(words.SHOCKS)], county.ago(shock)) if shock >= 0 else ("", None)
    rows[Household].append(
        (
            homes.ids[home],
            village.code,
            number,
            (family and family.head) or county.head(home),
            group,
            door,
            f"{village.township}{village.name}{group}{door}",
            THREE[int(homes.alone[home])],
            THREE[int(homes.aged_carer[home])],
            *happened,
        )
    )
    papers.kin(county, home, family.kin if family else None, rows)
    blocks_of_home(county, home, f"{village.name}{group} {door}", family, rows)
    first = int(homes.first[home])
    for index in range(first, first + int(homes.size[home])):
        person(county, home, index, family.people[index - first] if family else None, rows)


def blocks_of_home(county: County, home: int, where: str, family: Family | None, rows: Rows) -> None:
    told = {clear: (days, text) for clear, days, text in family.told} if family else {}
    dice = [int(one) for one in county.homes.dice[home]]
    for offset, clear in enumerate(OF_HOUSEHOLD, 2):
        choice = (
            words.ALONE if clear is Clear.FAMILY and county.homes.alone[home] == YES else words.TOLD.get(clear, [where])
        )
        block(county, home, None, (clear, choice[dice[offset] % len(choice)], dice[offset + 1]), told, rows)


def block(county: County, home: int, index: int | None, drawn: tuple[Clear, str, int], told: Told, rows: Rows) -> None:
    """Write one of the six clears: fresh in most homes, to be asked again in others, never asked in some."""
    clear, text, die = drawn
    if clear in told:
        days, text = told[clear]
    elif (luck := die / LUCK) < NEVER_ASKED:
        return
    else:
        days = int((luck - NEVER_ASKED) / (FRESH - NEVER_ASKED) * 175) + 2 if luck < FRESH else 190 + die % 300
    whose = None if index is None else county.people.ids[index]
    asked = (county.ago(days), county.village(home).asker, Source.DEMO.value)
    rows[Block].append((county.homes.ids[home], whose, clear.value, text, *asked))


def person(county: County, home: int, index: int, known: One | None, rows: Rows) -> None:
    people, village = county.people, county.village(home)
    dice = [int(one) for one in people.dice[index]]
    is_living = people.state[index] == LIVING
    until = words.in_ten_years(county.issued(index)) if people.certified[index] and is_living else None
    is_registered_here = known or dice[0] % 100 >= 4
    rows[Person].append(
        (
            people.ids[index],
            village.code,
            county.homes.ids[home],
            relation(county, index),
            *county.name(index),
            SEXES[int(people.women[index])],
            f"{county.born(index)}",
            county.identifier(index),
            "",
            "",
            f"{village.township}{village.name}" if is_registered_here else "示例市邻县",
            village.code if is_registered_here else words.OUTSIDE[dice[1] % len(words.OUTSIDE)],
            STATES[int(people.state[index])].value,
            str(people.category[index]),
            int(people.degree[index]),
            until and f"{until}",
            *[THREE[int(getattr(people, fact)[index])] for fact in FACTS],
        )
    )
    papers.certificates(county, index, dice, rows)
    papers.phones(county, index, known, dice, rows)
    papers.guardian(county, home, index, known, rows)
    if is_living:
        blocks_of_person(county, home, index, known, rows)
    else:
        left(county, home, index, dice, rows)


def relation(county: County, index: int) -> str:
    people = county.people
    role = int(people.role[index])
    if role == CHILD and people.women[index]:
        return Relation.DAUGHTER.value
    if role == PARENT and people.age_of(index) > 84:
        return Relation.GRANDPARENT.value
    return RELATIONS[role].value


def blocks_of_person(county: County, home: int, index: int, known: One | None, rows: Rows) -> None:
    """Write phone and policies as they were told; of the known people exactly what their pictures show."""
    people, dice = county.people, [int(one) for one in county.people.dice[index]]
    told = {clear: (days, text) for clear, days, text in known.told} if known else {}
    receives = words.policies(*[int(getattr(people, fact)[index]) for fact in FACTS[:4]])
    for drawn in ((Clear.PHONE, "号码没变", dice[4]), (Clear.POLICIES, receives, dice[5])):
        if not known or drawn[0] in told:
            block(county, home, index, drawn, told, rows)


def left(county: County, home: int, index: int, dice: Sequence[int], rows: Rows) -> None:
    """Write on whose word somebody is no longer in the register."""
    state = int(county.people.state[index])
    reasons = words.MOVES if state == MOVED_AWAY else words.DEATHS
    day, why = county.ago(dice[2] % 330), reasons[dice[3] % len(reasons)]
    asker = county.village(home).asker
    rows[LifeEvent].append((county.people.ids[index], STATES[state].value, day, why, asker, f"{day} 09:00:00"))
