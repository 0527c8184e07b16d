"""How long one stays signed in."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from canxie.engine.parameters.reading import by_path
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import Held

BEGAN, SEEN = "began_at", "seen_at"
LEAST = timedelta(minutes=5)  # no place may allow less, so none is asked before
OFTEN_ENOUGH = timedelta(minutes=1)  # writing down each request would write on each request


def begin(*, request: HttpRequest, **sent: Any) -> None:
    """Write down when somebody signed in: a receiver of Django's signal, so that no way in forgets it."""
    now = timezone.now().timestamp()
    request.session[BEGAN], request.session[SEEN] = now, now


def is_over(session: SessionBase, held: Sequence[Held], now: datetime) -> bool:
    """Say whether a session has ended: a commissioner's after COMMISSIONER_STAYS, all others' when idle too long.

    Whoever is a commissioner and something else beside it is an official. A session that does
    not know when it began has ended. Later a commissioner's is bound to the device, with a PIN.
    """
    if BEGAN not in session:
        return True
    if {role for role, _ in held} == {Role.COMMISSIONER}:
        return now - moment(session, BEGAN) >= settings.COMMISSIONER_STAYS
    idle = now - moment(session, SEEN)
    return idle >= LEAST and idle >= allowed([path for _, path in held], timezone.localdate(now))


def allowed(paths: Sequence[str], today: date) -> timedelta:
    """How long an official may do nothing: what the strictest of the places says."""
    minutes = [found.value for found in by_path("session.idle_minutes", paths or [""], on=today).values()]
    return timedelta(minutes=min(minutes))


def moment(session: SessionBase, key: str) -> datetime:
    return datetime.fromtimestamp(session[key], UTC)


def go_on(session: SessionBase, now: datetime) -> None:
    if now.timestamp() - session[SEEN] >= OFTEN_ENOUGH.total_seconds():
        session[SEEN] = now.timestamp()
