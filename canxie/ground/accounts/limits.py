"""How often somebody may do something, counted in the database for all processes alike."""

import json
from collections.abc import Collection
from datetime import timedelta
from typing import NamedTuple

from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings
from django.db.models import Case, F, Q, When
from django.http import HttpRequest
from django.utils import timezone

from canxie.ground.accounts.models import Tally

MINUTE = timedelta(minutes=1)


class Limit(NamedTuple):
    """So many goes within a span that runs from the first of them, or from the latest that was granted."""

    most: int
    within: timedelta
    from_last: bool = False


class TooMany(Exception):
    """Somebody has to wait; the middleware answers with the page that says how long."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


def limited(what: str, request: HttpRequest, *, per_minute: int) -> None:
    """Count one more of `what` for the user, or for the address of one who is not signed in.

    Raises TooMany, which is answered with 429, once there were more in this minute.
    """
    who = f"user {request.user.pk}" if request.user.is_authenticated else address_of(request)
    if wait := take(what, who, limit=Limit(per_minute, MINUTE)):
        raise TooMany(wait)


def take(what: str, *who: str, limit: Limit, group: str = "") -> timedelta:
    """Take one go, or say how long to wait for it: nothing when it is granted.

    `group` lets all goes of one name be forgotten at once, wherever they came from.

    However many processes take at once, no more than the limit are granted. No action: what is
    counted here names nobody, and is soon worth nothing.
    """
    key, now = keyed(what, *who), timezone.now()
    over = Q(since_at__lte=now - limit.within)
    grants = Tally.objects.filter(over | Q(count__lt=limit.most), key=key)
    counted = {
        "count": Case(When(over, then=1), default=F("count") + 1),
        "since_at": now if limit.from_last else Case(When(over, then=now), default=F("since_at")),
    }
    if grants.update(**counted):
        return timedelta()
    Tally.objects.bulk_create([Tally(key=key, since_at=now, group=group)], ignore_conflicts=True)
    return timedelta() if grants.update(**counted) else wait(what, *who, limit=limit)


def wait(what: str, *who: str, limit: Limit) -> timedelta:
    """Say how long until the next go would be granted, without taking one."""
    full = Tally.objects.filter(key=keyed(what, *who), count__gte=limit.most).first()
    return max(full.since_at + limit.within - timezone.now(), timedelta()) if full else timedelta()


def forget(what: str, *who: str) -> None:
    """Let somebody begin again from nothing."""
    Tally.objects.filter(key=keyed(what, *who)).delete()


def forget_all(group: str) -> int:
    """Let a name begin again wherever it rests; returns at how many addresses it had tried."""
    gone, _ = Tally.objects.filter(group=group).delete()
    return gone


def resting(groups: Collection[str], limit: Limit) -> set[str]:
    """Say which of these groups rest now, somewhere."""
    since = timezone.now() - limit.within
    full = Tally.objects.filter(group__in=groups, count__gte=limit.most, since_at__gt=since)
    return {*full.order_by("group").values_list("group", flat=True)}


def keyed(*words: str) -> str:
    """Hide who it is behind a key: HMAC-SM3. With a newer key all begin again from nothing."""
    digest = HMAC(settings.KEYS.newest("limits").secret, SM3())
    digest.update(json.dumps(words).encode())
    return digest.finalize().hex()


def address_of(request: HttpRequest) -> str:
    """Name the address that asks. Behind PROXIES of our own, it is what the outermost of them saw."""
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    address: str = seen[-settings.PROXIES].strip() if 0 < settings.PROXIES <= len(seen) else ""
    return address or request.META["REMOTE_ADDR"]
