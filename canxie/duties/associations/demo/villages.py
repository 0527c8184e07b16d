"""Which village of the demo county has an association since when, with which neighbour, and which has none."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from numpy.random import Generator

from canxie.duties.associations.choices import AssociationState, Form
from canxie.duties.associations.demo import words
from canxie.duties.associations.demo.words import Missing
from canxie.engine.demos import Demo
from canxie.ground.divisions.models import Division, Level

KNOWN, WITH, KNOWN_SINCE, JOINED = "槐里村", "西岭村", date(2022, 4, 18), date(2024, 1, 1)
"""The association of the pictures, and the neighbour that joined it later."""

GAP_SHARE, JOINT_SHARE, GROUPED_SHARE = 0.026, 0.06, 0.04
STARTED = (0.026, 0.025, 0.023, 0.018, 0.017, 0.020, 0.024, 0.021)
"""Of all villages, how many came in each of the last eight quarters, the earliest first; all others came before."""
QUARTER, BEFORE = 91, 5 * 365


@dataclass(frozen=True, slots=True)
class Office:
    """Who is in office at each place, by user id; whoever is nowhere is the county's clerk."""

    held: Mapping[str, int]
    county: int

    def clerk(self, village: str) -> int:
        return self.held.get(village[:9], self.county)


@dataclass(slots=True)
class Lot:
    """What fell to a village: an association in a state, or none; or a gap, with its reason."""

    host: str
    name: str
    state: str
    form: str
    since: date
    number: int
    villages: tuple[str, ...]
    joined: date
    until: date | None = None
    missing: Missing | None = None
    beside: str = ""


def lots_of(demo: Demo) -> list[Lot]:
    """Give every village its lot, by chance, but for those of the pictures."""
    chance = demo.chance("associations")
    villages = Division.objects.valid_on(demo.today).below(demo.place).filter(level=Level.VILLAGE)
    places = [*villages.order_by("code").values_list("code", "name")]
    gaps = gaps_of(chance, places)
    partners = partners_of(chance, places, gaps)
    joining = set(partners.values())
    since = starts(chance, demo.today, len(places))
    grouped, lots = chance.random(len(places)) < GROUPED_SHARE, []
    for index, (code, name) in enumerate(places):
        if code in joining:
            continue
        form = Form.JOINT if code in partners else Form.GROUPED if grouped[index] else Form.OWN
        lot = Lot(code, name, AssociationState.ACTIVE, form, since[index], index + 1, (code,), since[index])
        if code in partners:
            lot.villages = (code, partners[code])
        if name == KNOWN:
            lot.since, lot.joined = KNOWN_SINCE, JOINED
        if missing := gaps.get(code):
            in_a_gap(lot, missing, demo.today, places[index - 1][0])
        lots.append(lot)
    underway(lots, demo.today)
    return lots


def starts(chance: Generator, today: date, count: int) -> list[date]:
    """On which day each association began: most long ago, fewer in every later quarter."""
    luck, days = chance.random(count), chance.integers(1, QUARTER, count)
    long_ago = chance.integers(0, BEFORE, count)
    found = []
    for index in range(count):
        left, quarter = float(luck[index]), None
        for number, share in enumerate(STARTED):
            if left < share:
                quarter = len(STARTED) - number
                break
            left -= share
        back = QUARTER * (quarter - 1) + int(days[index]) if quarter else QUARTER * 8 + int(long_ago[index])
        found.append(max(today - timedelta(back), date(2020, 2, 1)))
    return found


def gaps_of(chance: Generator, places: list[tuple[str, str]]) -> dict[str, Missing]:
    """Choose the villages in a gap: the one of the pictures, and others outside its town."""
    name, pictured = words.PICTURED
    known = {code for code, called in places if called == name}
    town = {code[:9] for code, called in places if called in (name, KNOWN)}
    able = [code for code, _ in places if code[:9] not in town]
    wanted = min(len(able) // 3, max(len(words.GAPS), round(GAP_SHARE * len(places))))
    picked = sorted(able[int(index)] for index in chance.choice(len(able), size=wanted, replace=False))
    days = chance.integers(20, 160, wanted)
    found = dict.fromkeys(known, pictured)
    for number, code in enumerate(picked):
        missing = words.GAPS[number % len(words.GAPS)]
        again = number >= len(words.GAPS)
        found[code] = missing._replace(days=int(days[number])) if again else missing
    return found


def partners_of(chance: Generator, places: list[tuple[str, str]], gaps: Mapping[str, Missing]) -> dict[str, str]:
    """Let some villages join the next one of their township; both have an association then."""
    codes = {name: code for code, name in places}
    found = {codes[KNOWN]: codes[WITH]} if KNOWN in codes and WITH in codes else {}
    town = {code[:9] for code in found}
    luck, taken = chance.random(len(places)), {*found, *found.values()}
    for index, ((one, _), (other, _)) in enumerate(itertools.pairwise(places)):
        apart = one[:9] != other[:9] or one[:9] in town or {one, other} & taken or one in gaps or other in gaps
        if luck[index] < JOINT_SHARE and not apart:
            found[one] = other
            taken |= {one, other}
    return found


def in_a_gap(lot: Lot, missing: Missing, today: date, beside: str) -> None:
    lot.missing, lot.state, lot.form = missing, AssociationState.SUSPENDED, Form.OWN
    lot.until = today - timedelta(missing.days)
    lot.since = lot.joined = min(lot.since, lot.until - timedelta(200))
    lot.beside = beside if beside[:9] == lot.host[:9] else ""


def underway(lots: list[Lot], today: date) -> None:
    """Some gaps are being closed: filed and waiting for the county, or still in preparation."""
    closing = [lot for lot in lots if lot.missing and lot.name != words.PICTURED[0]]
    states = [AssociationState.FILED, AssociationState.PREPARING, AssociationState.FILED]
    for lot, state in zip(closing[4:7], states, strict=False):
        again = Lot(lot.host, f"{lot.name}新一届", state, Form.OWN, today, lot.number + 5_000, (lot.host,), today)
        lots.append(again)


def neighbours_of(demo: Demo, lots: list[Lot]) -> Iterator[tuple[str, str, Decimal]]:
    """Declare neighbours: those that went together, and those of villages in a gap. Each holds both ways."""
    chance = demo.chance("associations.km")
    pairs = {tuple(sorted(lot.villages)) for lot in lots if len(lot.villages) > 1}
    pairs |= {tuple(sorted((lot.host, lot.beside))) for lot in lots if lot.missing and lot.beside}
    for one, other in sorted(pairs):
        km = Decimal(int(chance.integers(8, 45))) / 10
        yield one, other, km
        yield other, one, km
