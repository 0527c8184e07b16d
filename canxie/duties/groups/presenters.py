"""Groups as the pages show them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.utils import timezone

from canxie.duties.associations.models import Association
from canxie.duties.associations.reading import villages_of
from canxie.duties.groups import reviewing
from canxie.duties.groups.choices import Basis
from canxie.duties.groups.models import Leadership, Membership, PeerGroup, PeerGroupQuerySet, Review
from canxie.duties.groups.rules import SUGGEST_ABOVE, groups_wanted
from canxie.engine.parameters.reading import parameter
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.ground.registry.models import Person
from canxie.kernel.words import short_day
from canxie.mechanisms.criteria.households import certified

NO_LEADER = "还没选组长"


@dataclass(frozen=True, slots=True)
class Row:
    """One group in a list."""

    id: UUID
    name: str
    association: str
    people: int
    untold: int
    leader: str


def rows(groups: Iterable[PeerGroup], today: date) -> list[Row]:
    """Draw groups that come with their association; two queries more, however many there are."""
    found = [*groups]
    members = Membership.objects.on(today).filter(group__in=found).order_by()
    told = [*members.values_list("group", "told_on")]
    people = Counter(group for group, _ in told)
    untold = Counter(group for group, on in told if on is None)
    leaders = leaders_of(found)
    return [
        Row(one.pk, one.name, one.association.name, people[one.pk], untold[one.pk], leaders.get(one.pk, NO_LEADER))
        for one in found
    ]


def leaders_of(groups: Sequence[PeerGroup]) -> dict[UUID, str]:
    """Name those who lead now. A leader's name is public in the village, as an office-holder's is."""
    held = Leadership.objects.held_at(timezone.now()).filter(group__in=groups).order_by("group", "since_at")
    return dict(held.values_list("group", "name"))


@dataclass(frozen=True, slots=True)
class Member:
    """One line of a group's page."""

    id: UUID
    person_id: UUID | None
    name: str
    where: str
    since: str
    told: str


def members(scope: Scope, found: Iterable[Membership], today: date) -> list[Member]:
    """Draw memberships that come with person, household and teller: names masked unless one's own people."""
    shown = []
    for one in found:
        person = one.person
        clear = is_contact(scope, person)
        how = f"{one.get_told_how_display()}，{short_day(one.told_on, today)}" if one.told_on else ""
        shown.append(
            Member(
                id=one.pk,
                person_id=person.pk if scope.covers(person.path, Power.REGISTRY_READ) else None,
                name=person.shown(clear=clear),
                where=person.household.group,
                since=short_day(one.since, today),
                told=f"{how}，{one.told_by.name}" if how and one.told_by else how,
            )
        )
    return shown


def is_contact(scope: Scope, person: Person) -> bool:
    return scope.covers(person.path, Power.REGISTRY_CONTACT)


def facts(scope: Scope, group: PeerGroup, today: date) -> list[tuple[str, str]]:
    """What stands beside a group. By what it is one, and of whom, only for those who may read the files there."""
    told = [("残协", group.association.name), ("设立", short_day(group.since, today)), ("怎么定的", group.decided)]
    if scope.covers(group.path, Power.REGISTRY_READ):
        how = {Basis.CATEGORY: f"：{group.get_category_display()}", Basis.AREA: f"：{group.area}" if group.area else ""}
        told.append(("怎么分的", f"{group.get_basis_display()}{how.get(Basis(group.basis), '')}"))
    elif group.area:
        told.append(("哪一片", group.area))
    if group.until:
        told.append(("撤销", short_day(group.until, today)))
    return told


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Whether an association wants groups, and why; `asks_county` when nobody has said from how many on."""

    tone: str
    text: str
    asks_county: bool = False


def suggestion(association: Association, today: date) -> Suggestion:
    """Hold the number of certified people against the county's figure (2.2.5: "残疾人数量多的")."""
    paths = [village.path for village in villages_of(association, today)]
    people = Person.objects.living().filter(certified(), path__in=paths)
    count = people.count()
    above: int = parameter(SUGGEST_ABOVE, association.path, on=today).value
    if not above:
        return Suggestion("", f"持证残疾人 {count} 位。多于多少位要分小组，县里还没有定。", asks_county=True)
    wanted = groups_wanted(count, above)
    if not wanted:
        return Suggestion("good", f"持证残疾人 {count} 位，没有超过县里定的 {above} 位，不分小组也可以。")
    parts = Counter(people.order_by().values_list("household__group", flat=True))
    spread = "，".join(f"{part or '没写组的'} {number} 位" for part, number in sorted(parts.items()))
    return Suggestion(
        "soon", f"持证残疾人 {count} 位，超过县里定的 {above} 位，建议分 {wanted} 个小组。各村民小组：{spread}。"
    )


def leavers(scope: Scope, found: Iterable[Membership], today: date) -> list[tuple[str, str, str]]:
    """Name those who were in the group, until when, and why they left."""
    return [
        (
            one.person.shown(clear=is_contact(scope, one.person)),
            f"{short_day(one.since, today)}到 {short_day(one.until, today)}" if one.until else "",
            one.ended_why,
        )
        for one in found
    ]


class Reviewed(NamedTuple):
    """One review as a moment of `ui.timeline`."""

    on: date
    when: str
    title: str
    text: str
    words: str


def reviews(found: Iterable[Review], today: date) -> list[Reviewed]:
    """Draw reviews: when, what each came to, who took part and what was said."""
    return [
        Reviewed(one.on, short_day(one.on, today), one.get_result_display(), f"参加的：{one.took_part}", one.said)
        for one in found
    ]


def review_due(group: PeerGroup, last: Review | None, today: date) -> tuple[str, str]:
    """Say by when the next review is due, and whether that is late: the kind of the badge and its words."""
    by = reviewing.due_on(group, last, today)
    if by < today:
        return "late", f"该评议了，过了 {(today - by).days} 天"
    return "good", f"下次评议在 {short_day(by, today)}前"


def onward(last: PeerGroup, *, late: bool) -> str:
    """Write the address of the page behind a group."""
    return "?" + urlencode({"after": f"{last.path}~{last.name}~{last.pk}"} | ({"late": "1"} if late else {}))


def to_change(scope: Scope) -> PeerGroupQuerySet:
    """Find the groups that the reader may change."""
    return PeerGroup.objects.within(scope, Power.GROUPS_CHANGE)
