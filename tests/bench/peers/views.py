"""A page with nothing on it, and a visit saved the plain way."""

from datetime import date
from uuid import UUID

from django import forms
from django.db import models, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.http import DeskRequest, unguarded
from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.pages import page
from canxie.ground.divisions.models import Division
from canxie.ground.registry.models import Household
from tests.bench.peers.models import Encounter, KeptEncounter, KeptState, KeptVisit, Line, State, Visit


@unguarded("nothing is on it")
def empty(request: DeskRequest) -> HttpResponse:
    """The shell, a session and a line on the trail."""
    shown(by=request.scope)
    return page(request, "ui/page.html", {})


@action("bench.empty")
def shown(*, by: Scope) -> None:
    note(by, "bench.empty", Division(pk=0), place="379900")


class VisitForm(forms.Form):
    visited_on = forms.DateField()
    manner = forms.CharField(max_length=10)
    findings = forms.CharField(required=False)


@unguarded("a peer")
def plain(request: DeskRequest, household_id: UUID) -> HttpResponse:
    return saved(request, household_id, Visit, Encounter, State)


@unguarded("a peer")
def kept(request: DeskRequest, household_id: UUID) -> HttpResponse:
    return saved(request, household_id, KeptVisit, KeptEncounter, KeptState)


def saved(
    request: DeskRequest,
    household_id: UUID,
    visits: type[models.Model],
    encounters: type[models.Model],
    states: type[models.Model],
) -> HttpResponse:
    """Check the form and write a visit, whom it met, where they stand, and a line."""
    household = get_object_or_404(Household, pk=household_id)
    form = VisitForm(request.POST)
    form.is_valid()
    told = form.cleaned_data
    with transaction.atomic():
        visit = visits.objects.create(household_id=household.pk, **told)
        people = [*household.people.living().order_by("pk")]
        for person in people:
            encounters.objects.create(visit=visit, person_id=person.pk, how=request.POST[f"how_{person.pk.hex}"])
        for key in [household.pk, *[person.pk for person in people]]:
            states.objects.update_or_create(
                key=key, defaults={"due_on": date(2027, 1, 1), "last_on": told["visited_on"]}
            )
        Line.objects.create(who=request.user.pk, what={"visit": visit.pk})
    return redirect("/")
