"""What the registry itself knows of people and households (domain.md 2.5.1, 3.3)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from canxie.ground.registry.choices import Category, Degree, Sex, State
from canxie.ground.registry.models import Certificate, DisabilityItem, Guardian, Person
from canxie.kernel.dates import age_on, born_by
from canxie.mechanisms.criteria.answers import Item, Items, Whole, YesNo
from canxie.mechanisms.criteria.columns import ROSTER, by_day, choice, phrases, yes_no
from canxie.mechanisms.criteria.households import IN_FORCE, at_least, certified, counted
from canxie.mechanisms.criteria.published import Fact, facts
from canxie.mechanisms.criteria.truth import NOBODY, Sides, everyone

CATEGORIES = {code: label for code, label in Category.choices if code != Category.MULTIPLE}
DEGREES = dict(Degree.choices)
UNTOLD = ["", Category.MULTIPLE]
"""Categories that do not say which: 多重 stands for several items, and here there are none."""
DECADE = 3653
NEVER = 1_000_000
"""Days since what never happened."""


def has_item(wanted: Mapping[str, Sequence[Any]]) -> Sides:
    """Ask the items of those who have some, and the person's own category and level of everyone else."""
    everything: dict[str, Iterable[Any]] = {"category": CATEGORIES, "degree": DEGREES}
    untold = {"category": Q(category__in=UNTOLD), "degree": Q(degree=None)}
    alone = everyone(
        Sides(
            yes=Q(**{f"{part}__in": asked}),
            no=Q(**{f"{part}__in": [one for one in everything[part] if one not in asked]}),
            unknown=untold[part],
        )
        for part, asked in wanted.items()
    )
    theirs = DisabilityItem.objects.filter(person=OuterRef("pk"))
    some = Q(Exists(theirs))
    hit = Q(Exists(theirs.filter(**{f"{part}__in": asked for part, asked in wanted.items()})))
    return Sides((alone.yes & ~some) | hit, (alone.no & ~some) | (some & ~hit), alone.unknown & ~some)


def items(people: Sequence[Person], on: date) -> Mapping[UUID, list[Item]]:
    known: dict[UUID, list[Item]] = {}
    rows = DisabilityItem.objects.filter(person__in=people).order_by("person", "category")
    for person_id, category, degree in rows.values_list("person", "category", "degree"):
        known.setdefault(person_id, []).append((category, degree))
    return {p.pk: [("" if p.category in UNTOLD else p.category, p.degree)] for p in people} | known


def kinds(value: Sequence[Item]) -> str:
    """Say items in words: 肢体二级、智力三级."""
    return "、".join(f"{CATEGORIES.get(c, '残疾类别不详')}{DEGREES.get(d or 0, '等级不详')}" for c, d in value)


def age(people: Sequence[Person], on: date) -> Mapping[UUID, int]:
    return {person.pk: age_on(person.born_on, on) for person in people if person.born_on}


def days_left(people: Sequence[Person], on: date) -> Mapping[UUID, int]:
    return {p.pk: (p.certified_until - on).days for p in people if p.certified_until}


def holders(people: Sequence[Person], on: date) -> Mapping[UUID, bool]:
    having = {*Certificate.objects.filter(IN_FORCE, person__in=people).values_list("person", flat=True)}
    return {person.pk: person.pk in having for person in people}


def wards(people: Sequence[Person], on: date) -> Mapping[UUID, bool]:
    having = {*Guardian.objects.filter(person__in=people).values_list("person", flat=True)}
    answers = {person.pk: True if person.pk in having else person.guarded for person in people}
    return {key: answer for key, answer in answers.items() if answer is not None}


def days_since_shock(people: Sequence[Person], on: date) -> Mapping[UUID, int]:
    """Nothing written is taken for nothing happened; a shock without its day is not known."""
    homes = {person.pk: person.household for person in people}
    happened = {pk: (on - home.shock_on).days for pk, home in homes.items() if home.shock_on}
    return {pk: NEVER for pk, home in homes.items() if not home.shock} | happened


def shock_at_least(number: int, on: date) -> Sides:
    dated = by_day("household__shock_on", lambda days, on: on - timedelta(days=days), later_is_more=False)(number, on)
    quiet = Q(household__shock_on=None, household__shock="")
    return Sides(dated.yes | quiet, dated.no, Q(household__shock_on=None) & ~Q(household__shock=""))


def guarded() -> Sides:
    """A guardian who is written down is one, whatever the box says."""
    named = Q(Exists(Guardian.objects.filter(person=OuterRef("pk"))))
    return Sides(Q(guarded=True) | named, Q(guarded=False) & ~named, Q(guarded=None) & ~named)


PEOPLE = {
    "kind": Fact(
        "残疾类别和等级",
        Items(has_item, CATEGORIES, DEGREES),
        items,
        "残疾人证",
        "没有残疾类别和等级",
        told=kinds,
    ),
    "age": Fact(
        "年龄",
        Whole(by_day("born_on", born_by, later_is_more=False), phrases("满 {} 岁", "不满 {} 岁")),
        age,
        "身份证",
        "没有出生日期",
        told="{} 岁".format,
    ),
    "sex": choice("sex", "性别", dict(Sex.choices), missing="没有性别"),
    "state": choice("state", "状态", dict(State.choices), missing="没有状态"),
    "certified": Fact(
        "有残疾人证",
        YesNo(Sides(Q(certified()), Q(~certified()), NOBODY), "有残疾人证"),
        holders,
        "残疾人证",
        "",
        told={True: "有残疾人证", False: "没有残疾人证"}.__getitem__,
    ),
    "certificate_days_left": Fact(
        "残疾人证还剩天数",
        Whole(
            by_day("certified_until", lambda days, on: on + timedelta(days=days), later_is_more=True),
            phrases("至少还剩 {} 天", "还剩不到 {} 天"),
            least=-DECADE,
            most=DECADE,
        ),
        days_left,
        "残疾人证",
        "没有残疾人证的有效期",
        told=lambda days: f"残疾人证还剩 {days} 天" if days >= 0 else f"残疾人证过期 {-days} 天",
    ),
    "dibao": yes_no("dibao", "低保", yes="低保", no="没有低保", missing="没问过是否低保"),
    "destitute": yes_no("destitute", "特困供养", yes="特困供养", no="不是特困", missing="没问过是否特困"),
    "living_subsidy": yes_no(
        "living_subsidy", "生活补贴", yes="领生活补贴", no="没领生活补贴", missing="没问过生活补贴"
    ),
    "nursing_subsidy": yes_no(
        "nursing_subsidy", "护理补贴", yes="领护理补贴", no="没领护理补贴", missing="没问过护理补贴"
    ),
    "orphan": yes_no("orphan", "孤儿", yes="是孤儿", no="不是孤儿", missing="没问过是不是孤儿"),
    "guarded": Fact(
        "有监护人",
        YesNo(guarded(), "有监护人"),
        wards,
        ROSTER,
        "没问过有没有监护人",
        told={True: "有监护人", False: "没有监护人"}.__getitem__,
    ),
}

HOUSEHOLDS = {
    "lives_alone": yes_no("household__lives_alone", "独居", yes="独居", no="不是独居", missing="没问过是否独居"),
    "aged_carer": yes_no(
        "household__aged_carer", "由老人照看", yes="由老人照看", no="不是由老人照看", missing="没问过由谁照看"
    ),
    "days_since_shock": Fact(
        "变故过去的天数",
        Whole(
            shock_at_least, phrases("变故过去至少 {} 天", "变故过去不到 {} 天", at_most="{} 天内有变故"), most=DECADE
        ),
        days_since_shock,
        ROSTER,
        "家里有变故，没写日期",
        told=lambda days: "没有记过变故" if days == NEVER else f"{days} 天前家里有变故",
    ),
    "disabled_at_home": Fact(
        "家里的残疾人数",
        Whole(at_least(), phrases("家里至少 {} 位残疾人", "家里不到 {} 位残疾人")),
        counted(),
        "名册",
        "",
        told="家里有 {} 位残疾人".format,
    ),
    "certified_at_home": Fact(
        "家里的持证残疾人数",
        Whole(at_least(certified()), phrases("家里至少 {} 位持证残疾人", "家里不到 {} 位持证残疾人")),
        counted(certified()),
        "名册",
        "",
        told="家里有 {} 位持证残疾人".format,
    ),
}

for key, fact in (PEOPLE | HOUSEHOLDS).items():
    facts.declare(key, fact)
