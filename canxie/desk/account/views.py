"""Signing in and out, oneself, and one's password."""

from datetime import timedelta
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canxie.desk.account.forms import DeviceForm, PasswordForm, PinForm, SignInForm
from canxie.desk.account.ways import DEVICE, KNOCKED, asked_for, go_on, minutes, pause, sign_in_page
from canxie.desk.security.views import end_device as unbind
from canxie.engine.scoping.http import DeskRequest, unguarded
from canxie.engine.ui.environment import phone
from canxie.engine.ui.pages import page
from canxie.ground.accounts.agents import in_words
from canxie.ground.accounts.devices import WrongPin, bind, knock_with, known, may_bind
from canxie.ground.accounts.factors import factors_of, is_required
from canxie.ground.accounts.limits import address_of, limited
from canxie.ground.accounts.middleware import ENROL
from canxie.ground.accounts.models import Post, User
from canxie.ground.accounts.scopes import held_by, posts_of
from canxie.ground.accounts.securing import end_session
from canxie.ground.accounts.session_store import tag_of
from canxie.ground.accounts.sessions import BOUND, devices_of, open_sessions
from canxie.ground.accounts.sign_in import NotLetIn, change_password, knock, leave
from canxie.ground.accounts.unsent import UNSENT, opened
from canxie.ground.divisions.names import Names
from canxie.kernel.words import month_day

KEPT = timedelta(days=400)
"""As long as browsers keep a cookie."""
PIN_ENDED = "错了太多次，这台设备解绑了。用密码登录，再绑一次。"
PASSWORDS_A_MINUTE = 5
"""Tries at one's own password in a session that somebody may have left open."""


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@login_not_required
@unguarded("the way in")
def sign_in(request: DeskRequest) -> HttpResponse:
    """The form, and in demo mode the accounts that everybody may use."""
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        limited("sign_in", request, per_minute=settings.SIGN_IN_PER_MINUTE)
        try:
            user = knock(**form.cleaned_data, address=address_of(request))
        except NotLetIn as refusal:
            form.add_error(None, what_to_do(refusal.wait))
        else:
            return next_step(request, user)
    return sign_in_page(request, form, unsent=unsent_of(request), status=422 if form.is_bound else 200)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@login_not_required
@unguarded("the way in on a bound device")
def pin(request: DeskRequest) -> HttpResponse:
    """Let a commissioner in by PIN, on the device that is bound to the account."""
    device = known(request.COOKIES.get(DEVICE, ""))
    if device is None or request.method == "GET":
        return redirect("desk:sign_in")
    form = PinForm(request.POST)
    if form.is_valid():
        limited("sign_in", request, per_minute=settings.SIGN_IN_PER_MINUTE)
        try:
            user = knock_with(device, form.cleaned_data["pin"])
        except WrongPin as refusal:
            form.add_error("pin", PIN_ENDED if refusal.is_ended else "PIN 不对，再试一次。")
            device = None if refusal.is_ended else device
        else:
            login(request, user)
            request.session[BOUND] = device.pk
            return go_on(request, user, unsent_of(request), asked_for(request))
    return sign_in_page(request, pin=form, device=device, unsent=unsent_of(request), status=422)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@unguarded("binds a device to oneself; the action refuses all but commissioners")
def device(request: DeskRequest) -> HttpResponse:
    """Bind this very device: password once more, and a PIN."""
    user = cast("User", request.user)
    if not may_bind(user, timezone.now()):
        return page(request, "desk/device.html", {"form": None})
    form = DeviceForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_bound:
        limited("password", request, per_minute=PASSWORDS_A_MINUTE)
    if form.is_valid():
        name = in_words(request.headers.get("User-Agent", ""))
        bound, secret = bind(by=request.scope, user=user, name=name, pin=form.cleaned_data["pin"])
        request.session[BOUND] = bound.pk
        messages.success(request, "绑好了。30 天里不用再登录，以后在这台设备上用 PIN 登录。")
        response = redirect("desk:me")
        response.set_cookie(DEVICE, secret, max_age=KEPT, httponly=True, samesite="Lax", secure=settings.HTTPS)
        return response
    return page(request, "desk/device.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@require_POST
@unguarded("the way out")
def sign_out(request: DeskRequest) -> HttpResponse:
    leave(by=request.scope, user=cast("User", request.user))
    logout(request)
    return redirect("desk:sign_in")


@require_safe
@unguarded("shows what one knows of oneself")
def me(request: DeskRequest) -> HttpResponse:
    """One's posts, how the pages look, one's password, and the way out."""
    posts = posts_of(request.scope.user_id, at=timezone.now())
    name, today = Names(post.path for post in posts), timezone.localdate()
    said = [(post.get_role_display(), f"{name(post.path, today)}，{term(post)}") for post in posts]
    mine = {
        "sessions": open_sessions(request.scope.user_id),
        "devices": devices_of(request.scope.user_id),
        "mine": tag_of(request.session.session_key or ""),
        "today": today,
        "end_session": reverse("desk:my_session"),
        "end_device": reverse("desk:my_device"),
        "may_bind": may_bind(cast("User", request.user), timezone.now()) and BOUND not in request.session,
    }
    return page(request, "desk/me.html", {"posts": said, **mine})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@unguarded("changes one's own password, which one knows")
def password(request: DeskRequest) -> HttpResponse:
    """Change it here, and everywhere else sign in again."""
    user = cast("User", request.user)
    form = PasswordForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_bound:
        limited("password", request, per_minute=PASSWORDS_A_MINUTE)
    if form.is_valid():
        change_password(by=request.scope, user=user, password=form.cleaned_data["new"])
        update_session_auth_hash(request, user)
        messages.success(request, "密码已改。别的手机、电脑上要用新密码重新登录。")
        return redirect("desk:me")
    return page(request, "desk/password.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@unguarded("all that a first password opens")
def first_password(request: DeskRequest) -> HttpResponse:
    """Change the password that somebody else has handed out, before anything else."""
    user = cast("User", request.user)
    if user.first_password_until is None:
        return redirect("desk:password")
    form = PasswordForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_bound:
        limited("password", request, per_minute=PASSWORDS_A_MINUTE)
    if form.is_valid():
        change_password(by=request.scope, user=user, password=form.cleaned_data["new"])
        update_session_auth_hash(request, user)
        messages.success(request, "密码换好了。纸条可以撕掉。")
        return redirect("desk:home")
    return page(request, "desk/first_password.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@unguarded("ends a session of one's own")
def my_session(request: DeskRequest) -> HttpResponse:
    end_session(by=request.scope, user=cast("User", request.user), tag=request.POST.get("tag", "")[:16])
    messages.success(request, "那一处登录结束了。")
    return redirect("desk:me")


@require_POST
@unguarded("unbinds a device of one's own")
def my_device(request: DeskRequest) -> HttpResponse:
    unbind(request, cast("User", request.user))
    return redirect("desk:me")


def what_to_do(wait: timedelta) -> str:
    """Say what comes next, and never whether there is such a name."""
    if not wait:
        return "用户名或密码不对，看看大小写和输入法，再试一次。忘了密码，找上一级残联重设。"
    ring = f"打帮助电话 {phone(settings.HELP_PHONE)}，或者" if settings.HELP_PHONE else ""
    until = f"这个用户名在这里停 {minutes(wait)} 分钟，{pause(wait)} 以后再试。"
    return f"错了太多次，{until}等不了，就{ring}找上一级残联。"


def unsent_of(request: DeskRequest) -> str:
    return request.POST.get(UNSENT, "")


def next_step(request: DeskRequest, user: User) -> HttpResponse:
    """Ask for the second factor of somebody who has one; let all others in, those who must have one to get it."""
    request.session.pop(KNOCKED, None)
    if factors_of(user):
        now, unsent = timezone.now().timestamp(), unsent_of(request)
        mine = unsent if opened(unsent, user.pk) else ""
        request.session[KNOCKED] = {"user": user.pk, "at": now, "next": asked_for(request), UNSENT: mine}
        return redirect("desk:second_step")
    login(request, user)
    if (device := known(request.COOKIES.get(DEVICE, ""))) and device.user_id == user.pk:
        request.session[BOUND] = device.pk
    if is_required(held_by(user.pk, at=timezone.now()), timezone.localdate()):
        request.session[ENROL] = True
    return go_on(request, user, unsent_of(request), asked_for(request))


def term(post: Post) -> str:
    """
    >>> from datetime import UTC, datetime
    >>> term(Post(since_at=datetime(2026, 1, 1, tzinfo=UTC)))
    '2026年1月1日起'
    """
    since = timezone.localdate(post.since_at)
    until = timezone.localdate(post.until_at) if post.until_at else None
    return f"{since.year}年{month_day(since)}起" + (f"，到{until.year}年{month_day(until)}" if until else "")
