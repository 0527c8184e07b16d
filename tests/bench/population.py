"""A county's people for the benchmark: many, invented, the same every time. A province's are the demo's own."""

import random
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from django.core.management import call_command
from django.db import transaction
from django.db.models import Model

from canxie.engine.sealing.fields import Sealed
from canxie.engine.sealing.seals import blind
from canxie.ground.divisions.models import Division, Level
from canxie.ground.registry.models import Certificate, DisabilityItem, Household, Person, Phone, Standing

TODAY = date(2026, 11, 24)
COUNTY, VILLAGE_SIZE, TOWNSHIP_SIZE = "379900", 35, 25
PROVINCE, FROM_HERE_A_PROVINCE = "37", 1_000_000
SURNAMES, NAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉"
BATCH = 2000
NUMBER, TELEPHONE, NAME, INITIALS = "379900198001010010", "00000000017", "欧阳试", "oys"
"""Of the one who is looked for: whose numbers are indexed as they are in truth."""


@cache
def places(size: int) -> dict[str, str]:
    """One place of each level, in the middle of the population, where `sought` lives; `all` is everybody's."""
    if size < FROM_HERE_A_PROVINCE:
        number = size // 2 // VILLAGE_SIZE
        township = f"{COUNTY}{number // TOWNSHIP_SIZE + 1:03d}"
        return {"village": f"{township}{number % TOWNSHIP_SIZE + 1:03d}", "township": township} | dict.fromkeys(
            ("county", "all"), COUNTY
        )
    villages = Division.objects.below(PROVINCE).filter(level=Level.VILLAGE).order_by("code")
    village = villages.values_list("code", flat=True)[villages.count() // 2]
    return {"village": village, "township": village[:9], "county": village[:6], "all": PROVINCE}


def populate(size: int) -> None:
    """Write `size` people with their households, certificates and standings, 35 in a village."""
    if size >= FROM_HERE_A_PROVINCE:
        populate_province(size)
    else:
        with transaction.atomic():
            populate_county(size)


def populate_province(size: int) -> None:
    """Let the demo make them, and one of them who is looked for."""
    call_command("demo", "--yes", "--province", people=size)
    one = Person.objects.filter(path=places(size)["village"]).living().order_by("pk")[0]
    Person.objects.filter(identifier_index=blind("identifier", NUMBER)).update(identifier_index="")
    sought(one, places(size)["county"])
    one.save()
    one.phones.all().delete()
    Phone.objects.create(person=one, number=TELEPHONE, number_index=blind("phone", TELEPHONE))


def populate_county(size: int) -> None:
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
    sought(people[size // 2], COUNTY)
    phone = Phone(person=people[size // 2], number=TELEPHONE, number_index=blind("phone", TELEPHONE))
    write(households, people, certificates, items, [standing(one, dice) for one in people], [phone])


def write(*tables: list[Model]) -> None:
    for rows in tables:
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)


def division(code: str, name: str) -> Division:
    return Division.named(code, name, date(2020, 1, 1))


def sought(one: Person, county: str) -> None:
    one.state, one.name, one.name_key, one.name_sort, one.initials = "living", NAME, NAME, "ou yang shi", INITIALS
    one.identifier_index = blind("identifier", NUMBER)
    one.tail_index = blind("tail", county + NUMBER[-4:])


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
