"""The security administrator's pages: accounts, what is open with them, unlocking, switching off and on."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canxie.desk.staff.forms import ReasonForm
from canxie.desk.staff.presenters import STATES, listed, offices_of, resting_of, state_of
from canxie.desk.staff.views import ROLES
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.accounts import securing
from canxie.ground.accounts.factors import clear, factors_of
from canxie.ground.accounts.models import User
from canxie.ground.accounts.sessions import devices_of, open_sessions
from canxie.ground.powers import Power


@require_safe
@requires(Power.ACCOUNTS_SECURE)
def accounts(request: DeskRequest) -> HttpResponse:
    """All accounts of the county, and how they stand."""
    found = listed(
        request.GET,
        request.scope,
        Power.ACCOUNTS_SECURE,
        address=reverse("desk:accounts"),
        each="desk:account",
        today=timezone.localdate(),
    )
    shows = {"found": found, "roles": ROLES, "states": STATES}
    return page(request, "desk/security/list.html", shows, fragment="results")


@require_http_methods(["GET", "POST"])
@requires(Power.ACCOUNTS_SECURE)
def account(request: DeskRequest, user_id: int) -> HttpResponse:
    """One account: what is open with it; with a reason all of it is ended, or the account switched off or on."""
    user = one_of(request, user_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            messages.success(request, done(request, user, form.cleaned_data["reason"]))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("desk:account", user.pk)
    today, rests = timezone.localdate(), bool(resting_of([user]))
    shows = {
        "user": user,
        "form": form,
        "offices": offices_of([user.pk], today)[user.pk],
        "rests": rests,
        "state": state_of(user, rests=rests),
        "sessions": open_sessions(user.pk),
        "devices": devices_of(user.pk),
        "factors": factors_of(user),
        "mine": "",
        "today": today,
        "end_session": reverse("desk:account_session", args=[user.pk]),
        "end_device": reverse("desk:account_device", args=[user.pk]),
    }
    return page(request, "desk/security/account.html", shows, status=422 if form.is_bound else 200)


def done(request: DeskRequest, user: User, reason: str) -> str:
    """Do what the button says, and say it."""
    by = request.scope
    match request.POST.get("do"):
        case "off":
            securing.switch(by=by, user=user, is_on=False, reason=reason)
            return f"{user.name}的账号停用了，登录全部结束。"
        case "on":
            securing.switch(by=by, user=user, is_on=True, reason=reason)
            return f"{user.name}的账号又能用了。"
        case "factors":
            clear(by=by, user=user, reason=reason)
            return f"{user.name}的第二道验证清掉了，下次登录再加一个。"
    securing.end_all(by=by, user=user, reason=reason)
    return f"{user.name}的登录和设备全部结束了。"


@require_POST
@requires(Power.ACCOUNTS_SECURE)
def account_unlock(request: DeskRequest, user_id: int) -> HttpResponse:
    securing.unlock(by=request.scope, user=one_of(request, user_id))
    messages.success(request, "解开了，本人可以马上再试。")
    return redirect("desk:account", user_id)


@require_POST
@requires(Power.ACCOUNTS_SECURE)
def account_session(request: DeskRequest, user_id: int) -> HttpResponse:
    securing.end_session(by=request.scope, user=one_of(request, user_id), tag=request.POST.get("tag", "")[:16])
    messages.success(request, "那一处登录结束了。")
    return redirect("desk:account", user_id)


@require_POST
@requires(Power.ACCOUNTS_SECURE)
def account_device(request: DeskRequest, user_id: int) -> HttpResponse:
    end_device(request, one_of(request, user_id))
    return redirect("desk:account", user_id)


def end_device(request: DeskRequest, user: User) -> None:
    said = request.POST.get("device", "")
    device = int(said) if said.isdecimal() and len(said) < 19 else 0
    securing.end_device(by=request.scope, user=user, device=device, at=timezone.now())
    messages.success(request, "解绑了，那台设备要用密码重新登录。")


def one_of(request: DeskRequest, user_id: int) -> User:
    return get_object_or_404(securing.accounts(request.scope, Power.ACCOUNTS_SECURE), pk=user_id)
