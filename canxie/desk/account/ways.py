"""The sign-in page, where one goes after a step of signing in, and what the steps keep between them."""

from datetime import timedelta
from math import ceil

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from canxie.desk.account.forms import PinForm, SignInForm
from canxie.engine.scoping.http import DeskRequest
from canxie.engine.ui.pages import page
from canxie.ground.accounts.demo_accounts import offers
from canxie.ground.accounts.devices import known
from canxie.ground.accounts.models import Device, User
from canxie.ground.accounts.sign_in import tries
from canxie.ground.accounts.unsent import UNSENT, opened

DEVICE = "canxie_device"
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


def sign_in_page(
    request: DeskRequest,
    form: SignInForm | None = None,
    pin: PinForm | None = None,
    *,
    device: Device | None = None,
    unsent: str = "",
    status: int = 200,
) -> HttpResponse:
    """Draw the way in; `unsent` is a sealed form that waits for its owner."""
    context = {
        "form": form or SignInForm(),
        "pin": pin or PinForm(),
        "device": device or known(request.COOKIES.get(DEVICE, "")),
        "next": "" if unsent else asked_for(request),
        "unsent": unsent,
        "demo_accounts": offers(),
        "rest": rest(),
    }
    return page(request, "desk/sign_in.html", context, status=status)


def go_on(request: DeskRequest, user: User, unsent: str, wanted: str) -> HttpResponse:
    """Lead somebody who has just come in back to what was typed, if it is theirs, else where they were going."""
    if mine := opened(unsent, user.pk):
        request.session[UNSENT] = unsent
        return HttpResponseRedirect(mine.page)
    return HttpResponseRedirect(onward(request, wanted))


def asked_for(request: DeskRequest) -> str:
    return request.POST.get("next", request.GET.get("next", ""))


def rest() -> str:
    limit = tries()
    return f"连续输错 {limit.most} 次，这个用户名在这里停 {limit.within // timedelta(minutes=1)} 分钟。"
