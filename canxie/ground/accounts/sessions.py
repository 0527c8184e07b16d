"""How long one stays signed in."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from canxie.engine.parameters.reading import by_path
from canxie.ground.accounts.agents import in_words
from canxie.ground.accounts.models import Device, Session, User
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import Held, held_by
from canxie.ground.accounts.session_store import AGENT, BEGAN, SEEN
from canxie.ground.divisions.models import Level

HELD = "held"
"""That a post was held when this session was last used: when the last one has ended, so has the session."""
BOUND = "device"
"""The number of the bound device that opened it."""
LEAST = timedelta(minutes=5)  # no place may allow less, so none is asked before
OFTEN_ENOUGH = timedelta(minutes=1)  # writing down each request would write on each request


def begin(*, request: HttpRequest, user: User, **sent: Any) -> None:
    """Write down when somebody signed in: a receiver of Django's signal, so that no way in forgets it."""
    now = timezone.now().timestamp()
    request.session[BEGAN], request.session[SEEN] = now, now
    if held_by(user.pk, at=timezone.now()):
        request.session[HELD] = True
    request.session[AGENT] = in_words(request.headers.get("User-Agent", ""))


def is_over(session: SessionBase, held: Sequence[Held], now: datetime) -> bool:
    """Say whether a session has ended.

    A commissioner's on a bound device ends after COMMISSIONER_STAYS, all others when idle too
    long, and each one when the last post ends under which it was used. A session that does
    not know when it began has ended.
    """
    if BEGAN not in session or (HELD in session and not held):
        return True
    if BOUND in session and is_commissioner(held):
        return now - moment(session, BEGAN) >= settings.COMMISSIONER_STAYS
    idle = now - moment(session, SEEN)
    return idle >= LEAST and idle >= allowed([path for _, path in held], timezone.localdate(now))


def is_commissioner(held: Sequence[Held]) -> bool:
    """Say whether somebody works as a commissioner, in villages alone: who holds anything above is an official."""
    return any(role == Role.COMMISSIONER for role, _ in held) and all(len(path) == Level.VILLAGE for _, path in held)


def allowed(paths: Sequence[str], today: date) -> timedelta:
    """How long an official may do nothing: what the strictest of the places says."""
    minutes = [found.value for found in by_path("session.idle_minutes", paths or [""], on=today).values()]
    return timedelta(minutes=min(minutes))


def moment(session: SessionBase, key: str) -> datetime:
    return datetime.fromtimestamp(session[key], UTC)


def go_on(session: SessionBase, held: Sequence[Held], now: datetime) -> None:
    if held and HELD not in session:
        session[HELD] = True
    if now.timestamp() - session[SEEN] >= OFTEN_ENOUGH.total_seconds():
        session[SEEN] = now.timestamp()


def open_sessions(user_id: int) -> list[Session]:
    """The ways in that are open, the one used last first."""
    found = Session.objects.filter(user_id=user_id, expire_date__gt=timezone.now())
    return [*found.order_by("-seen_at", "session_key")]


def devices_of(user_id: int) -> list[Device]:
    return [*Device.objects.filter(user_id=user_id, ended_at=None).order_by("-used_at", "id")]
