"""When a page broke, the database is away, or a form was open too long: what happened, and all that was typed."""

import sys
from collections.abc import Sequence
from typing import NamedTuple

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import loader

SECRETS = ("csrfmiddlewaretoken", "code", "pin")
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
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in SECRETS and "password" not in name
    ]
    return Kept(request.get_full_path(), fields, bool(request.FILES), get_token(request)) if fields else None


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


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not fit: mostly one that was open for long. What was typed can be sent again."""
    return render(request, "403_csrf.html", {"kept": kept(request)}, status=403)
