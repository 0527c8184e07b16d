"""Sessions in a table of our own, which knows whose each one is: so that it can be shown to its owner, and ended."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as Stored

from canxie.ground.accounts.models import Session

BEGAN, SEEN, AGENT = "began_at", "seen_at", "agent"


class SessionStore(Stored):
    """Django's own, with a few columns beside what it keeps."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        made = cast("Session", super().create_model_instance(data))
        user = data.get(SESSION_KEY)
        made.user_id = int(user) if user else None
        made.tag = tag_of(made.session_key)
        made.agent = data.get(AGENT, "")
        made.began_at, made.seen_at = moment_of(data.get(BEGAN)), moment_of(data.get(SEEN))
        return made


def moment_of(stamp: float | None) -> datetime | None:
    return None if stamp is None else datetime.fromtimestamp(stamp, UTC)


def tag_of(key: str) -> str:
    """What a session is called on a page: its key would let in whoever reads it."""
    return sha256(key.encode()).hexdigest()[:16]
