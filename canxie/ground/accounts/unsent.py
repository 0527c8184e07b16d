"""Forms that were sent after a session had ended: given back to whoever had filled them in, and to nobody else.

Each form says, sealed, for whom it was drawn. What it brought when nobody was signed in any
more lies sealed in the sign-in page itself, in no address and in no session, until the
password, PIN or second step of that very account is right; then in the session of that account,
sealed, until the page is shown again.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from canxie.engine.keys import UnknownKey
from canxie.engine.sealing.seals import seal, unseal
from canxie.engine.ui.troubles import MARK, is_from_here, typed

UNSENT = "unsent"
"""The field of the sign-in page, and the word in a session."""
LASTS = timedelta(days=1)
"""From the sending to the page that is shown again."""
LARGEST = 500_000  # characters, sealed: more than any form of the house can hold


@dataclass(frozen=True)
class Unsent:
    """A form: whose, on which page, sent where, with what, in which second, and whether files came with it."""

    owner: int
    page: str
    action: str
    fields: list[tuple[str, str]]
    has_files: bool
    at: float


def mark(user_id: int) -> str:
    """What a form says of whom it is drawn for."""
    return written({"drawn_for": user_id})


def owner_of(request: HttpRequest) -> int | None:
    """For whom the form was drawn that is sent now; None when it does not say."""
    owner = read(request.POST.get(MARK, "")).get("drawn_for")
    return owner if isinstance(owner, int) else None


def held(request: HttpRequest) -> str:
    """Seal what was sent without a session; "" when there is nothing, or nobody to give it back to."""
    owner = owner_of(request) if request.method == "POST" and is_from_here(request) else None
    fields = [pair for pair in typed(request) if pair[0] != MARK]
    if owner is None or not (fields or request.FILES):
        return ""
    action = request.get_full_path()
    now = timezone.now().timestamp()
    sealed = written(asdict(Unsent(owner, page_of(request) or action, action, fields, bool(request.FILES), now)))
    return sealed if len(sealed) <= LARGEST else ""


def page_of(request: HttpRequest) -> str:
    """The page of this house that the form stood on, as the browser tells it."""
    said = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(said, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(said)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def opened(sealed: str, user_id: int) -> Unsent | None:
    """Open it for the one who had filled it in; None for anybody else, and when it is too old."""
    said = read(sealed)
    if said.get("owner") != user_id or timezone.now().timestamp() - said["at"] > LASTS.total_seconds():
        return None
    return Unsent(**said | {"fields": [(name, value) for name, value in said["fields"]]})


def written(told: dict[str, Any]) -> str:
    return urlsafe_b64encode(seal(json.dumps(told, ensure_ascii=False).encode())).decode()


def read(sealed: str) -> dict[str, Any]:
    """What was sealed here; nothing when it was not, or its key is gone."""
    try:
        said: dict[str, Any] = json.loads(unseal(urlsafe_b64decode(sealed)))
    except (ValueError, UnknownKey):
        return {}
    return said
