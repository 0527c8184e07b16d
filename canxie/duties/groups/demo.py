"""The groups of the invented county: a few large villages have some; the demo account `leader` leads one."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from canxie.duties.associations.models import Association, Coverage
from canxie.duties.groups.choices import Basis, How, Result
from canxie.duties.groups.models import Leadership, Membership, PeerGroup, Review
from canxie.engine.audit.trail import action, note
from canxie.engine.demos import Counts, Demo, Progress, Step, steps
from canxie.engine.demos.ids import ids
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.actions import Due, open_due
from canxie.ground.accounts.models import User
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Division
from canxie.ground.powers import Power
from canxie.ground.registry.models import Person

PICTURED = "槐里村"
NAMES = ["第一小组", "第二小组", "第三小组"]
LARGEST = 8
"""So many of the largest villages have groups, and the one of the pictures."""
LEADER = "leader"
DECIDED = "残协会议，按村民小组分"
BACK, REVIEWED = timedelta(200), timedelta(90)
CLERK = "township"


@action("groups.invent")
def invent(*, by: Scope, demo: Demo) -> Counts:
    """Write groups by area, everybody who lives there in one of them, and a leader for each."""
    by.must_cover(demo.place, Power.GROUPS_CHANGE)
    since = demo.today - BACK
    user = User.objects.filter(username=LEADER).first()
    keys = iter(ids(demo.chance("groups"), 20_000))
    groups: list[PeerGroup] = []
    members: list[Membership] = []
    leaders: list[Leadership] = []
    for association, people in divided(demo):
        for name, part in zip(NAMES, parts(people), strict=False):
            group = PeerGroup(
                id=UUID(next(keys)),
                association=association,
                path=association.path,
                name=name,
                basis=Basis.AREA,
                area="、".join(dict.fromkeys(person.household.group for person in part))[:60],
                decided=DECIDED,
                since=max(since, association.active_since or since),
            )
            groups.append(group)
            members += [member(group, person, next(keys), number) for number, person in enumerate(part)]
            account = user if user and association.name.startswith(PICTURED) and name == NAMES[0] else None
            leaders.append(led(group, part, account, demo.today))
    PeerGroup.objects.bulk_create(groups, batch_size=500)
    Membership.objects.bulk_create(members, batch_size=500)
    Leadership.objects.bulk_create(leaders, batch_size=500)
    open_due(
        Due(one.user_id, Role.GROUP_LEADER, one.group.path, one.since_at, None, one) for one in leaders if one.user_id
    )
    reviewed(demo, groups)
    told = [(str(group.pk), group.name, group.path) for group in groups]
    digest = hashlib.sha256(repr(told).encode()).hexdigest()
    root = Division.objects.get(code=demo.place, valid_to=None)
    note(by, "groups.invent", root, place=demo.place, rows=len(groups), people=len(members), digest=digest)
    return {"残疾人小组": len(groups), "小组成员": len(members)}


def reviewed(demo: Demo, groups: Sequence[PeerGroup]) -> None:
    """Let one group in three have been reviewed a while after it began."""
    by = User.objects.filter(username=CLERK).first()
    if by is None:
        return
    told = {"took_part": "组员、组长和残协主席", "result": Result.KEEP, "by": by}
    Review.objects.bulk_create(
        Review(group=group, on=min(group.since + REVIEWED, demo.today), **told) for group in groups[::3]
    )


def divided(demo: Demo) -> Iterator[tuple[Association, list[Person]]]:
    """Yield the associations that have groups, with the people of their villages by where they live."""
    rows = Coverage.objects.on(demo.today).filter(path__startswith=demo.place).select_related("association")
    owners = {row.path: row.association for row in rows.order_by("path", "id")}
    people: dict[Association, list[Person]] = defaultdict(list)
    living = Person.objects.living().filter(path__in=owners).select_related("household")
    for person in living.order_by("path", "household__group", "id"):
        people[owners[person.path]].append(person)
    sizes = sorted(people, key=lambda one: (not one.name.startswith(PICTURED), -len(people[one]), one.path))
    for association in sizes[: LARGEST + 1]:
        yield association, people[association]


def parts(people: Sequence[Person]) -> list[Sequence[Person]]:
    """Cut a list that is sorted by where people live into three."""
    size = -(-len(people) // len(NAMES))
    return [people[start : start + size] for start in range(0, len(people), size)]


def member(group: PeerGroup, person: Person, key: str, number: int) -> Membership:
    """Put somebody into a group; all but every ninth have been told."""
    one = Membership(
        id=UUID(key),
        group=group,
        association=group.association,
        person=person,
        path=person.path,
        place=person.path,
        since=group.since,
    )
    if number % 9 != 8:
        one.told_how, one.told_on = How.values[number % len(How.values)], group.since + timedelta(number % 6 + 1)
    return one


def led(group: PeerGroup, part: Sequence[Person], user: User | None, today: date) -> Leadership:
    """Let somebody lead: the demo's leader, or one of the members."""
    person = None if user else part[len(part) // 2]
    since = timezone.make_aware(datetime.combine(min(group.since + timedelta(3), today), time(9)))
    name = user.name if user else part[len(part) // 2].name
    return Leadership(group=group, name=name, person=person, user=user, chosen="组员一起推选", since_at=since)


def run(demo: Demo, progress: Progress) -> Counts:
    counts = invent(by=Scope(SYSTEM, {Power.GROUPS_CHANGE: (demo.place,)}), demo=demo)
    progress(1)
    return counts


steps.declare("groups", Step("残疾人小组", run, after=("accounts", "registry", "associations", "officers")))
