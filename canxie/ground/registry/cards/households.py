"""What the registry puts on the desk, and on the page of a household."""

from datetime import date

from django.utils import timezone
from django.utils.html import format_html

from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.cards import Card, Entry, card, entries
from canxie.ground.powers import Power
from canxie.ground.registry.cards.shared import calling, history, phones_of
from canxie.ground.registry.choices import State
from canxie.ground.registry.freshness import fresh_days, told_of
from canxie.ground.registry.models import Household, Person
from canxie.ground.registry.presenters import Six, about, certified, reminded_until
from canxie.kernel.words import short_day

entries.declare("people", Entry("名册", "people", "desk:people", Power.REGISTRY_READ))


FEW = 6
MONTH, HALF_YEAR = 31, 183


@card("registry.expiring", on="home", power=Power.REGISTRY_READ)
def expiring(scope: Scope) -> Card | None:
    """The certificates that end soon or have ended, since money ends with them (domain.md 3.6, X8)."""
    today = timezone.localdate()
    own = next(iter(scope.paths(Power.REGISTRY_READ)), "")
    people = Person.objects.within(scope, Power.REGISTRY_READ).living()
    ending = people.filter(certified_until__lte=reminded_until(own, on=today))
    count = ending.count()
    if not count:
        return None
    rows = [*ending.order_by("certified_until", "pk")[:FEW]]
    clear = {row.pk: scope.covers(row.path, Power.REGISTRY_CONTACT) for row in rows}
    shown = [(row, row.shown(clear=clear[row.pk]), *ends(row.certified_until, today)) for row in rows]
    return Card(
        "残疾人证，快到期和已到期",
        "registry/cards/expiring.html",
        {"rows": shown, "more": count - len(rows)},
        beside=f"{count} 本",
        jump=("证件", f"{count} 本"),
        column="side",
        named=[row for row in rows if clear[row.pk]],
    )


def ends(until: date | None, today: date) -> tuple[str, str, str]:
    """Say how long a certificate still lasts: a sentence, and a badge's kind and words."""
    if until is None or (left := (until - today).days) < 0:
        return f"{short_day(until, today)}已经到期。先问要不要换证，补贴可能会停。" if until else "", "late", "已到期"
    sentence = f"还有 {left} 天到期（{short_day(until, today)}）。现在就能换证。"
    if left <= MONTH:
        return sentence, "soon", "1 个月内"
    return sentence, "gap", "半年内" if left <= HALF_YEAR else "1 年内"


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
