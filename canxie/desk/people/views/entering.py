"""Entering somebody: with a household of their own, or into one that is there."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from canxie.desk.people.drafts import Draft, alike, back_to, form_page, refused
from canxie.desk.people.forms.household import NewHouseholdForm
from canxie.desk.people.forms.person import NewPersonForm
from canxie.desk.people.places import villages_of
from canxie.engine.audit.trail import recording
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.ground.registry import actions
from canxie.ground.registry.actions import NumberTaken, show
from canxie.ground.registry.models import Household, Person


@require_http_methods(["GET", "POST"])
@requires(Power.REGISTRY_WRITE)
def enter(request: DeskRequest) -> HttpResponse:
    """Somebody whose household is not in the registry yet."""
    data, today = request.POST if request.method == "POST" else None, timezone.localdate()
    villages = villages_of(request.scope, Power.REGISTRY_WRITE, on=today)
    home = NewHouseholdForm(data, subject=None, today=today, villages=villages)
    form = NewPersonForm(data, subject=None, today=today)
    draft = Draft(form)
    is_valid = home.is_valid() & form.is_valid()
    if is_valid and (them := alike(request, form.cleaned_data, home.cleaned_data["village"])):
        draft.alike = them
    elif is_valid:
        try:
            with recording():
                said = dict(home.cleaned_data)
                head = said.pop("head") or form.cleaned_data["name"]
                household = actions.enter_household(by=request.scope, path=said.pop("village"), head=head, **said)
                person = entered(request.scope, household, form.cleaned_data, today)
        except NumberTaken as taken:
            draft = refused(request, form, taken.person)
        else:
            messages.success(request, f"{person}已登记。")
            return redirect("desk:person", person.pk)
    back, sheets = (reverse("desk:people"), "回名册"), [("这一户", home), ("这个人", form)]
    return form_page(request, draft, title="登记一位残疾人", button="登记这个人", back=back, sheets=sheets)


@require_http_methods(["GET", "POST"])
@requires(Power.REGISTRY_WRITE, Power.REGISTRY_READ)
def add(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """Somebody who lives in a household that is there."""
    household = get_object_or_404(Household.objects.within(request.scope, Power.REGISTRY_WRITE), id=household_id)
    today = timezone.localdate()
    form = NewPersonForm(request.POST if request.method == "POST" else None, subject=None, today=today)
    draft = Draft(form)
    if form.is_valid() and (them := alike(request, form.cleaned_data, household.path)):
        draft.alike = them
    elif form.is_valid():
        try:
            with recording():
                person = entered(request.scope, household, form.cleaned_data, today)
        except NumberTaken as taken:
            draft = refused(request, form, taken.person)
        else:
            messages.success(request, f"{person}已登记到{household}。")
            return redirect("desk:person", person.pk)
    show(by=request.scope, household=household)
    title = f"登记残疾人：{household}"
    return form_page(request, draft, title=title, button="登记这个人", back=back_to(household))


def entered(by: Scope, household: Household, said: dict[str, Any], today: date) -> Person:
    """Enter the person, then what is on the certificate and the telephone: three actions, one transaction."""
    said = dict(said)
    read, issued_on, expires_on = said.pop("certificate"), said.pop("issued_on"), said.pop("expires_on")
    phone, whose = said.pop("phone"), said.pop("whose")
    degree = said.pop("degree")
    person = actions.enter_person(by=by, household=household, degree=int(degree) if degree else None, **said)
    if read:
        actions.record_certificate(by=by, person=person, paper=actions.Paper(read, issued_on, expires_on), on=today)
    if phone:
        actions.record_phone(by=by, person=person, number=phone, on=today, whose=whose)
    return person
