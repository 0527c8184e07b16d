"""The second factor: a one-time code or a passkey beside the password, and recovery codes for the day it is lost.

django-allauth keeps and checks them; how often one may try, what the trail says and who has
to have one is said here. Its pages and addresses are not used.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from canxie.engine.audit.trail import action, note
from canxie.engine.parameters.reading import parameter
from canxie.engine.scoping.scope import OutOfScope, Scope
from canxie.ground.accounts.limits import Limit, forget, take
from canxie.ground.accounts.models import User
from canxie.ground.accounts.roles import ADMINISTRATORS
from canxie.ground.accounts.scopes import NOWHERE, Held, held_by
from canxie.ground.accounts.securing import place_within
from canxie.ground.powers import Power

TOTP_KIND, PASSKEY, RECOVERY = (
    kind.value for kind in (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES)
)
NAMES = {TOTP_KIND: "动态口令", PASSKEY: "通行密钥", RECOVERY: "恢复码"}
TRIES = Limit(5, timedelta(minutes=15), from_last=True)
"""A code has six digits: five tries in a row, then a rest, whatever address they come from."""
ONCE = Limit(1, timedelta(minutes=2))
"""A one-time code lasts a minute and a half here, and counts once."""
WRONG_CODE = "accounts.wrong_code"


class NotConfirmed(Exception):
    """The second step was not passed. `wait` is how long it rests now."""

    def __init__(self, wait: timedelta = timedelta()) -> None:
        super().__init__(wait)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Factor:
    """One that somebody has, as its owner knows it."""

    pk: int
    kind: str
    name: str
    since: datetime
    used: datetime | None


def level_of(held: Held) -> str:
    """Under which word of the parameter an office stands; "" for those of a village."""
    role, path = held
    if role in ADMINISTRATORS:
        return "administrators"
    return {9: "township", 6: "county", 4: "above", 2: "above"}.get(len(path), "")


def is_required(held: Sequence[Held], on: date) -> bool:
    """Say whether any of these offices asks for a second factor. In demo mode none does, since all may use it."""
    if settings.DEMO:
        return False
    return any(level_of(one) in parameter("accounts.second_factor", one.path, on=on).value for one in held)


def factors_of(user: User) -> list[Factor]:
    """What somebody has beside the password, the oldest first; recovery codes are no factor of their own."""
    rows = Authenticator.objects.filter(user=user).exclude(type=RECOVERY).order_by("created_at", "id")
    return [
        Factor(row.pk, row.type, row.data.get("name") or NAMES[row.type], row.created_at, row.last_used_at)
        for row in rows
    ]


def codes_left(user: User) -> int:
    row = Authenticator.objects.filter(user=user, type=RECOVERY).first()
    return len(RecoveryCodes(row).get_unused_codes()) if row else 0


@action("accounts.enrol_code")
def enrol_code(*, by: Scope, user: User, secret: str, code: str) -> list[str]:
    """Take a one-time code generator of one's own, once it has shown a right code.

    Returns recovery codes to be told once, when these are the first. Raises ValidationError.
    """
    own(by, user)
    if Authenticator.objects.filter(user=user, type=TOTP_KIND).exists():
        raise ValidationError("已经有一个动态口令了。换手机先去掉旧的。")
    if take(WRONG_CODE, f"{user.pk}", limit=TRIES):
        raise ValidationError("错了太多次，过 15 分钟再试。")
    if not validate_totp_code(secret, code):
        raise ValidationError("动态口令不对。看看手机的时间准不准，等下一个 6 位数再试。")
    forget(WRONG_CODE, f"{user.pk}")
    TOTP.activate(user, secret)
    return enrolled(by, user, TOTP_KIND)


@action("accounts.enrol_passkey")
def enrol_passkey(*, by: Scope, user: User, name: str, credential: Mapping[str, Any]) -> list[str]:
    """Take a passkey of one's own that has answered this session's challenge. Raises ValidationError."""
    own(by, user)
    try:
        webauthn.complete_registration(dict(credential))
    except (ValidationError, ValueError, KeyError, TypeError):
        raise ValidationError("这个通行密钥没有登记上，再试一次。") from None
    webauthn.WebAuthn.add(user, name, dict(credential))
    return enrolled(by, user, PASSKEY)


def enrolled(by: Scope, user: User, kind: str) -> list[str]:
    has_codes = Authenticator.objects.filter(user=user, type=RECOVERY).exists()
    note(by, "accounts.enrol_factor", user, place=place_of(user), kind=kind)
    return [] if has_codes else [*RecoveryCodes.activate(user).generate_codes()]


@action("accounts.renew_codes")
def renew_codes(*, by: Scope, user: User) -> list[str]:
    """Make new recovery codes, told once; the old ones open nothing any more."""
    own(by, user)
    Authenticator.objects.filter(user=user, type=RECOVERY).delete()
    note(by, "accounts.renew_codes", user, place=place_of(user))
    return [*RecoveryCodes.activate(user).generate_codes()]


@action("accounts.remove_factor")
def remove(*, by: Scope, user: User, factor: int, on: date) -> None:
    """Take one's own factor away; the last one only where none is asked for. Raises ValidationError, OutOfScope."""
    own(by, user)
    rows = Authenticator.objects.select_for_update().filter(user=user).exclude(type=RECOVERY).order_by("id")
    kept = [*rows]
    gone = next((row for row in kept if row.pk == factor), None)
    if gone is None:
        raise OutOfScope(factor)
    if len(kept) == 1 and is_required(held_by(user.pk, at=timezone.now()), on):
        raise ValidationError("这个岗位要有第二道验证。先加一个新的，再去掉这个。")
    gone.delete()
    if len(kept) == 1:
        Authenticator.objects.filter(user=user).delete()
    note(by, "accounts.remove_factor", user, place=place_of(user), kind=gone.type)


@action("accounts.clear_factors")
def clear(*, by: Scope, user: User, reason: str) -> None:
    """Take all factors of somebody who has lost them, so that they enrol anew: the security administrator, with why."""
    place = place_within(by, user, Power.ACCOUNTS_SECURE)
    if user.pk == by.user_id:
        raise ValidationError("不能清自己的，请另一位安全管理员来办。")
    rows = Authenticator.objects.filter(user=user)
    kinds = sorted(rows.order_by("id").values_list("type", flat=True))
    rows.delete()
    note(by, "accounts.clear_factors", user, place=place, kinds=kinds, reason=reason)


def confirm_code(user: User, code: str) -> None:
    """Pass the second step with a one-time code or a recovery code. Raises NotConfirmed."""
    if rest := take(WRONG_CODE, f"{user.pk}", limit=TRIES):
        raise NotConfirmed(rest)
    kind = right_code(user, "".join(code.split()))
    if not kind:
        refuse(user=user)
        raise NotConfirmed
    forget(WRONG_CODE, f"{user.pk}")
    confirm(by=Scope(user.pk, {}), user=user, kind=kind)


def right_code(user: User, code: str) -> str:
    """Say which kind of code it is, or nothing. A one-time code counts once, in all processes together."""
    for row in Authenticator.objects.filter(user=user, type__in=[TOTP_KIND, RECOVERY]).order_by("-type"):
        if row.type == RECOVERY:
            if RecoveryCodes(row).validate_code(code):
                return str(RECOVERY)
        elif len(code) == 6 and TOTP(row).validate_code(code):
            if take("accounts.used_code", f"{user.pk}", code, limit=ONCE):
                return ""
            row.record_usage()
            return str(TOTP_KIND)
    return ""


def confirm_passkey(user: User, answer: Mapping[str, Any]) -> None:
    """Pass the second step with a passkey that answers this session's challenge. Raises NotConfirmed."""
    if rest := take(WRONG_CODE, f"{user.pk}", limit=TRIES):
        raise NotConfirmed(rest)
    try:
        row = webauthn.complete_authentication(user, dict(answer))
    except (ValidationError, ValueError, KeyError, TypeError):
        refuse(user=user)
        raise NotConfirmed from None
    row.record_usage()
    forget(WRONG_CODE, f"{user.pk}")
    confirm(by=Scope(user.pk, {}), user=user, kind=PASSKEY)


@action("accounts.sign_in")
def confirm(*, by: Scope, user: User, kind: str) -> None:
    note(by, "accounts.sign_in", user, place=place_of(user), factor=kind)


@action("accounts.refuse_second_step")
def refuse(*, user: User) -> None:
    note(NOWHERE, "accounts.refuse_second_step", user, place=place_of(user))


def own(by: Scope, user: User) -> None:
    if by.user_id != user.pk:
        raise OutOfScope(user.pk)


def place_of(user: User) -> str:
    held = held_by(user.pk, at=timezone.now())
    return held[0].path if held else ""
