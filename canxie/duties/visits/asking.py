"""What the visit form and 今天 say of a household, ready to be drawn."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from canxie.duties.visits.choices import HOWS, OBSERVED, How, Manner
from canxie.duties.visits.models import Plan, Visit
from canxie.duties.visits.terms import AllTerms
from canxie.ground.registry.choices import Clear
from canxie.ground.registry.freshness import Told, fresh_days, told_of
from canxie.ground.registry.models import Household, Person, Phone
from canxie.kernel.words import short_day
from canxie.mechanisms.criteria.published import facts
from canxie.mechanisms.criteria.tiers import why_tiers

NOW = {
    Clear.ADDRESS: "新住址",
    Clear.HOUSING: "现在怎样",
    Clear.NEEDS: "现在需要什么",
    Clear.FAMILY: "现在谁在照顾，谁是监护人",
    Clear.PHONE: "新电话",
    Clear.POLICIES: "别的政策",
}
FAMILY_FACTS = {"lives_alone", "aged_carer", "guarded", "orphan"}
POLICY_FACTS = {"dibao", "destitute", "living_subsidy", "nursing_subsidy"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the six clears as the form asks for it: `person` for phone and policies, none for a household's."""

    key: str
    clear: Clear
    person: Person | None
    label: str
    told_now: Callable[[], str]
    kind: str  # new, old, never: see ui.fresh
    when: str
    lacks: Callable[[], bool]  # a fact that a tier would need, and nobody has asked

    @property
    def now(self) -> str:
        """What is known today, in words."""
        return self.told_now()

    @property
    def due(self) -> bool:
        return self.kind != "new" or self.lacks()


class Looked:
    """What is looked up of some people only when something stands on it: a visit that is saved may do without."""

    def __init__(self, people: Sequence[Person], on: date) -> None:
        self._people, self._on = people, on

    @cached_property
    def missing(self) -> dict[UUID, set[str]]:
        """The facts that a tier would need and nobody has asked."""
        whys = why_tiers(self._people, self._on)
        return {pk: {key for key, fact in facts.items() if fact in why.missing} for pk, why in whys.items()}

    @cached_property
    def numbers(self) -> dict[UUID, list[Phone]]:
        prefetch_related_objects(self._people, Prefetch("phones", in_use(), to_attr="numbers"))
        return {person.pk: person.numbers for person in self._people}  # type: ignore[attr-defined]  # prefetched

    def family(self) -> bool:
        return any(keys & FAMILY_FACTS for keys in self.missing.values())

    def policies(self, person: Person) -> bool:
        return bool(self.missing[person.pk] & POLICY_FACTS)


def asked(household: Household, people: Sequence[Person], *, on: date) -> list[Asked]:
    """All clears of a household and its living people, the eldest first."""
    for person in people:
        person.household = household
    looked, several = Looked(people, on), len(people) > 1
    told = told_of(household, as_of=on, days=fresh_days(household.path, on=on), living=people)
    return [one(each, looked, several=several, on=on) for each in told]


def one(told: Told, looked: Looked, *, several: bool, on: date) -> Asked:
    person, lacks = told.person, {Clear.FAMILY: looked.family}.get(told.clear, bool)
    if person and told.clear == Clear.POLICIES:
        lacks = partial(looked.policies, person)
    return Asked(
        key=f"{told.clear.value}_{person.pk.hex}" if person else told.clear.value,
        clear=told.clear,
        person=person,
        label=f"{person}的{told.clear.label}" if person and several else told.clear.label,
        told_now=partial(now, told, looked),
        kind=told.state,
        when=f"{short_day(told.confirmed_on, on)}问的" if told.confirmed_on else "没问过",
        lacks=lacks,
    )


def now(told: Told, looked: Looked) -> str:
    """What is known today; a phone is dialled, so it is said whole to whoever may record visits here."""
    if told.clear == Clear.PHONE and told.person:
        phones = looked.numbers[told.person.pk]
        numbers = [f"{phone.number.clear()}（{phone.whose or told.person}）" for phone in phones]
        return "；".join(filter(None, [*numbers, told.text])) or "没有电话"
    return told.text or "还没问过"


def in_use() -> QuerySet[Phone]:
    return Phone.objects.filter(ended_on=None).order_by("-main", "pk")


def met(visit: Visit, names: Mapping[UUID, str]) -> str:
    """Say who was met: 入户，见到李秀兰；李文博由家人代说."""
    words = dict(HOWS)
    told = [(names[e.person_id], e.how) for e in visit.encounters.all() if e.person_id in names]
    seen = [name for name, how in told if how == How.SELF]
    spoken = [name for name, how in told if how == How.RELATIVE]
    parts = [visit.get_manner_display()]
    if visit.manner == Manner.NOT_MET:
        return f"{parts[0]}：{visit.get_not_met_because_display()}"
    if seen:
        parts.append(f"见到{'、'.join(seen)}" if visit.manner != Manner.PHONE else f"{'、'.join(seen)}本人接的")
    if spoken:
        parts.append(f"{'、'.join(spoken)}{words[How.RELATIVE]}")
    return "，".join(parts)


@dataclass(frozen=True, slots=True)
class LastTime:
    """The visit before this one, for whoever stands at the door again."""

    on: date
    met: str
    findings: str
    observed: list[str]
    unasked: list[str]


def last_time(household: Household) -> LastTime | None:
    visits = Visit.objects.counted().filter(household=household).prefetch_related("encounters__person")
    visit = visits.order_by("-visited_on", "-received_at").first()
    if visit is None:
        return None
    words = dict(OBSERVED)
    names = {encounter.person_id: encounter.person.name for encounter in visit.encounters.all()}
    observed = [words[seen] for seen in visit.observed]
    return LastTime(visit.visited_on, met(visit, names), visit.findings, observed, visit.unasked)


@dataclass(frozen=True, slots=True)
class NextTime:
    """When the next visit is due if this one counts."""

    tier: str
    days: int
    latest: date


def next_time(plan: Plan | None, *, on: date) -> NextTime | None:
    if plan is None:
        return None
    days = AllTerms(on=on, at=plan.path)(plan.path).days(plan.tier)
    return NextTime(plan.tier, days, on + timedelta(days=days))
