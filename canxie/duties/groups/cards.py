"""What groups put on the desk, on an association's page and on a person's."""

from django.utils import timezone

from canxie.duties.associations.models import Association
from canxie.duties.groups import presenters, reviewing
from canxie.duties.groups.models import PeerGroup
from canxie.duties.groups.persons import standing_of
from canxie.duties.groups.rules import SUGGEST_ABOVE
from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.cards import Card, Entry, card, entries
from canxie.ground.powers import Power
from canxie.ground.registry.contact_cards import contact_cards
from canxie.ground.registry.models import Person

FEW = 5

entries.declare("groups", Entry("小组", "people", "groups:groups", Power.GROUPS_READ, group="组织和人"))


@card("groups.own", on="home", power=Power.GROUPS_LEAD)
def own(scope: Scope) -> Card | None:
    """A leader's own people: name, address, telephone. Nothing else of them, and nobody else."""
    group = PeerGroup.objects.within(scope, Power.GROUPS_LEAD).by_name("path").first()
    if group is None:
        return None
    people = Person.objects.within(scope, Power.GROUPS_LEAD).select_related("household")
    found = [*people.order_by("household__group", "name_sort", "pk")]
    return Card(
        f"我的小组：{group}",
        "groups/cards/own.html",
        {"people": contact_cards(found)},
        beside=f"{len(found)} 位组员",
        lead=f"{group}有 {len(found)} 位组员。",
        named=found,
    )


@card("groups.overdue", on="home", power=Power.GROUPS_CHANGE)
def overdue(scope: Scope) -> Card | None:
    """The groups that should have been reviewed by now (2.2.5, "yearly review"), the longest first."""
    today = timezone.localdate()
    found = reviewing.overdue(PeerGroup.objects.within(scope, Power.GROUPS_CHANGE), today)
    if not found:
        return None
    shown = [(one.group.pk, one.group.name, one.group.association.name, one.days) for one in found[:FEW]]
    return Card(
        "小组该评议了",
        "groups/cards/overdue.html",
        {"rows": shown, "more": len(found) > FEW},
        beside=f"{len(found)} 个",
        lead=f"{len(found)} 个小组该评议了。",
        tone="soon",
        column="side",
    )


@card("groups.of_association", on="association", power=Power.GROUPS_READ)
def of_association(scope: Scope, association: Association) -> Card:
    """The groups of an association, and whether it wants any."""
    today = timezone.localdate()
    rows = PeerGroup.objects.within(scope, Power.GROUPS_READ).on(today).filter(association=association)
    found = presenters.rows(rows.select_related("association").by_name("path"), today)
    shows = {
        "rows": found,
        "suggestion": presenters.suggestion(association, today),
        "setting": SUGGEST_ABOVE if scope.covers(association.path, Power.PARAMETERS_READ) else "",
        "new": association.pk if scope.covers(association.path, Power.GROUPS_CHANGE) else None,
    }
    return Card("残疾人小组", "groups/cards/of_association.html", shows, beside=f"{len(found)} 个")


@card("groups.of_person", on="person", power=Power.GROUPS_READ)
def of_person(scope: Scope, person: Person) -> Card | None:
    """The group that somebody is in."""
    one = standing_of(person)
    if one is None:
        return None
    leader = presenters.leaders_of([one.group]).get(one.group_id, presenters.NO_LEADER)
    return Card("小组", "groups/cards/of_person.html", {"one": one, "leader": leader}, column="side")
