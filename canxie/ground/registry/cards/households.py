"""What the registry puts on the desk, and on the page of a household."""

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.html import format_html

from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.cards import Card, Entry, card, entries
from canxie.ground.powers import Power
from canxie.ground.registry.cards.shared import calling, history, phones_of
from canxie.ground.registry.choices import State
from canxie.ground.registry.freshness import fresh_days, told_of
from canxie.ground.registry.models import Household
from canxie.ground.registry.presenters import Six, about, certified

entries.declare("people", Entry("名册", "people", "desk:people", Power.REGISTRY_READ))


@card("registry.households", on="home", power=Power.REGISTRY_READ)
def households(scope: Scope) -> Card:
    reached = Household.objects.within(scope, Power.REGISTRY_READ)
    count = reached.aggregate(all=Count("pk"), alone=Count("pk", filter=Q(lives_alone=True)))
    lead = f"{count['all']} 户残疾人家庭，{count['alone']} 户独居。"
    return Card("残疾人家庭", "registry/cards/households.html", count, beside=f"{count['all']} 户", lead=lead)


@card("registry.clears", on="household", power=Power.REGISTRY_READ)
def clears(scope: Scope, household: Household) -> Card:
    """The six clears, and how many of them the next visit should ask."""
    today = timezone.localdate()
    told = told_of(household, as_of=today, days=fresh_days(household.path, on=today))
    is_contact = scope.covers(household.path, Power.REGISTRY_CONTACT)
    phones = phones_of(one.person for one in told if one.person)
    lines = Six(household, told, phones, today, clear=is_contact).lines()
    stale = sum(line.kind != "new" for line in lines)
    beside = format_html('<span class="quiet">{} 项清楚，{} 项该问</span>', len(lines) - stale, stale)
    return Card("六清", "registry/cards/clears.html", {"lines": lines}, beside=beside, tone="soon" if stale else "")


@card("registry.family", on="household", power=Power.REGISTRY_READ)
def family(scope: Scope, household: Household) -> Card:
    """Who lives here and how to reach them; whoever died or moved away stays at the end, without a number."""
    today = timezone.localdate()
    people = sorted(
        household.people.order_by("born_on", "pk"), key=lambda one: (one.state != State.LIVING, one.relation != "head")
    )
    phones = phones_of(one for one in people if one.state == State.LIVING)
    is_contact = scope.covers(household.path, Power.REGISTRY_CONTACT)
    first = next(((one, phones[one.pk][0]) for one in people if phones[one.pk]), None)
    shows = {
        "household": household,
        "members": [(one, about(one, today), certified(one, today), phones[one.pk]) for one in people],
        "relatives": [*household.relatives.order_by("-lives_here", "pk")],
        "is_contact": is_contact,
        "may_write": scope.covers(household.path, Power.REGISTRY_WRITE),
        "living": State.LIVING,
    }
    return Card("这一家人", "registry/cards/family.html", shows, acts=[calling(*first)] if first and is_contact else [])


@card("registry.facts", on="household", power=Power.REGISTRY_READ)
def facts(scope: Scope, household: Household) -> Card:
    shows = {"household": household, "may_write": scope.covers(household.path, Power.REGISTRY_WRITE)}
    return Card("家庭情况", "registry/cards/facts.html", shows)


@card("registry.timeline", on="household", power=Power.REGISTRY_READ)
def timeline(scope: Scope, household: Household) -> Card:
    return history(scope, household)
