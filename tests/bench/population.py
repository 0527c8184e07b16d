"""A county's people for the benchmark: many, invented, the same every time."""

import random
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Model

from canxie.engine.sealing.fields import Sealed
from canxie.engine.sealing.seals import blind
from canxie.ground.divisions.models import Division
from canxie.ground.registry.models import Certificate, DisabilityItem, Household, Person, Phone, Standing

TODAY = date(2026, 11, 24)
COUNTY, VILLAGE_SIZE, TOWNSHIP_SIZE = "379900", 35, 25
SURNAMES, NAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉"
BATCH = 2000
NUMBER, TELEPHONE, NAME, INITIALS = "379900198001010010", "00000000017", "欧阳试", "oys"
"""Of the one who is looked for: whose numbers are indexed as they are in truth."""


def populate(size: int) -> None:
    """Write `size` people with their households, certificates and standings, 35 in a village."""
    dice = random.Random(size)  # noqa: S311  # not for secrets
    seals = [Sealed.of(f"37990019800101{number:04d}44") for number in range(100)]
    villages = size // VILLAGE_SIZE + 1
    write([division(COUNTY, "示例县")])
    townships = [f"{COUNTY}{number + 1:03d}" for number in range(villages // TOWNSHIP_SIZE + 1)]
    write([division(code, f"第{code[6:]}镇") for code in townships])
    codes = [f"{townships[n // TOWNSHIP_SIZE]}{n % TOWNSHIP_SIZE + 1:03d}" for n in range(villages)]
    write([division(code, f"第{code[6:]}村") for code in codes])
    households: list[Household] = []
    people: list[Person] = []
    items: list[DisabilityItem] = []
    for number in range(size):
        if not households or dice.random() > 0.12 or households[-1].path != codes[number // VILLAGE_SIZE]:
            households.append(household(number, codes[number // VILLAGE_SIZE], dice))
        people.append(person(number, households[-1], dice))
        if people[-1].category == "7":
            items += [DisabilityItem(person=people[-1], category=c, degree=dice.randint(1, 4)) for c in "15"]
    holders = [one for one in people if one.certified_until]
    certificates = [certificate(one, dice.choice(seals)) for one in holders]
    sought(people[size // 2])
    phone = Phone(person=people[size // 2], number=TELEPHONE, number_index=blind("phone", TELEPHONE))
    write(households, people, certificates, items, [standing(one, dice) for one in people], [phone])


def write(*tables: list[Model]) -> None:
    for rows in tables:
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)


def division(code: str, name: str) -> Division:
    return Division.named(code, name, date(2020, 1, 1))


def sought(one: Person) -> None:
    one.state, one.name, one.name_key, one.name_sort, one.initials = "living", NAME, NAME, "ou yang shi", INITIALS
    one.identifier_index = blind("identifier", NUMBER)
    one.tail_index = blind("tail", COUNTY + NUMBER[-4:])


def household(number: int, path: str, dice: random.Random) -> Household:
    shocked = dice.random() < 0.03
    return Household(
        id=UUID(int=dice.getrandbits(128), version=4),
        path=path,
        head=dice.choice(SURNAMES) + dice.choice(NAMES),
        group=f"{number % 7 + 1}组",
        door=f"{number % 90 + 1}号",
        lives_alone=dice.choices([None, False, True], [40, 52, 8])[0],
        aged_carer=dice.choices([None, False, True], [50, 46, 4])[0],
        shock="大病" if shocked else "",
        shock_on=TODAY - timedelta(days=dice.randint(0, 700)) if shocked else None,
    )


def person(number: int, home: Household, dice: random.Random) -> Person:
    name = home.head if dice.random() < 0.5 else dice.choice(SURNAMES) + dice.choice(NAMES) + dice.choice(NAMES)
    certified = dice.random() < 0.93
    return Person(
        id=UUID(int=dice.getrandbits(128), version=4),
        household=home,
        path=home.path,
        name=name,
        name_key=name,
        name_sort=name,
        initials="abc"[number % 3] * len(name),
        sex=dice.choice("12"),
        born_on=date(1930, 1, 1) + timedelta(days=dice.randint(0, 34000)),
        identifier_index=f"1.{number}",
        tail_index=f"1.{number % 10000}",
        state=dice.choices(["living", "deceased", "moved_away"], [96, 3, 1])[0],
        category=dice.choices("1234567", [12, 10, 2, 50, 10, 10, 6])[0],
        degree=dice.randint(1, 4),
        certified_until=TODAY + timedelta(days=dice.randint(-300, 3600)) if certified else None,
        dibao=dice.choices([None, False, True], [20, 65, 15])[0],
        destitute=dice.choices([None, False, True], [20, 76, 4])[0],
        orphan=None if dice.random() < 0.5 else False,
        guarded=dice.choices([None, True, False], [60, 37, 3])[0],
    )


def certificate(one: Person, number: Sealed) -> Certificate:
    return Certificate(
        person=one,
        number=number,
        number_index=f"1.{one.pk.hex}",
        category=one.category,
        degree=one.degree,
        expires_on=one.certified_until,
    )


def standing(one: Person, dice: random.Random) -> Standing:
    last = TODAY - timedelta(days=dice.randint(0, 200))
    days = {"last_visit_on": last, "last_contact_on": last, "last_seen_on": last}
    plan = {"tier": "C", "due_on": last + timedelta(days=90)} if one.state == "living" else {"tier": ""}
    return Standing(person=one, path=one.path, tier_since=last, **plan, **days)
