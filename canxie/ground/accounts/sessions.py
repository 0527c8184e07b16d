"""How long one stays signed in."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import Held

BEGAN, SEEN = "began_at", "seen_at"
OFTEN_ENOUGH = timedelta(minutes=1)  # writing down each request would write on each request


def begin(*, request: HttpRequest, **sent: Any) -> None:
    """Write down when somebody signed in: a receiver of Django's signal, so that no way in forgets it."""
    now = timezone.now().timestamp()
    request.session[BEGAN], request.session[SEEN] = now, now


def is_over(session: SessionBase, held: Iterable[Held], now: datetime) -> bool:
    """Say whether a session has ended: a commissioner's after COMMISSIONER_STAYS, all others' after OFFICIAL_IDLE.

    Whoever is a commissioner and something else beside it is an official. A session that does
    not know when it began has ended. Later a commissioner's is bound to the device, with a PIN.
    """
    if BEGAN not in session:
        return True
    is_commissioner = {role for role, _ in held} == {Role.COMMISSIONER}
    since, stays = (BEGAN, settings.COMMISSIONER_STAYS) if is_commissioner else (SEEN, settings.OFFICIAL_IDLE)
    return now - datetime.fromtimestamp(session[since], UTC) >= stays


def go_on(session: SessionBase, now: datetime) -> None:
    if now.timestamp() - session[SEEN] >= OFTEN_ENOUGH.total_seconds():
        session[SEEN] = now.timestamp()
