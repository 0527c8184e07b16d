"""Devices that a commissioner has bound: a secret in a cookie, a PIN in the head, thirty days without a password.

Only who works as a commissioner, in villages alone, signs in so; whoever becomes more gives
password and second factor like all officials.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import pairwise

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from canxie.engine.audit.trail import action, note
from canxie.engine.parameters.reading import parameter
from canxie.engine.scoping.scope import OutOfScope, Scope
from canxie.ground.accounts.limits import Limit, forget, take
from canxie.ground.accounts.models import Device, User
from canxie.ground.accounts.scopes import NOWHERE, held_by
from canxie.ground.accounts.sessions import is_commissioner
from canxie.ground.accounts.sign_in import place_of

WRONG_PIN = "accounts.wrong_pin"
DIGITS = 6
BYTES = 32
"""Of the secret in the cookie: nobody guesses it, so a fast digest of it is enough."""
LONG = timedelta(days=3650)
"""Wrong tries at a PIN do not grow old: only a right one forgets them."""


class WrongPin(Exception):
    """The PIN is not right. `is_ended` when there were too many: the device is bound no more."""

    def __init__(self, *, is_ended: bool) -> None:
        super().__init__()
        self.is_ended = is_ended


def may_bind(user: User, at: datetime) -> bool:
    return is_commissioner(held_by(user.pk, at=at))


def check_pin(pin: str) -> None:
    """Refuse what others try first. Raises ValidationError."""
    if len(pin) != DIGITS or not (pin.isascii() and pin.isdecimal()):
        raise ValidationError(f"PIN 是 {DIGITS} 位数字。")
    steps = {(int(two) - int(one)) % 10 for one, two in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        raise ValidationError("不要用一样的或者连着的数字，例如 111111、123456。")


@action("accounts.bind_device")
def bind(*, by: Scope, user: User, name: str, pin: str) -> tuple[Device, str]:
    """Bind a device to oneself; returns it, and the secret for its cookie, which is kept nowhere else.

    Raises ValidationError for a PIN that is none, OutOfScope for anybody who is no commissioner, or more.
    """
    if by.user_id != user.pk or not may_bind(user, timezone.now()):
        raise OutOfScope(user.pk)
    check_pin(pin)
    secret = secrets.token_urlsafe(BYTES)
    device = Device.objects.create(user=user, digest=digest_of(secret), name=name, pin=make_password(pin))
    note(by, "accounts.bind_device", device, place=place_of(user), name=name)
    return device, secret


def digest_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def known(secret: str) -> Device | None:
    """Find the device that a cookie belongs to, while its owner may use it."""
    if not secret:
        return None
    found = Device.objects.filter(digest=digest_of(secret[:100]), ended_at=None, user__is_active=True)
    device = found.select_related("user").first()
    return device if device and may_bind(device.user, timezone.now()) else None


def knock_with(device: Device, pin: str) -> User:
    """Let somebody in by device and PIN. After some wrong ones it is bound no more, and a password is asked for.

    Raises WrongPin.
    """
    place = place_of(device.user)
    most = parameter("accounts.pin_tries", place, on=timezone.localdate()).value
    limit = Limit(most, LONG, from_last=True)
    if take(WRONG_PIN, f"{device.pk}", limit=limit):
        end(device=device)
        raise WrongPin(is_ended=True)
    if not check_password(pin, device.pin):
        refuse(device=device)
        raise WrongPin(is_ended=False)
    forget(WRONG_PIN, f"{device.pk}")
    used(by=Scope(device.user_id, {}), device=device)
    return device.user


@action("accounts.sign_in")
def used(*, by: Scope, device: Device) -> None:
    device.used_at = timezone.now()
    device.save(update_fields=["used_at"])
    note(by, "accounts.sign_in", device.user, place=place_of(device.user), device=device.pk)


@action("accounts.refuse_pin")
def refuse(*, device: Device) -> None:
    note(NOWHERE, "accounts.refuse_pin", device, place=place_of(device.user))


@action("accounts.end_device")
def end(*, device: Device) -> None:
    Device.objects.filter(pk=device.pk, ended_at=None).update(ended_at=timezone.now())
    note(NOWHERE, "accounts.end_device", device, place=place_of(device.user), user=device.user_id, ended=1)
