"""The figures that a place may set: what holds, whose it is, and how it is changed."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canxie.desk.settings.forms import SettingForm
from canxie.desk.settings.presenters import Places, Shown, shown, value_of, versions
from canxie.engine.parameters.actions import Overtaken, Setting, change, latest
from canxie.engine.parameters.declarations import declared
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.powers import Power


@require_safe
@requires(Power.PARAMETERS_READ)
def settings(request: DeskRequest) -> HttpResponse:
    """All parameters as they hold at one place today, by subject."""
    places = asked(request, Power.PARAMETERS_READ)
    groups: dict[str, list[Shown]] = defaultdict(list)
    for key in reversed([key for key in declared if declared[key].used]):  # the work first, the machine last
        groups[declared[key].group].insert(0, shown(key, places))
    own = sum(row.is_set_here for rows in groups.values() for row in rows)
    return page(request, "desk/settings.html", {"places": places, "groups": groups, "own": own})


@require_safe
@requires(Power.PARAMETERS_READ)
def setting(request: DeskRequest, key: str) -> HttpResponse:
    """One parameter: what it is, where it comes from, and what it was before."""
    places = asked(request, Power.PARAMETERS_READ)
    about = {"places": places, "row": shown(key, places), "versions": versions(key, places)}
    return page(request, "desk/setting.html", about)


@require_http_methods(["GET", "POST"])
@requires(Power.PARAMETERS_CHANGE)
def setting_change(request: DeskRequest, key: str) -> HttpResponse:
    """Set a parameter for a place. With `?version=` the form begins with what that version said."""
    places = asked(request, Power.PARAMETERS_CHANGE)
    row = shown(key, places)
    form = SettingForm(
        request.POST or None, initial=first(request, row, places), parameter=row.parameter, today=places.today
    )
    if form.is_valid() and is_set(request, form, row, places):
        messages.success(request, f"已改好：{row.parameter.label}。")
        return redirect(row.href)
    status = 422 if form.is_bound else 200
    return page(request, "desk/setting_change.html", {"places": places, "row": row, "form": form}, status=status)


def asked(request: DeskRequest, power: Power) -> Places:
    return Places(request.scope, power, request.GET.get("at"), timezone.localdate())


def first(request: DeskRequest, row: Shown, places: Places) -> dict[str, Any]:
    """What the form begins with."""
    value = value_of(request.GET.get("version", ""), row.key, places.here)
    fill = row.parameter.kind.fill(row.now.value if value is None else value)
    return {"value": fill, "valid_from": places.today, "seen": latest(row.key, places.here)}


def is_set(request: DeskRequest, form: SettingForm, row: Shown, places: Places) -> bool:
    """Set it, or say in the form that somebody else was faster; the next try then knows theirs."""
    said = form.cleaned_data
    new = Setting(row.key, places.here, said["value"], said["valid_from"], said["reason"])
    try:
        change(by=request.scope, setting=new, seen=said["seen"], today=places.today)
    except Overtaken:
        form.add_error(None, f"别人刚改过这一项，现在是 {row.now}。看过以后，还要改就再保存一次。")
        form.data = request.POST.copy()
        form.data["seen"] = str(latest(row.key, places.here))
        return False
    return True
