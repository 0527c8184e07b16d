"""Who may sign in, and who is appointed to what. The only place that writes posts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.followers import follow
from canxie.ground.accounts.levels import WORKS_AT
from canxie.ground.accounts.models import Appointment, Post, User
from canxie.ground.accounts.roles import ADMINISTRATORS, Role
from canxie.ground.divisions.models import Division, Level
from canxie.ground.powers import Power

CHUNK = 500
"""Rows of one statement."""


@action("accounts.create_user")
def create_user(*, by: Scope, username: str, name: str, place: str, password: str | None = None) -> User:
    """Make an account without any right; `place` is where the person will work, for the trail.

    Raises ValidationError when the user name is taken. Without a password nobody signs in with it.
    """
    by.must_cover(place, Power.ACCOUNTS_APPOINT)
    if User.objects.filter(username=username).exists():
        raise ValidationError("这个用户名已经有人用了，换一个。")
    user = User(username=username, name=name)
    user.set_password(password)
    user.save(force_insert=True)
    note(by, "accounts.create_user", user, place=place, username=username)
    return user


@action("accounts.appoint")
def appoint(
    *, by: Scope, user: User, role: Role, place: str, since: datetime, basis: str, until: datetime | None = None
) -> Appointment:
    """Appoint somebody to a role at a division, and open the post that follows.

    Raises ValidationError when the role does not belong to the place, when the place does not
    exist by then, when the same office would be held twice at a time, or on oneself.
    """
    by.must_cover(place, Power.ACCOUNTS_APPOINT)
    made = written(by=by, user=user, role=role, place=place, since=since, until=until, basis=basis)
    note(by, "accounts.appoint", made, place=place, user=user.pk, role=role, since=since, until=until, basis=basis)
    return made


@action("accounts.cover")
def cover(*, by: Scope, user: User, village: str, since: datetime, until: datetime, basis: str) -> Appointment:
    """Let the commissioner of another village of the township look after one that has none, for a time.

    Clause 二(二): "统筹乡镇(街道)残疾人工作力量". The one appointment that a township makes itself:
    this role, at a village below it that has nobody then, with an end. The village's row is held, so
    that of two who cover it at once the second is told. Raises ValidationError when the village is not
    vacant for all of that time, when the user works in no other village of the township, or on oneself.
    """
    township = village[: Level.TOWNSHIP]
    by.must_cover(township, Power.TOWNSHIPS_CHANGE)
    Division.objects.select_for_update().filter(code=village, valid_to=None).first()
    here = Post.objects.filter(role=Role.COMMISSIONER, path=village)
    first = here.overlapping(since, until).order_by("since_at").first()
    if first and first.since_at <= since:
        raise ValidationError("这个村那时有专职委员，不用代管。")
    if first:
        day = timezone.localdate(first.since_at)
        raise ValidationError(f"{day.month}月{day.day}日起有人接任，代管最晚到那天。")
    elsewhere = Post.objects.held_at(since).filter(user=user, role=Role.COMMISSIONER).exclude(path=village)
    if not elsewhere.filter(path__startswith=township).exists():
        raise ValidationError("代管的人要是本乡镇（街道）别的村的专职委员。")
    made = written(by=by, user=user, role=Role.COMMISSIONER, place=village, since=since, until=until, basis=basis)
    note(by, "accounts.cover", made, place=village, user=user.pk, since=since, until=until, basis=basis)
    return made


def written(
    *, by: Scope, user: User, role: Role, place: str, since: datetime, until: datetime | None, basis: str
) -> Appointment:
    """Write an appointment and open the post that follows. Whoever calls has asked for the power to do so."""
    if user.pk == by.user_id:
        raise ValidationError("不能给自己任职，请上一级残联来办。")
    check_place(role, place, since)
    span = {"user": user, "role": role, "path": place, "since_at": since, "until_at": until}
    made = Appointment(**span, place=place, basis=basis, appointed_by_id=by.user_id or None)
    check_span(made)
    made.save(force_insert=True)
    open_post(by=by, source=made, user=user, role=role, place=place, since=since, until=until)
    return made


@action("accounts.end")
def end(*, by: Scope, appointment: Appointment, at: datetime, reason: str) -> None:
    """End an appointment and the post that came of it, to the second.

    One that has not begun is called off: it ends when it would have begun. Raises
    ValidationError when it has ended by then.
    """
    by.must_cover(appointment.path, Power.ACCOUNTS_APPOINT)
    kept, before = ended(by=by, appointment=appointment, at=at, reason=reason)
    note(by, "accounts.end", kept, place=kept.path, until=[before, kept.until_at], reason=reason)


def ended(*, by: Scope, appointment: Appointment, at: datetime, reason: str) -> tuple[Appointment, datetime | None]:
    """End an appointment with its posts, and say when it would have ended. Whoever calls has asked for the power."""
    kept = Appointment.objects.select_for_update().get(pk=appointment.pk)
    at = max(at, kept.since_at)
    if kept.until_at and kept.until_at <= at:
        raise ValidationError("这个任命那时已经结束了。")
    before, kept.until_at, kept.ended_reason = kept.until_at, at, reason
    kept.save(update_fields=["until_at", "ended_reason"])
    close_posts(by=by, source=kept, at=at)
    return kept, before


def open_posts(made: Iterable[Appointment]) -> None:
    """Open the posts that follow from many appointments at once."""
    open_due(Due(one.user_id, Role(one.role), one.path, one.since_at, one.until_at, one) for one in made)


def open_post(
    *, by: Scope, source: models.Model, user: User, role: Role, place: str, since: datetime, until: datetime | None
) -> Post:
    """Write the post that follows from `source`, an appointment or a term of office. Call it inside an action.

    Whoever calls has asked for the power to do so. Raises ValidationError when the same office
    would be held twice at a time.
    """
    post = Post(user=user, role=role, path=place, since_at=since, until_at=until, source=named(source))
    check_span(post)
    post.save(force_insert=True)
    note(by, "accounts.open_post", post, place=place, user=user.pk, role=role, since=since, until=until)
    follow(by, post)
    return post


def close_posts(*, by: Scope, source: models.Model, at: datetime) -> None:
    """End the posts that followed from `source`. Call it inside an action.

    A post that has not begun by then ends when it would have begun.
    """
    for post in Post.objects.select_for_update().filter(source=named(source)).order_by("id"):
        end_post(by, post, at)


def end_post(by: Scope, post: Post, at: datetime | None) -> None:
    before, post.until_at = post.until_at, at and max(at, post.since_at)
    post.save(update_fields=["until_at"])
    note(by, "accounts.close_post", post, place=post.path, user=post.user_id, until=[before, post.until_at])
    follow(by, post)


class Due(NamedTuple):
    """A post that is to follow from a source: whose, as what, where, from when until when."""

    user_id: int
    role: Role
    place: str
    since: datetime
    until: datetime | None
    source: models.Model


def settle_posts(*, by: Scope, source: models.Model, due: Sequence[Due]) -> None:
    """Make the posts that follow from `source` exactly those that are due. Call it inside an action.

    One that is not due any more never was: it ends when it began. Whoever calls has asked for
    the power to do so. Raises ValidationError when the same office would be held twice at a time.
    """
    wanted = {(one.user_id, one.role, one.place, one.since): one for one in due}
    for post in Post.objects.select_for_update().filter(source=named(source)).order_by("id"):
        one = wanted.pop((post.user_id, Role(post.role), post.path, post.since_at), None)
        until = one.until if one else post.since_at
        if until != post.until_at:
            end_post(by, post, until)
    for one in wanted.values():
        user = User.objects.get(pk=one.user_id)
        open_post(by=by, source=source, user=user, role=one.role, place=one.place, since=one.since, until=one.until)


def open_due(due: Iterable[Due]) -> None:
    """Open the posts that follow from many terms of office at once. Whoever calls knows that none is held twice."""
    Post.objects.bulk_create(
        Post(
            user_id=one.user_id,
            role=one.role,
            path=one.place,
            since_at=one.since,
            until_at=one.until,
            source=named(one.source),
        )
        for one in due
    )


@action("accounts.end_many")
def end_many(*, by: Scope, appointments: Sequence[Appointment], place: str, at: datetime, reason: str) -> None:
    """End many appointments within a place and the posts that came of them in one second, as `end` ends one."""
    by.must_cover(place, Power.ACCOUNTS_APPOINT)
    for some in (appointments[start : start + CHUNK] for start in range(0, len(appointments), CHUNK)):
        kept = Appointment.objects.filter(pk__in=[one.pk for one in some], path__startswith=place)
        kept.update(until_at=at, ended_reason=reason)
        Post.objects.filter(source__in=[named(one) for one in some]).update(until_at=at)
    note(by, "accounts.end_many", Appointment(), place=place, rows=len(appointments), at=at, reason=reason)


def named(source: models.Model) -> str:
    return f"{source._meta.label}#{source.pk}"


def check_place(role: Role, place: str, since: datetime) -> None:
    if len(place) != WORKS_AT[role]:
        raise ValidationError(f"{role.label}要任在{WORKS_AT[role].label}一级。")
    day = timezone.localdate(max(since, timezone.now()))
    if not Division.objects.valid_on(day).filter(code=place).exists():
        raise ValidationError("到那天没有这个地方，请先核对区划。")


def check_span(held: Appointment | Post) -> None:
    """Refuse a span that is empty, or an office that would be held twice at a time.

    Whoever writes for the same user waits here.
    """
    if held.until_at and held.until_at <= held.since_at:
        raise ValidationError("任职止要晚于任职起。")
    User.objects.select_for_update(no_key=True).get(pk=held.user_id)
    check_apart(held)
    same = type(held).objects.filter(user_id=held.user_id, role=held.role, path=held.path)
    if same.overlapping(held.since_at, held.until_at).exists():
        raise ValidationError("这个人这段时间已经在这里任同一岗位了。")


def check_apart(held: Appointment | Post) -> None:
    """Keep the three administrators apart from each other and from all other work: none reads files, or audits itself.

    网络安全等级保护: 系统管理、审计管理、安全管理分开.
    """
    others = type(held).objects.filter(user_id=held.user_id).overlapping(held.since_at, held.until_at)
    others = others.exclude(role=held.role)
    if held.role not in ADMINISTRATORS:
        others = others.filter(role__in=ADMINISTRATORS)
    if other := others.order_by("id").first():
        one, two = other.get_role_display(), Role(held.role).label
        raise ValidationError(f"这个账号这段时间是{one}，不能同时是{two}。另建一个账号。")
