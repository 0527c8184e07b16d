"""The second step of signing in, and one's own second factors."""

import json
from typing import Any, cast

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from canxie.desk.account.ways import KNOCKED, LASTS, go_on, pause
from canxie.desk.factors.forms import CodeForm, PasskeyForm, PasswordAgainForm, credential_of
from canxie.engine.scoping.http import DeskRequest, unguarded
from canxie.engine.sealing.seals import seal, unseal
from canxie.engine.ui.pages import page
from canxie.ground.accounts import factors
from canxie.ground.accounts.factors import PASSKEY, NotConfirmed
from canxie.ground.accounts.limits import limited
from canxie.ground.accounts.middleware import ENROL
from canxie.ground.accounts.models import User
from canxie.ground.accounts.unsent import UNSENT

SECRET = "code_secret"  # noqa: S105 -- a key of the session; what stands there is sealed
PASSWORDS_A_MINUTE = 5


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@login_not_required
@unguarded("the second step of the way in; who has taken the first stands in the session")
def second_step(request: DeskRequest) -> HttpResponse:
    """Ask for a code or a passkey of whoever has just given the right password."""
    user = knocked(request)
    if user is None:
        messages.warning(request, "等得太久了，从头登录一次。")
        return redirect("desk:sign_in")
    form = CodeForm(request.POST if request.method == "POST" and not request.POST.get("credential") else None)
    form.fields["code"].label = "动态口令或者恢复码"
    form.fields["code"].help_text = "手机上身份验证器里的 6 位数；手机不在身边，用一个恢复码。"
    try:
        if request.method == "POST" and request.POST.get("credential"):
            factors.confirm_passkey(user, credential_of(request.POST["credential"][:20_000]))
            return let_in(request, user)
        if form.is_valid():
            factors.confirm_code(user, form.cleaned_data["code"])
            return let_in(request, user)
    except (NotConfirmed, ValidationError) as refusal:
        form = form if form.is_bound else CodeForm({"code": " "})
        form.full_clean()
        form.errors.clear()
        form.add_error(None, what_to_do(refusal))
    has_passkey = any(one.kind == PASSKEY for one in factors.factors_of(user))
    shows = {"form": form, "options": options(webauthn.begin_authentication(user)) if has_passkey else ""}
    return page(request, "desk/factors/step.html", shows, status=422 if form.is_bound else 200)


def what_to_do(refusal: Exception) -> str:
    if isinstance(refusal, NotConfirmed) and refusal.wait:
        return f"错了太多次，{pause(refusal.wait)} 以后再试。等不了，找安全管理员清掉第二道验证。"
    return "没有对上。等下一个 6 位数再试，或者用恢复码；每个只能用一次。"


def knocked(request: DeskRequest) -> User | None:
    """Who has given the right password in this session, not long ago."""
    said = request.session.get(KNOCKED) or {}
    if not said or timezone.now().timestamp() - said["at"] > LASTS.total_seconds():
        return None
    return User.objects.filter(pk=said["user"], is_active=True).first()


def let_in(request: DeskRequest, user: User) -> HttpResponse:
    said = request.session.pop(KNOCKED)
    login(request, user)
    return go_on(request, user, said.get(UNSENT, ""), said["next"])


@never_cache
@require_http_methods(["GET", "POST"])
@unguarded("one's own second factors")
def factors_page(request: DeskRequest) -> HttpResponse:
    """What one has; with the password once more, one is taken away or new recovery codes are made."""
    user = cast("User", request.user)
    form = PasswordAgainForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_bound:
        limited("password", request, per_minute=PASSWORDS_A_MINUTE)
    if form.is_valid():
        number = request.POST.get("remove", "")
        try:
            if number.isdecimal() and len(number) < 19:
                factors.remove(by=request.scope, user=user, factor=int(number), on=timezone.localdate())
                messages.success(request, "去掉了。")
                return redirect("desk:factors")
            if factors.factors_of(user):
                return codes_page(request, factors.renew_codes(by=request.scope, user=user))
        except ValidationError as refusal:
            form.add_error(None, refusal)
    shows = {
        "form": form,
        "has": factors.factors_of(user),
        "left": factors.codes_left(user),
        "must": bool(request.session.get(ENROL)),
        "today": timezone.localdate(),
    }
    return page(request, "desk/factors/list.html", shows, status=422 if form.is_bound else 200)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@unguarded("a second factor of one's own")
def factor_code(request: DeskRequest) -> HttpResponse:
    """Show a secret for an authenticator, and take it once a right code has come back. It lies sealed meanwhile."""
    user = cast("User", request.user)
    if request.method == "GET" or SECRET not in request.session:
        request.session[SECRET] = seal(generate_totp_secret().encode()).hex()
    secret = unseal(bytes.fromhex(request.session[SECRET])).decode()
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            codes = factors.enrol_code(by=request.scope, user=user, secret=secret, code=form.cleaned_data["code"])
        except ValidationError as refusal:
            form.add_error("code", refusal)
        else:
            del request.session[SECRET]
            return enrolled(request, codes)
    adapter = get_adapter()
    address = adapter.build_totp_url(user, secret)
    spelled = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    # of our own library's making: an address of letters and digits as squares
    picture = mark_safe(adapter.build_totp_svg(address).partition("?>")[2])  # noqa: S308
    shows = {"form": form, "secret": spelled, "picture": picture}
    return page(request, "desk/factors/code.html", shows, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@unguarded("a second factor of one's own")
def factor_passkey(request: DeskRequest) -> HttpResponse:
    """Ask the browser for a passkey, and take it."""
    user = cast("User", request.user)
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            codes = factors.enrol_passkey(by=request.scope, user=user, name=said["name"], credential=said["credential"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return enrolled(request, codes)
    shows = {"form": form, "options": options(webauthn.begin_registration(user, passwordless=False))}
    return page(request, "desk/factors/passkey.html", shows, status=422 if form.is_bound else 200)


def enrolled(request: DeskRequest, codes: list[str]) -> HttpResponse:
    request.session.pop(ENROL, None)
    if codes:
        return codes_page(request, codes)
    messages.success(request, "加好了，下次登录就能用。")
    return redirect("desk:factors")


def codes_page(request: DeskRequest, codes: list[str]) -> HttpResponse:
    """Recovery codes in clear, this once."""
    return page(request, "desk/factors/codes.html", {"codes": codes})


def options(found: dict[str, Any]) -> str:
    return json.dumps(found, default=dict)
