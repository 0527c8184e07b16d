"""The yearly review of a group (2.2.5): who came together, and whether it goes on, with whom, or ends."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from canxie.duties.groups.actions import held
from canxie.duties.groups.choices import Result
from canxie.duties.groups.models import PeerGroup, PeerGroupQuerySet, Review
from canxie.duties.groups.rules import Refused, telling_word
from canxie.engine.audit.trail import action, note
from canxie.engine.parameters.reading import nearest, parameter, settled
from canxie.engine.scoping.scope import Scope

EVERY = "group.review_days"


@action("groups.review")
def review(*, by: Scope, group: PeerGroup, on: date, took_part: str, result: Result, said: str, at: datetime) -> Review:
    """Keep what a review of a group came to; a new leader and the end are decided by actions of their own.

    Raises Refused: when the group is closed, on a day that cannot be, with a word that tells a category.
    """
    group = held(by, group)
    if group.until is not None:
        raise Refused("on", f"“{group}”已经撤销，不用再评议。")
    last = group.reviews.order_by("-on", "-pk").first()
    if not group.since <= on <= timezone.localdate(at):
        raise Refused("on", "评议日期要在小组设立以后，不能晚于今天。")
    if last and on <= last.on:
        raise Refused("on", f"{last.on.year}年{last.on.month}月{last.on.day}日已经评议过，日期要晚于那一天。")
    for field, text in (("took_part", took_part), ("said", said)):
        if word := telling_word(text):
            raise Refused(field, f"这里不能有“{word}”：看得到小组的人都看得到这一句，会知道组员的残疾类别。")
    made = Review(group=group, on=on, took_part=took_part, result=result, said=said, by_id=by.user_id)
    made.save(force_insert=True)
    note(by, "groups.review", group, place=group.path, on=on, result=result)
    return made


@dataclass(frozen=True, slots=True)
class Due:
    """A group that has not been reviewed in time: by when it should have been, and how many days ago that is."""

    group: PeerGroup
    by: date
    days: int


def due_on(group: PeerGroup, last: Review | None, today: date) -> date:
    """Say by when a group is to be reviewed: so many days (the county's) after the last time, or after it began."""
    return (last.on if last else group.since) + timedelta(parameter(EVERY, group.path, on=today).value)


def overdue(groups: PeerGroupQuerySet, today: date) -> list[Due]:
    """List those of some groups that should have been reviewed before today, the longest first: two queries."""
    found = [*groups.on(today).select_related("association").order_by("path", "id")]
    last = dict(Review.objects.filter(group__in=found).order_by().values_list("group").annotate(Max("on")))
    every = settled(EVERY, on=today)
    days = [(one, last.get(one.pk, one.since) + timedelta(nearest(every, one.path).value)) for one in found]
    late = [Due(one, by, (today - by).days) for one, by in days if by < today]
    return sorted(late, key=lambda one: one.by)


def undone(group: PeerGroup, last: Review | None) -> Review | None:
    """Give the last review when what it decided has not been done: no new leader since, or the group still there."""
    if last is None or last.result == Result.KEEP or group.until is not None:
        return None
    begins = timezone.make_aware(datetime.combine(last.on, datetime.min.time()))
    if last.result == Result.LEADER and group.leaderships.filter(since_at__gte=begins).exists():
        return None
    return last
