"""Where one goes after a step of signing in, and what the steps keep between them."""

from datetime import timedelta
from math import ceil

from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from canxie.engine.scoping.http import DeskRequest

KNOCKED = "knocked"
"""In a session: who has given the right password and still owes the second step, since when, on the way where."""
LASTS = timedelta(minutes=5)


def onward(request: DeskRequest, wanted: str) -> str:
    """Where the reader was going, if that is in this house."""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else reverse("desk:home")


def pause(wait: timedelta) -> str:
    """Until when, by the clock on the wall."""
    return f"{timezone.localtime(timezone.now() + wait + timedelta(seconds=59)):%H:%M}"


def minutes(wait: timedelta) -> int:
    return ceil(wait.total_seconds() / 60)
