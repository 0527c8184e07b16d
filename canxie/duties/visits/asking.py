"""What the visit form and 今天 say of a household, ready to be drawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from canxie.duties.visits.choices import HOWS, OBSERVED, How, Manner
from canxie.duties.visits.models import Plan, Visit
from canxie.duties.visits.terms import AllTerms
from canxie.ground.registry.choices import Clear
from canxie.ground.registry.freshness import Told, fresh_days, told_of
from canxie.ground.registry.models import Household, Person
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
    now: str
    kind: str  # new, old, never: see ui.fresh
    when: str
    lacks: bool  # a fact that a tier would need, and nobody has asked

    @property
    def due(self) -> bool:
        return self.kind != "new" or self.lacks


def asked(household: Household, people: Iterable[Person], *, on: date) -> list[Asked]:
    """All clears of a household and its people, those to be asked first."""
    people = [*people]
    missing = {
        pk: {key for key, fact in facts.items() if fact in why.missing} for pk, why in why_tiers(people, on).items()
    }
    of_family = any(keys & FAMILY_FACTS for keys in missing.values())
    found = [
        one(told, several=len(people) > 1, lacks=of_family if told.clear == Clear.FAMILY else False, on=on)
        if told.person is None
        else one(
            told,
            several=len(people) > 1,
            lacks=told.clear == Clear.POLICIES and bool(missing[told.person.pk] & POLICY_FACTS),
            on=on,
        )
        for told in told_of(household, as_of=on, days=fresh_days(household.path, on=on))
    ]
    return sorted(found, key=lambda ask: not ask.due)


def one(told: Told, *, several: bool, lacks: bool, on: date) -> Asked:
    person = told.person
    return Asked(
        key=f"{told.clear.value}_{person.pk.hex}" if person else told.clear.value,
        clear=told.clear,
        person=person,
        label=f"{person}的{told.clear.label}" if person and several else told.clear.label,
        now=now(told),
        kind=told.state,
        when=f"{short_day(told.confirmed_on, on)}问的" if told.confirmed_on else "没问过",
        lacks=lacks,
    )


def now(told: Told) -> str:
    """What is known today; a phone is dialled, so it is said whole to whoever may record visits here."""
    if told.clear == Clear.PHONE and told.person:
        phones = told.person.phones.filter(ended_on=None).order_by("-main", "pk")
        numbers = [f"{phone.number.clear()}（{phone.whose or told.person}）" for phone in phones]
        return "；".join(filter(None, [*numbers, told.text])) or "没有电话"
    return told.text or "还没问过"


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
    days = AllTerms(on=on)(plan.path).days(plan.tier)
    return NextTime(plan.tier, days, on + timedelta(days=days))
