"""What was asked for at the doors of the invented county, and how far each matter has come by today."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from numpy.random import Generator

from canxie.duties.needs.demo import words
from canxie.duties.needs.demo.lives import Life, Offices
from canxie.duties.needs.demo.words import Ask
from canxie.engine.audit.trail import action, note
from canxie.engine.demos import Counts, Demo, Heard, Progress, Step, steps
from canxie.engine.demos.ids import ids
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.divisions.models import Division
from canxie.ground.powers import Power
from canxie.ground.registry.models import Household, Person
from canxie.kernel.dates import age_on
from canxie.kernel.workdays import add_workdays, next_workday
from canxie.mechanisms.matters.models import Hop, Matter
from canxie.mechanisms.matters.models import Step as Move

VILLAGE = "槐里村"
LONGEST = {"goods": 8, "service": 20, "retrofit": 150, "money": 20, "other": 20}
"""Days within which most of a class are delivered: somewhat less than a county allows."""
HANDED_ON, CLIMBED, NOT_POSSIBLE, WITHDRAWN, STUCK, REOPENED = 0.14, 0.16, 0.22, 0.25, 0.29, 0.02


LONG = 100
"""Days after which nothing is stuck any more."""

Event = tuple[str, date, dict[str, Any]]
"""A move, its day, and what is said with it."""


@action("needs.invent")
def invent(*, by: Scope, demo: Demo, progress: Progress) -> Counts:
    """Write the matters that were heard of, every step of them, and the ways they made to the township."""
    by.must_cover(demo.place, Power.NEEDS_RECORD)
    lives, offices = [*pictured(demo)], Offices(demo)
    pictured_homes = {life.matter.household_id.hex for life in lives if life.matter.household_id}
    chance = demo.chance("needs")
    others = [one for one in demo.heard if one.household not in pictured_homes]
    asks = asks_of(chance, demo, others)
    for heard, ask, pk in zip(others, asks, ids(chance, len(others)), strict=True):
        lives.append(lived(chance, Life(offices, demo.today, heard, pk, ask)))
    progress(0.5)
    Matter.objects.bulk_create([life.matter for life in lives], batch_size=500)
    Move.objects.bulk_create([step for life in lives for step in life.steps], batch_size=2_000)
    Hop.objects.bulk_create([hop for life in lives for hop in life.hops], batch_size=2_000)
    told = [(str(life.matter.pk), life.matter.state, life.matter.words) for life in lives]
    root = Division.objects.get(code=demo.place, valid_to=None)
    digest = hashlib.sha256(repr(told).encode()).hexdigest()
    note(by, "needs.invent", root, place=demo.place, rows=len(lives), digest=digest)
    still_open = sum(life.matter.closed_at is None for life in lives)
    return {"需求": len(lives), "没办完的需求": still_open}


def asks_of(chance: Generator, demo: Demo, heard: Sequence[Heard]) -> list[Ask]:
    """Let each ask for something that fits to them."""
    people = Person.objects.filter(path__startswith=demo.place).order_by("id").values_list("pk", "category", "born_on")
    known = {pk.hex: (category, age_on(born_on, demo.today)) for pk, category, born_on in people if born_on}
    fitting = [[ask for ask in words.ASKS if ask.fits(*known[one.person])] for one in heard]
    return [choice[int(luck * len(choice))] for choice, luck in zip(fitting, chance.random(len(heard)), strict=True)]


def lived(chance: Generator, life: Life) -> Life:
    """Let one need go its way from the day it was heard, as far as today."""
    luck, dice = float(chance.random()), [int(one) for one in chance.integers(0, 1_000, 9)]
    for move, day, more in way(life, luck, dice):
        if not life.go(move, day, **more):
            break
    return life


def way(life: Life, luck: float, dice: list[int]) -> Iterator[Event]:
    """Yield what happens to a need one after the other; whoever listens stops at today."""
    day = life.opened_on
    if HANDED_ON <= luck < CLIMBED:
        yield "escalate", add_workdays(day, 3) + timedelta(1), {}
        day = next_workday(add_workdays(day, 4) + timedelta(dice[0] % 2))
        yield "accept", day, {}
    day = next_workday(day + timedelta(dice[1] % 3))
    yield "answer", day, {"text": words.ANSWERS[dice[1] % len(words.ANSWERS)]}
    if luck < HANDED_ON:
        day = next_workday(day + timedelta(1 + dice[2] % 8))
        yield "hand_on", day, {"text": words.HAND_ONS[dice[2] % len(words.HAND_ONS)]}
        day = next_workday(day + timedelta(dice[3] % 3))
        yield "accept", day, {"text": words.ACCEPTED}
    elif luck < CLIMBED:
        day = next_workday(day + timedelta(1))
    elif luck < NOT_POSSIBLE:
        why, text = words.NOT_POSSIBLE[dice[2] % len(words.NOT_POSSIBLE)]
        yield "not_possible", next_workday(day + timedelta(2 + dice[3] % 15)), {"why": why, "text": text}
        return
    elif luck < WITHDRAWN:
        text = words.WITHDRAWN[dice[2] % len(words.WITHDRAWN)]
        yield "withdraw", day + timedelta(3 + dice[3] % 20), {"text": text}
        return
    yield from ending(life, day, luck, dice)


def ending(life: Life, day: date, luck: float, dice: list[int]) -> Iterator[Event]:
    """Yield how a need that can be met is met; a few get stuck on the way, a few come back."""
    if luck >= HANDED_ON:
        day = next_workday(day + timedelta(1 + dice[4] % 5))
        starts = words.STARTS[life.matter.category_class]
        yield "start", day, {"text": starts[dice[4] % len(starts)]}
    if WITHDRAWN <= luck < STUCK and life.age < LONG:
        return
    day = next_workday(day + timedelta(2 + dice[5] % LONGEST[life.matter.category_class]))
    yield from met(life, day, dice)
    if luck > 1 - REOPENED:
        day += timedelta(20 + dice[8] % 30)
        yield "reopen", day, {"text": words.REOPENED[dice[8] % len(words.REOPENED)]}
        yield "answer", next_workday(day + timedelta(1)), {"text": words.ANSWERS[0]}
        yield from met(life, next_workday(day + timedelta(6)), dice)


def met(life: Life, day: date, dice: list[int]) -> Iterator[Event]:
    yield "deliver", day, {"on": day, "evidence": life.ask.done}
    day += timedelta(1 + dice[6] % 12)
    yield "confirm", day, {"confirmation": ("in_person", "by_phone", "by_relative", "in_person")[dice[6] % 4]}
    yield "close", day + timedelta(dice[7] % 3), {"evidence": life.ask.done}


def pictured(demo: Demo) -> Iterator[Life]:
    """Yield the three open needs that the pictures of the commissioner's page show."""
    homes = Household.objects.filter(path__startswith=demo.place).order_by("id")
    village = Division.objects.filter(name=VILLAGE, valid_to=None, code__startswith=demo.place).first()
    found = {home.head: home for home in homes.filter(path=village.code)} if village else {}
    offices, visits = Offices(demo), {heard.household: heard for heard in demo.heard}
    if not {"李秀兰", "马志强", "陈建国"} <= {*found}:
        return
    pads = visits[found["李秀兰"].pk.hex]
    life = Life(offices, demo.today, pads, ids(demo.chance("needs.pads"), 1)[0], words.PADS)
    life.go("answer", pads.on + timedelta(1), text="镇里有库存，排上了。")
    life.go("start", pads.on + timedelta(3), text="报镇残联领护理垫。")
    delivered = demo.today - timedelta(4)
    life.go("deliver", delivered, on=delivered, evidence="护理垫 2 包，村医张万林代收。")
    yield life
    brake = told(offices, demo, found["马志强"], demo.today - timedelta(8))
    life = Life(offices, demo.today, brake, ids(demo.chance("needs.brake"), 1)[0], words.BRAKE)
    life.go("answer", demo.today - timedelta(7), text="村里修不了，请镇里换刹车。")
    life.go("hand_on", next_workday(demo.today - timedelta(2)), text="刹车件要镇里采购，本人下坡不敢坐。")
    yield life
    handrail = told(offices, demo, found["陈建国"], due_today(demo.today))
    yield Life(offices, demo.today, handrail, ids(demo.chance("needs.handrail"), 1)[0], words.HANDRAIL)


def told(offices: Offices, demo: Demo, home: Household, on: date) -> Heard:
    """Say that a household asked for something without being visited."""
    person = home.people.order_by("born_on", "id").values_list("pk", flat=True)[0]
    return Heard(on, home.path, home.pk.hex, person.hex, "", offices.keeper(home.path))


def due_today(today: date) -> date:
    """Find the day of which three working days end today, or at the next day on which offices work."""
    end = next_workday(today)
    return next(day for back in range(30) if add_workdays(day := today - timedelta(back), 3) <= end)


def run(demo: Demo, progress: Progress) -> Counts:
    return invent(by=Scope(SYSTEM, {Power.NEEDS_RECORD: (demo.place,)}), demo=demo, progress=progress)


steps.declare("needs", Step("需求", run, after=("registry", "visits")))
