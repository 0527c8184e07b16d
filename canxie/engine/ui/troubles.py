"""When a page broke or the database is away: what happened, and all that was typed."""

import sys
from collections.abc import Sequence
from typing import NamedTuple

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import loader

MARK = "drawn_for"
"""The field in which a form says for whom it was drawn."""
SECRETS = {"csrfmiddlewaretoken", "code", "credential", "current", "new", "again", "pin", "pin-pin"}
FULL = ("disk is full", "No space left on device")


class Kept(NamedTuple):
    """A form that was sent and not stored: to be sent again, to the same address. Files and secrets are left out."""

    action: str
    fields: Sequence[tuple[str, str]]
    has_files: bool
    token: str


def kept(request: HttpRequest) -> Kept | None:
    """Return what was sent, unless nothing was, or another site sent it."""
    if request.method != "POST" or not is_from_here(request):
        return None
    fields = typed(request)
    if all(name == MARK for name, _ in fields):
        return None
    return Kept(request.get_full_path(), fields, bool(request.FILES), get_token(request))


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was sent, in its order, without what nobody may keep."""
    return [(name, value) for name, values in request.POST.lists() for value in values if not is_secret(name)]


def is_secret(name: str) -> bool:
    """Say whether a field holds what lets somebody in: such a one is typed again."""
    return name in SECRETS or "password" in name


def is_from_here(request: HttpRequest) -> bool:
    """Say whether a page of our own sent the form: only such a one may be sent again by a press."""
    origin = request.headers.get("Origin", "")
    return origin == f"{request.scheme}://{request.get_host()}"


def broken(request: HttpRequest) -> HttpResponse:
    """Answer a request that raised: 503 when the database could not store or answer, else 500.

    Drawn without context processors, since what they ask for may be what is broken.
    """
    error = sys.exception()
    if not isinstance(error, OperationalError | InterfaceError):
        return HttpResponse(loader.render_to_string("500.html"), status=500)
    is_full = any(words in str(error) for words in FULL)
    text = loader.render_to_string("503.html", {"is_full": is_full, "kept": kept(request)})
    return HttpResponse(text, status=503, headers={"Retry-After": "30"})
