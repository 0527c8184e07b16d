"""The doors to go to: households that are due, with the reason, for whoever sets out today."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet, Window

from canxie.duties.visits.asking import in_use
from canxie.duties.visits.choices import Manner
from canxie.duties.visits.models import Plan, Visit
from canxie.duties.visits.terms import AllTerms
from canxie.engine.scoping.scope import Scope
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.ground.registry.models import Household, Person
from canxie.kernel.words import short_day
from canxie.mechanisms.criteria.tiers import Why, why_tiers

MANY = 20
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Door:
    """One household of today: everything its row says."""

    household: Household
    plan: Any  # a Plan, with what its query has counted
    state: str  # a badge's kind
    words: str
    reason: str
    near: str
    leaves: list[tuple[bool | None, str]]
    version: str
    phone: str
    who: str
    people: list[Person]


class Known(NamedTuple):
    """What one door is told from."""

    people: list[Person]
    whys: list[Why]
    visits: list[Visit]
    days: int
    version: str
    others: int


def first_doors(plans: QuerySet[Plan], scope: Scope, *, on: date) -> tuple[list[Door], int]:
    """The first doors of these plans, the longest due first, and how many there are in all."""
    few: QuerySet[Any] = plans.annotate(of=Window(Count("pk"))).order_by("due_on", "path", "pk")[:MANY]
    week = Plan.objects.within(scope, Power.VISITS_RECORD).filter(due_on__lte=on + WEEK)
    groups = week.order_by().values_list("path", "household__group").annotate(Count("pk"))
    found = doors(few, on=on, beside=Counter({(path, group): count for path, group, count in groups}))
    return found, found[0].plan.of if found else 0


def doors(plans: QuerySet[Plan], *, on: date, beside: Counter[tuple[str, str]]) -> list[Door]:
    """Fill in the doors of these plans, in as many queries whatever their number.

    `beside` counts by village and group what is due this week.
    """
    rows = [*plans.select_related("household")]
    households = [plan.household_id for plan in rows]
    phones = Prefetch("phones", in_use(), to_attr="numbers")
    living = Person.objects.living().filter(household__in=households).order_by("born_on", "id")
    everyone = [*living.prefetch_related(phones)]
    people: dict[UUID, list[Person]] = {}
    for person in everyone:
        people.setdefault(person.household_id, []).append(person)
    whys, terms, visits = why_tiers(everyone, on), AllTerms(on=on), last_visits(households)
    values = {plan.pk: terms(plan.path).intervals[plan.tier] for plan in rows}
    name = Names({value.path for value in values.values()})
    found = []
    for plan in rows:
        value, here = values[plan.pk], people.get(plan.household_id, [])
        known = Known(
            people=here,
            whys=[whys[person.pk] for person in here if whys[person.pk].tier == plan.tier],
            visits=visits.get(plan.household_id, []),
            days=value.value,
            version=f"{plan.tier} 类 {value.value} 天一次：{value.told(name(value.path, on))}",
            others=beside[plan.path, plan.household.group] - 1,
        )
        found.append(door(plan, known, on=on))
    return found


def last_visits(households: Sequence[UUID]) -> dict[UUID, list[Visit]]:
    """The counted visits of each household, the latest first."""
    found: dict[UUID, list[Visit]] = {}
    for visit in Visit.objects.counted().filter(household__in=households).order_by("-visited_on", "-received_at"):
        found.setdefault(visit.household_id, []).append(visit)
    return found


def door(plan: Plan, known: Known, *, on: date) -> Door:
    household, visits = plan.household, known.visits
    leaves = [*dict.fromkeys(leaf for why in known.whys for leaf in why.leaves)]
    last = next((visit for visit in visits if visit.manner != Manner.NOT_MET), None)
    tried = visits[0] if visits and visits[0].manner == Manner.NOT_MET else None
    said = [f"{reason(known) or f'{plan.tier} 类'}，每 {known.days} 天走访一次。"]
    said.append(f"上次 {short_day(last.visited_on, on)}，{last.get_manner_display()}。" if last else "还没走访过。")
    if tried:
        said.append(f"{short_day(tried.visited_on, on)}去过，{tried.get_not_met_because_display()}。")
    if plan.last_reset_on:
        passed = (on - plan.last_reset_on).days
        leaves.append((True, f"上次算数的走访是 {short_day(plan.last_reset_on, on)}，已过 {passed} 天"))
    late = (on - plan.due_on).days
    numbers = [(person, phone) for person in known.people for phone in person.numbers]  # type: ignore[attr-defined]  # prefetched
    near = f"顺路：{household.group}还有 {known.others} 户本周到期。" if household.group and known.others > 0 else ""
    return Door(
        household=household,
        plan=plan,
        state="late" if late > 0 else "soon",
        words=f"逾期 {late} 天" if late > 0 else "今天到期",
        reason="".join(said),
        near=near,
        leaves=leaves,
        version=known.version,
        phone=numbers[0][1].number.clear() if numbers else "",
        who=(numbers[0][1].whose or numbers[0][0].name) if numbers else "",
        people=known.people,
    )


def reason(known: Known) -> str:
    """What speaks for the tier; where nothing does, as for a C, what kind of disability it is."""
    speaks = next((text for why in known.whys for holds, text in why.leaves if holds), "")
    return speaks or "、".join(dict.fromkeys(person.kind for person in known.people if person.kind))
