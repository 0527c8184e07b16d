"""Founding groups, who joins and leaves them, who leads them, and closing them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone

from canxie.duties.associations.choices import RUNNING
from canxie.duties.associations.models import Association
from canxie.duties.associations.reading import villages_of
from canxie.duties.groups.choices import Basis, How
from canxie.duties.groups.models import Leadership, Membership, PeerGroup
from canxie.duties.groups.rules import Refused, name_refused, telling_word
from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.actions import close_posts, open_post
from canxie.ground.accounts.models import User
from canxie.ground.accounts.roles import Role
from canxie.ground.powers import Power
from canxie.ground.registry.choices import State
from canxie.ground.registry.models import Person


class Draft(NamedTuple):
    """What a new group is: its name for everybody, and by what it is one."""

    name: str
    basis: Basis
    decided: str
    category: str = ""
    area: str = ""


@action("groups.found")
def found(*, by: Scope, association: Association, draft: Draft, since: date, at: datetime) -> PeerGroup:
    """Found a group of an association that is running.

    Clause 二(二): "可按照残疾人数量、类别或区域分布设立若干残疾人小组". The trail names the group and never
    its category. Whoever may not read the files there founds none by category: the choice
    alone would tell who belongs together.

    Raises Refused with the field and a sentence.
    """
    association = Association.objects.select_for_update().get(pk=association.pk)
    by.must_cover(association.path, Power.GROUPS_CHANGE)
    name, today = draft.name.strip(), timezone.localdate(at)
    if association.state not in RUNNING or association.active_since is None:
        raise Refused("name", "残协备案以后才能分小组，现在还没有运行。")
    if association.groups.filter(name=name, until=None).exists():
        raise Refused("name", f"已经有一个“{name}”，换一个名称。")
    check(by, association, draft)
    if not association.active_since <= since <= today:
        raise Refused("since", "设立日期要在残协运行以后，不能晚于今天。")
    group = PeerGroup(
        association=association,
        path=association.path,
        name=name,
        basis=draft.basis,
        category=draft.category,
        area=draft.area.strip() if draft.basis == Basis.AREA else "",
        decided=draft.decided.strip(),
        since=since,
    )
    group.save(force_insert=True)
    note(by, "groups.found", group, place=group.path, name=name, since=since)
    return group


def check(by: Scope, association: Association, draft: Draft) -> None:
    """Refuse what would tell a category to whoever reads it, and what is not complete."""
    if sentence := name_refused(draft.name):
        raise Refused("name", sentence)
    for field in ("area", "decided"):
        if word := telling_word(getattr(draft, field)):
            raise Refused(field, f"这里不能有“{word}”：看得到小组的人都看得到这一句，会知道组员的残疾类别。")
    if not draft.decided.strip():
        raise Refused("decided", "请写下怎么定的，比如哪天的会。")
    if draft.basis == Basis.CATEGORY and not by.covers(association.path, Power.REGISTRY_READ):
        raise Refused("basis", "按残疾类别设的小组要由乡镇（街道）残联来设；这里可以按人数或按片区设。")
    if (draft.basis == Basis.CATEGORY) != bool(draft.category):
        raise Refused("category", "按类别设的小组要选一个类别。")


@action("groups.join")
def join(*, by: Scope, group: PeerGroup, people: Iterable[Person], since: date, at: datetime) -> list[Membership]:
    """Take people into a group from a day on; all of them or, with a sentence, none.

    Raises Refused: when the group is closed, somebody lives in no village of the association or
    is no longer in the register, or is in a group of the association on any day from then on.
    """
    group = held(by, group)
    today = timezone.localdate(at)
    if group.until is not None:
        raise Refused("people", f"“{group}”已经撤销，不能再加人。")
    if not group.since <= since <= today:
        raise Refused("since", "加入日期要在小组设立以后，不能晚于今天。")
    keys = [person.pk for person in people]
    kept = [*Person.objects.select_for_update().filter(pk__in=keys).order_by("pk")]
    if not kept:
        raise Refused("people", "请选要加入的人。")
    covered = {village.path for village in villages_of(group.association, today)}
    if strangers := [person for person in kept if person.path not in covered]:
        raise Refused("people", f"{masked(strangers)}不住在这个残协管的村里，不能加入。")
    if gone := [person for person in kept if person.state != State.LIVING]:
        raise Refused("people", f"{masked(gone)}已经不在册，不能加入。")
    others = Membership.objects.after(since).filter(association=group.association, person__in=kept)
    if other := others.select_related("group", "person").order_by("since", "pk").first():
        raise Refused(
            "people", f"{masked([other.person])}那时在“{other.group}”，一个人同一天只在一个小组；先记退出，再加进来。"
        )
    made = [
        Membership(group=group, association=group.association, person=one, path=one.path, place=one.path, since=since)
        for one in kept
    ]
    Membership.objects.bulk_create(made)
    note(by, "groups.join", group, place=group.path, people=[str(one.pk) for one in kept], since=since)
    return made


@action("groups.leave")
def leave(*, by: Scope, membership: Membership, on: date, why: str, at: datetime) -> Membership:
    """Let somebody leave a group: that day is the first without them. Raises Refused."""
    group = held(by, membership.group)
    Person.objects.select_for_update().get(pk=membership.person_id)
    kept = Membership.objects.select_for_update().get(pk=membership.pk)
    if kept.until is not None:
        raise Refused("on", "已经记过退出了。")
    if not kept.since <= on <= timezone.localdate(at):
        raise Refused("on", "退出日期要在加入以后，不能晚于今天。")
    end([kept], on, why)
    note(by, "groups.leave", group, place=group.path, person=str(kept.person_id), until=on)
    for leadership in group.leaderships.filter(person=kept.person_id, until_at=None).order_by("pk"):
        step_down(by, leadership, at, why)
    return kept


@action("groups.lead")
def lead(
    *, by: Scope, group: PeerGroup, name: str, person: Person | None, user: User | None, chosen: str, at: datetime
) -> Leadership:
    """Choose a leader from this second on; whoever led until now has done so. With an account a post follows.

    Raises Refused: when the group is closed, the person is not in it, or the account leads here already.
    """
    group = held(by, group)
    if group.until is not None:
        raise Refused("name", f"“{group}”已经撤销，不用再选组长。")
    if person and not Membership.objects.on(timezone.localdate(at)).filter(group=group, person=person).exists():
        raise Refused("person", "组长要从组里的人里选；不是组员的，写姓名。")
    name = person.name if person else name.strip()
    if not name:
        raise Refused("name", "请选一位组员，或者写下组长的姓名。")
    if not chosen.strip():
        raise Refused("chosen", "请写下怎么选的，比如哪天组员一起推选。")
    for leadership in group.leaderships.filter(until_at=None).order_by("pk"):
        step_down(by, leadership, at, "换了组长")
    at = begins_after(group, at)
    made = Leadership(group=group, name=name, person=person, user=user, chosen=chosen.strip(), since_at=at)
    made.save(force_insert=True)
    if user:
        try:
            open_post(by=by, source=made, user=user, role=Role.GROUP_LEADER, place=group.path, since=at, until=None)
        except ValidationError as error:
            raise Refused("account", "这个账号已经是本村另一个小组的组长，一个人只当一个小组的组长。") from error
    note(by, "groups.lead", group, place=group.path, user=user.pk if user else None, since=at)
    return made


def begins_after(group: PeerGroup, at: datetime) -> datetime:
    """Give the moment from which one more may lead: of two who choose at once the one who waited comes later."""
    over = group.leaderships.aggregate(over=Max("until_at"))["over"]
    return max(at, over) if over else at


@action("groups.stand_down")
def stand_down(*, by: Scope, leadership: Leadership, why: str, at: datetime) -> None:
    """End a leadership and its post, to the second. Raises Refused when it has ended."""
    group = held(by, leadership.group)
    kept = Leadership.objects.select_for_update().get(pk=leadership.pk)
    if kept.until_at is not None:
        raise Refused("why", "已经不是组长了。")
    step_down(by, kept, at, why)
    note(by, "groups.stand_down", group, place=group.path, user=kept.user_id, until=at)


@action("groups.tell")
def tell(*, by: Scope, group: PeerGroup, people: Sequence[UUID], how: How, on: date, at: datetime) -> int:
    """Write down how members heard that they are in the group, and say how many; `people` are keys of memberships."""
    group = held(by, group)
    if not group.since <= on <= timezone.localdate(at):
        raise Refused("on", "日期要在小组设立以后，不能晚于今天。")
    rows = Membership.objects.filter(group=group, pk__in=people, until=None)
    count = rows.update(told_how=how, told_on=on, told_by=by.user_id)
    if not count:
        raise Refused("people", "请选告诉了谁。")
    note(by, "groups.tell", group, place=group.path, people=count, how=how, on=on)
    return count


@action("groups.close")
def close(*, by: Scope, group: PeerGroup, on: date, why: str, at: datetime) -> PeerGroup:
    """Close a group: that day is the first without it, and without its leader. Raises Refused."""
    group = held(by, group)
    if group.until is not None:
        raise Refused("on", "这个小组已经撤销了。")
    latest = max([group.since, *group.memberships.order_by().values_list("since", flat=True)])
    if not latest <= on <= timezone.localdate(at):
        raise Refused("on", "撤销日期不能早于最后一位组员加入的日期，不能晚于今天。")
    wind_up(by, group, on, why, at)
    note(by, "groups.close", group, place=group.path, until=on)
    return group


def held(by: Scope, group: PeerGroup) -> PeerGroup:
    """Hold the group, so that of two who change it one waits."""
    kept = PeerGroup.objects.select_for_update(of=("self",)).select_related("association").get(pk=group.pk)
    by.must_cover(kept.path, Power.GROUPS_CHANGE)
    return kept


def end(memberships: Iterable[Membership], on: date, why: str) -> None:
    """End memberships on a day; one that has not begun by then never was."""
    for one in memberships:
        one.until, one.ended_why = max(on, one.since), why
        one.save(update_fields=["until", "ended_why"])


def step_down(by: Scope, leadership: Leadership, at: datetime, why: str) -> None:
    leadership.until_at, leadership.ended_why = max(at, leadership.since_at), why
    leadership.save(update_fields=["until_at", "ended_why"])
    close_posts(by=by, source=leadership, at=at)


def wind_up(by: Scope, group: PeerGroup, on: date, why: str, at: datetime) -> None:
    """End everything about a group."""
    group.until = max(on, group.since)
    group.save(update_fields=["until"])
    end(group.memberships.filter(until=None).order_by("pk"), on, why)
    for leadership in group.leaderships.filter(until_at=None).order_by("pk"):
        step_down(by, leadership, at, why)


def masked(people: Sequence[Person]) -> str:
    return "、".join(person.shown(clear=False) for person in people)
