"""When each household is to be visited: recounted from all that is known, never set by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from canxie.duties.visits.choices import How, Manner
from canxie.duties.visits.models import Encounter, Plan, Postponement, Visit
from canxie.duties.visits.rules import Paid, Postponed, due_on, last_reset, strictest
from canxie.duties.visits.terms import AllTerms, Terms
from canxie.engine.prepared import of_some
from canxie.ground.registry.models import Household, Person, Standing
from canxie.mechanisms.criteria.tiers import tier_cases, tiers_in

BATCH = 1_000
IN_PERSON = (Manner.AT_HOME, Manner.OUTSIDE)


@dataclass(slots=True)
class Known:
    """All that the plan of one household is made from."""

    household: Household
    tiers: dict[UUID, str] = field(default_factory=dict)  # of each living person
    visits: list[Paid] = field(default_factory=list)
    tried_on: date | None = None
    postponed: Postponed | None = None


def recount(households: Sequence[UUID], *, on: date, held: Household | None = None) -> None:
    """Make plans and standings of these households what visits, people and parameters come to on that day.

    Whoever holds the row of the only one hands it over.
    Beside `spreading`, the only writer of both tables: so an amendment, a death or a new
    parameter undoes exactly what it should. The calling action holds the households.
    """
    terms = AllTerms(on=on, at=held.path if held else None)
    for start in range(0, len(households), BATCH):
        known = gather(households[start : start + BATCH], on=on, held=held)
        plans = write_plans(known, terms, on=on)
        write_standings(known, plans, terms, on=on)


VISITS = of_some(
    "household",
    lambda: (
        Visit.objects.counted()
        .order_by("visited_on", "received_at")
        .values_list("household", "visited_on", "manner", "chosen_next")
    ),
)
POSTPONED = of_some(
    "household", lambda: Postponement.objects.order_by("said_on", "id").values_list("household", "said_on", "until")
)
PLANS = of_some(
    "household",
    lambda: Plan.objects.order_by("household").values_list("household", "tier", "tier_since", "first_due_on"),
)
STANDINGS = of_some(
    "person__household",
    lambda: Standing.objects.order_by("person").values_list("person", "tier", "tier_since", "due_on"),
)
MEETINGS = of_some(
    "person__household",
    lambda: (
        Encounter.objects.filter(visit__struck_out=False)
        .exclude(how=How.ABSENT)
        .order_by("visit__visited_on")
        .values_list("person", "how", "visit__manner", "visit__visited_on")
    ),
)


def gather(ids: Sequence[UUID], *, on: date, held: Household | None = None) -> list[Known]:
    rows = [held] if held else Household.objects.filter(pk__in=ids).order_by("path", "id")
    known = {household.pk: Known(household) for household in rows}
    if len(known) == 1:
        for one in known.values():
            one.tiers = tiers_in(one.household, on)
    else:
        people = Person.objects.living().filter(household__in=ids).annotate(tier=tier_cases(on))
        for person, household, tier in people.order_by("id").values_list("pk", "household", "tier"):
            known[household].tiers[person] = tier
    for household, day, manner, chosen in VISITS(ids):
        known[household].visits.append(Paid(day, manner, chosen))
        if manner == Manner.NOT_MET:
            known[household].tried_on = day
    for household, said_on, until in POSTPONED(ids):
        known[household].postponed = Postponed(said_on, until)
    return [*known.values()]


class Before(NamedTuple):
    """What a plan says that is made anew: some of it stays."""

    tier: str
    tier_since: date
    first_due_on: date


def write_plans(known: Iterable[Known], terms: AllTerms, *, on: date) -> dict[UUID, Plan]:
    """Write the plans and return them by household; one in which nobody is left has none."""
    old = {household: Before(*said) for household, *said in PLANS([one.household.pk for one in known])}
    new = dict[UUID, Plan]()
    for one in known:
        if tier := strictest(one.tiers.values()):
            own = terms(one.household.path)
            new[one.household.pk] = planned(one, tier, old.get(one.household.pk), own, on=on)
    if gone := [pk for pk in old if pk not in new]:
        Plan.objects.filter(pk__in=gone).delete()
    columns = [column.name for column in Plan._meta.fields if not column.primary_key]
    Plan.objects.bulk_create(new.values(), update_conflicts=True, unique_fields=["household"], update_fields=columns)
    return new


def planned(one: Known, tier: str, old: Before | None, terms: Terms, *, on: date) -> Plan:
    interval = terms.days(tier)
    first = old.first_due_on if old else on + timedelta(days=interval)
    since = old.tier_since if old and old.tier == tier else on
    last = last_reset(one.visits, terms.resetting(tier))
    if old is None and last:
        since = last.on
    due = due_on(last=last, first_due=first, tier_since=since, interval_days=interval, postponed=one.postponed)
    return Plan(
        household=one.household,
        path=one.household.path,
        tier=tier,
        tier_since=since,
        first_due_on=first,
        due_on=due,
        last_reset_on=last.on if last else None,
        tried_on=one.tried_on,
    )


def write_standings(known: Iterable[Known], plans: dict[UUID, Plan], terms: AllTerms, *, on: date) -> None:
    households = [one.household.pk for one in known]
    old = {person: said for person, *said in STANDINGS(households)}
    met, rows = meetings_of(households), []
    for one in known:
        visited = max((visit.on for visit in one.visits if visit.manner in IN_PERSON), default=None)
        reaching, plan = terms(one.household.path).contact.value, plans.get(one.household.pk)
        for person, tier in one.tiers.items():
            before, since, _ = old.get(person, (None, None, None))
            times = met.get(person, [])
            rows.append(
                Standing(
                    person_id=person,
                    path=one.household.path,
                    tier=tier,
                    tier_since=since if before == tier else on,
                    due_on=plan.due_on if plan else None,
                    last_visit_on=visited,
                    last_seen_on=max((t.seen for t in times if t.seen and t.manner in IN_PERSON), default=None),
                    last_contact_on=max((t.told for t in times if t.told and t.manner in reaching), default=None),
                )
            )
    columns = [column.name for column in Standing._meta.fields if not column.primary_key]
    Standing.objects.bulk_create(rows, update_conflicts=True, unique_fields=["person"], update_fields=columns)
    living = {person for one in known for person in one.tiers}
    if gone := [person for person, (tier, _, due) in old.items() if person not in living and (tier or due)]:
        Standing.objects.filter(pk__in=gone).update(tier="", due_on=None)


class Times(NamedTuple):
    """When somebody was last seen, and last told of by themselves or family, by one manner of visiting."""

    manner: str
    seen: date | None
    told: date | None


def meetings_of(households: Sequence[UUID]) -> dict[UUID, list[Times]]:
    """By person, the last days of each manner of visiting that was counted."""
    found: dict[UUID, dict[str, Times]] = {}
    for person, how, manner, day in MEETINGS(households):
        manners = found.setdefault(person, {})
        before = manners.get(manner, Times(manner, None, None))
        manners[manner] = Times(manner, day if how == How.SELF else before.seen, day)
    return {person: [*manners.values()] for person, manners in found.items()}
