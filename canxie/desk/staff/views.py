"""Who works here: those who appoint and those who reset passwords, each as far as their power reaches."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from canxie.desk.staff.forms import AppointForm, EndForm, ReasonForm, StaffForm
from canxie.desk.staff.presenters import STATES, appointments_of, listed, offices_of, resting_of, state_of
from canxie.engine.audit.trail import recording
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.accounts import actions, passwords
from canxie.ground.accounts.models import Appointment, User
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.securing import accounts
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power

ROLES = [("", "全部岗位"), *[(role.value, role.label) for role in Role]]


@require_safe
@requires(Power.ACCOUNTS_RESET)
def staff(request: DeskRequest) -> HttpResponse:
    """Those who work below, and how their accounts stand."""
    address, today = reverse("desk:staff"), timezone.localdate()
    found = listed(
        request.GET, request.scope, Power.ACCOUNTS_RESET, address=address, each="desk:staff_person", today=today
    )
    may = request.scope.may(Power.ACCOUNTS_APPOINT)
    shows = {"found": found, "roles": ROLES, "states": STATES, "may_appoint": may}
    shows["waiting"] = passwords.waiting(request.scope).count() if may else 0
    return page(request, "desk/staff/list.html", shows, fragment="results")


@require_safe
@requires(Power.ACCOUNTS_RESET)
def staff_person(request: DeskRequest, user_id: int) -> HttpResponse:
    """One of them: offices, and what one may do about the account."""
    user = one_of(request, user_id)
    today = timezone.localdate()
    kind, words = state_of(user, rests=bool(resting_of([user])))
    shows = {
        "user": user,
        "offices": offices_of([user.pk], today)[user.pk],
        "state": (kind, words),
        "appointments": appointments_of(user, request.scope, Power.ACCOUNTS_APPOINT, today),
        "may_reset": user.pk != request.scope.user_id and user.is_active and passwords.lies_below(request.scope, user),
        "may_appoint": request.scope.may(Power.ACCOUNTS_APPOINT) and user.pk != request.scope.user_id,
    }
    return page(request, "desk/staff/person.html", shows)


@require_http_methods(["GET", "POST"])
@requires(Power.ACCOUNTS_APPOINT)
def staff_new(request: DeskRequest) -> HttpResponse:
    """A new account with its first appointment. The password comes later, on a slip."""
    today = timezone.localdate()
    sent = request.POST if request.method == "POST" else None
    inside = request.scope.paths(Power.ACCOUNTS_APPOINT)
    form = StaffForm(sent, inside=inside, on=today, initial={"since": today})
    if form.is_valid():
        said = form.cleaned_data
        try:
            with recording():
                user = actions.create_user(
                    by=request.scope, username=said["username"], name=said["name"], place=said["place"]
                )
                appoint(request, form, user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"{user.name}的账号建好了。还没有密码：印一张首次密码条交给本人。")
            return redirect("desk:staff_person", user.pk)
    return page(request, "desk/staff/new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires(Power.ACCOUNTS_APPOINT)
def staff_appoint(request: DeskRequest, user_id: int) -> HttpResponse:
    """Another office for somebody who has an account."""
    user, today = get_object_or_404(accounts(request.scope, Power.ACCOUNTS_APPOINT), pk=user_id), timezone.localdate()
    sent = request.POST if request.method == "POST" else None
    inside = request.scope.paths(Power.ACCOUNTS_APPOINT)
    form = AppointForm(sent, inside=inside, on=today, initial={"since": today})
    if form.is_valid():
        try:
            appoint(request, form, user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "任命已记下。")
            return redirect("desk:staff_person", user.pk)
    return page(request, "desk/staff/appoint.html", {"form": form, "user": user}, status=422 if form.is_bound else 200)


def appoint(request: DeskRequest, form: AppointForm, user: User) -> None:
    said = form.cleaned_data
    actions.appoint(
        by=request.scope,
        user=user,
        role=Role(said["role"]),
        place=said["place"],
        since=form.since_at,
        basis=said["basis"],
    )


@require_http_methods(["GET", "POST"])
@requires(Power.ACCOUNTS_APPOINT)
def staff_end(request: DeskRequest, appointment_id: int) -> HttpResponse:
    """End an appointment, and with it what its post opens."""
    found = Appointment.objects.within(request.scope, Power.ACCOUNTS_APPOINT).select_related("user")
    one, today = get_object_or_404(found, pk=appointment_id), timezone.localdate()
    form = EndForm(request.POST if request.method == "POST" else None, initial={"on": today})
    if form.is_valid():
        try:
            actions.end(by=request.scope, appointment=one, at=form.at(), reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, "任命已结束。")
            return redirect("desk:staff_person", one.user_id)
    office = f"{Names([one.path])(one.path, today)}{one.get_role_display()}"
    shows = {"form": form, "user": one.user, "office": office}
    return page(request, "desk/staff/end.html", shows, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Power.ACCOUNTS_RESET)
def staff_reset(request: DeskRequest, user_id: int) -> HttpResponse:
    """A new first password for somebody below, its reason on the trail; the answer alone shows it."""
    user = one_of(request, user_id)
    if user.pk == request.scope.user_id or not passwords.lies_below(request.scope, user):
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        password = passwords.reset(by=request.scope, user=user, reason=form.cleaned_data["reason"])
        user.refresh_from_db()
        return slips_page(request, [slip_of(user, password)], one=user)
    return page(request, "desk/staff/reset.html", {"form": form, "user": user}, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@requires(Power.ACCOUNTS_APPOINT)
def staff_slips(request: DeskRequest) -> HttpResponse:
    """Those who wait for a first password; a press makes a hundred of them, to be printed and cut."""
    users = [*passwords.waiting(request.scope).order_by("username")[: passwords.SLIPS]]
    if request.method == "POST":
        chosen = {int(one) for one in request.POST.getlist("user") if one.isdecimal() and len(one) < 19}
        wanted = [user for user in users if not chosen or user.pk in chosen]
        made = passwords.slips(by=request.scope, place=request.scope.paths(Power.ACCOUNTS_APPOINT)[0], users=wanted)
        return slips_page(request, made)
    offices = offices_of([user.pk for user in users], timezone.localdate())
    waiting = passwords.waiting(request.scope).count()
    shows = {"rows": [(user, offices[user.pk]) for user in users], "waiting": waiting}
    return page(request, "desk/staff/slips.html", shows)


def slip_of(user: User, password: str) -> passwords.Slip:
    post = user.posts.held_at(timezone.now()).order_by("since_at", "id")[0]
    return passwords.Slip(user, post.path, post.get_role_display(), password)


def slips_page(request: DeskRequest, made: list[passwords.Slip], one: User | None = None) -> HttpResponse:
    """Passwords in clear, this once: no cache keeps the page, and nothing in the house keeps what stands on it."""
    today = timezone.localdate()
    names = Names(slip.where for slip in made)
    shows = {
        "slips": [(slip, f"{names(slip.where, today)}{slip.role}") for slip in made],
        "one": one,
        "address": f"{request.scheme}://{request.get_host()}/",
        "until": max((slip.user.first_password_until for slip in made if slip.user.first_password_until), default=None),
        "today": today,
    }
    return page(request, "desk/staff/printed.html", shows)


def one_of(request: DeskRequest, user_id: int) -> User:
    return get_object_or_404(accounts(request.scope, Power.ACCOUNTS_RESET), pk=user_id)
