"""What contacts put on the desk, and on the pages of a person and a household."""

from typing import Any, Literal

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from canxie.duties.contacts.asking import choices_of
from canxie.duties.contacts.choices import Kind
from canxie.duties.contacts.models import ContactAssignment
from canxie.duties.contacts.presenters import facts
from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.cards import Card, Entry, card, entries
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.ground.registry.models import Household, Person

entries.declare("contacts", Entry("联系人", "hand", "contacts:without", Power.CONTACTS_ASSIGN, group="组织和人"))

FEW = 3


@card("contacts.nobody", on="home", power=Power.CONTACTS_ASSIGN)
def nobody(scope: Scope) -> Card | None:
    """How many have no named contact, and where most of them live."""
    open_ = ContactAssignment.objects.within(scope, Power.CONTACTS_ASSIGN).open_(Kind.LEAD).filter(contact=None)
    counted = open_.order_by().values("path").annotate(count=Count("pk"))
    rows: list[Any] = [*counted.order_by("-count", "path")]
    if not rows:
        return None
    count, name, today = (
        sum(row["count"] for row in rows),
        Names(row["path"] for row in rows[:FEW]),
        timezone.localdate(),
    )
    places = "、".join(f"{name(row['path'], today)} {row['count']} 人" for row in rows[:FEW])
    shows = {"count": count, "places": places + ("等" if len(rows) > FEW else "")}
    return Card("没有联系人", "contacts/cards/nobody.html", shows, beside=f"{count} 人", tone="soon", column="side")


@card("contacts.of_person", on="person", power=Power.REGISTRY_READ)
def of_person(scope: Scope, person: Person) -> Card:
    """Who answers for this person, since when and why."""
    today, choices = timezone.localdate(), choices_of(person)
    shows = {
        "told": facts([person], choices, today),
        "second": facts([person], choices, today, Kind.SECONDARY),
        "alone": True,
    }
    return of_someone(scope, person.path, person, shows)


@card("contacts.of_household", on="household", power=Power.REGISTRY_READ)
def of_household(scope: Scope, household: Household) -> Card | None:
    """Who answers for the people of this household."""
    living = Person.objects.within(scope, Power.REGISTRY_READ).living().filter(household=household)
    people = [*living.order_by("born_on", "pk")]
    if not people:
        return None
    shows = {"told": facts(people, {}, timezone.localdate()), "second": [], "alone": len(people) == 1}
    return of_someone(scope, household.path, people[0] if len(people) == 1 else None, shows)


def of_someone(scope: Scope, path: str, person: Person | None, shows: dict[str, Any]) -> Card:
    beside = ""
    if person and scope.covers(path, Power.CONTACTS_ASSIGN):
        href = reverse("contacts:person", args=[person.pk])
        beside = format_html('<a href="{}">改联系人</a>', href)
    tone: Literal["soon", ""] = "soon" if any(one.lacks for one in shows["told"]) else ""
    return Card("联系人", "contacts/cards/of_someone.html", shows, beside=beside, tone=tone, column="side")
