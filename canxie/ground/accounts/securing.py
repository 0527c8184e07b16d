"""What the security administrator does, and what everybody does with their own ways in: unlock, end, switch off."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import OutOfScope, Scope
from canxie.ground.accounts.limits import forget_all, keyed
from canxie.ground.accounts.models import Device, Post, Session, User
from canxie.ground.accounts.scopes import held_by
from canxie.ground.powers import Power

WRONG = "accounts.wrong_password"


def group_of(username: str) -> str:
    """Under which key all wrong tries at a name are counted, wherever they came from."""
    return keyed(WRONG, "everywhere", username)


def close(user: User, *, but: str = "") -> int:
    """End all sessions of somebody, save that with the key `but`, and unbind all devices. Call it inside an action."""
    Device.objects.filter(user=user, ended_at=None).update(ended_at=timezone.now())
    gone, _ = Session.objects.filter(user=user).exclude(session_key=but).delete()
    return gone


def accounts(scope: Scope, power: str) -> QuerySet[User]:
    """The accounts of those who hold or have held an office where the power reaches."""
    return User.objects.filter(Exists(Post.objects.within(scope, power).filter(user=OuterRef("pk"))))


def place_within(by: Scope, user: User, power: str) -> str:
    """Where the power reaches somebody: the place of an office that they hold or held last. Raises OutOfScope."""
    post = Post.objects.within(by, power).filter(user=user).order_by("-since_at", "-id").first()
    if post is None:
        raise OutOfScope(user.pk, power)
    return post.path


@action("accounts.unlock")
def unlock(*, by: Scope, user: User) -> None:
    """Let a name that rests after wrong passwords be tried again, from every address."""
    place = place_within(by, user, Power.ACCOUNTS_SECURE)
    note(by, "accounts.unlock", user, place=place, addresses=forget_all(group_of(user.username)))


@action("accounts.end_all")
def end_all(*, by: Scope, user: User, reason: str) -> None:
    """End all sessions and unbind all devices of somebody."""
    place = place_within(by, user, Power.ACCOUNTS_SECURE)
    note(by, "accounts.end_all", user, place=place, sessions=close(user), reason=reason)


@action("accounts.switch")
def switch(*, by: Scope, user: User, is_on: bool, reason: str) -> None:
    """Switch an account off, which ends all that is open, or on again. Nobody switches off themselves."""
    place = place_within(by, user, Power.ACCOUNTS_SECURE)
    if user.pk == by.user_id:
        raise ValidationError("不能停用自己的账号，请另一位安全管理员来办。")
    user = User.objects.select_for_update().get(pk=user.pk)
    before, user.is_active = user.is_active, is_on
    user.save(update_fields=["is_active"])
    if not is_on:
        close(user)
    note(by, "accounts.switch", user, place=place, is_active=[before, is_on], reason=reason)


@action("accounts.end_session")
def end_session(*, by: Scope, user: User, tag: str) -> None:
    """End one session: of one's own, or of somebody whose account one secures."""
    gone, _ = Session.objects.filter(user=user, tag=tag).delete()
    note(by, "accounts.end_session", user, place=reached(by, user), sessions=gone)


@action("accounts.end_device")
def end_device(*, by: Scope, user: User, device: int, at: datetime) -> None:
    """Unbind one device, and end what was opened with it: of one's own, or of an account one secures."""
    place = reached(by, user)
    found = Device.objects.filter(pk=device, user=user, ended_at=None)
    ended = found.update(ended_at=at)
    for session in Session.objects.filter(user=user).order_by("session_key"):
        if ended and session.get_decoded().get("device") == device:
            session.delete()
    note(by, "accounts.end_device", user, place=place, device=device, ended=ended)


def reached(by: Scope, user: User) -> str:
    if by.user_id != user.pk:
        return place_within(by, user, Power.ACCOUNTS_SECURE)
    held = held_by(user.pk, at=timezone.now())
    return held[0].path if held else ""
