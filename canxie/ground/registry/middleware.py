"""Whoever has opened as many files today as they may reads why, until when, and who can change it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from canxie.engine.scoping.http import DeskRequest
from canxie.engine.ui.pages import page
from canxie.ground.registry.actions import wall
from canxie.ground.registry.walls import Walled

Respond = Callable[[HttpRequest], HttpResponse]


def so_many_files_a_day(get_response: Respond) -> Respond:
    """Answer Walled. That somebody stood there is on the trail, where those who oversee them find it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Walled):
            return None
        wall(by=error.by, household=error.household, limit=error.limit)
        response = page(cast("DeskRequest", request), "registry/walled.html", {"limit": error.limit}, status=429)
        response["Retry-After"] = str(seconds_left(timezone.localtime()))
        return response

    middleware.process_exception = process_exception  # type: ignore[attr-defined]  # where Django looks for it
    return middleware


def seconds_left(now: datetime) -> int:
    """Seconds until the day is over."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return ceil((midnight - now).total_seconds())
