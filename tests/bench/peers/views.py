"""A page with nothing on it, and a visit saved the plain way."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from canxie.duties.visits.choices import HOWS, MANNERS, NOT_MET, OBSERVED
from canxie.duties.visits.models import Encounter, Plan, Visit
from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.http import DeskRequest, unguarded
from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.pages import page
from canxie.ground.divisions.models import Division
from canxie.ground.registry.choices import OF_HOUSEHOLD, OF_PERSON
from canxie.ground.registry.models import Block, Household, Person, Standing
from canxie.mechanisms.matters.kinds import kinds
from canxie.mechanisms.matters.models import Matter, Step
from tests.bench.peers.models import KEPT, Line


@unguarded("nothing is on it")
def empty(request: DeskRequest) -> HttpResponse:
    """The shell, a session and a line on the trail."""
    shown(by=request.scope)
    return page(request, "ui/page.html", {})


@action("bench.empty")
def shown(*, by: Scope) -> None:
    note(by, "bench.empty", Division(pk=0), place="379900")


class VisitForm(forms.Form):
    """What our page asks, as anybody would write it: the visit, whom it met, the six clears, and one need."""

    visit_id = forms.UUIDField()
    visited_on = forms.DateField()
    manner = forms.ChoiceField(choices=MANNERS)
    not_met_because = forms.ChoiceField(choices=NOT_MET, required=False)
    observed = forms.MultipleChoiceField(choices=OBSERVED, required=False)
    findings = forms.CharField(max_length=2000, required=False)
    photo_consent = forms.ChoiceField(choices=[("yes", "同意"), ("no", "不同意")], required=False)
    photo = forms.ImageField(required=False)
    chosen_next = forms.DateField(required=False)
    matter_id = forms.UUIDField()
    words = forms.CharField(max_length=2000)
    category = forms.ChoiceField(choices=[(key, one.label) for key, one in kinds["need"].categories.items()])
    urgent = forms.BooleanField(required=False)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for person in people:
            self.fields[f"how_{person.pk.hex}"] = forms.ChoiceField(choices=HOWS)
        of_people = [f"{clear.value}_{person.pk.hex}" for person in people for clear in OF_PERSON]
        for name in [*(clear.value for clear in OF_HOUSEHOLD), *of_people]:
            self.fields[name] = forms.ChoiceField(choices=[("same", "没变化"), ("changed", "有变化")])
            self.fields[f"{name}_new"] = forms.CharField(max_length=300, required=False)

    def clean_visited_on(self) -> date:
        if self.cleaned_data["visited_on"] > timezone.localdate():
            raise forms.ValidationError("走访日期不能晚于今天。")
        day: date = self.cleaned_data["visited_on"]
        return day


@unguarded("a peer")
def plain(request: DeskRequest, household_id: UUID) -> HttpResponse:
    return saved(request, household_id, lambda model: model)


@unguarded("a peer")
def kept(request: DeskRequest, household_id: UUID) -> HttpResponse:
    return saved(request, household_id, KEPT.__getitem__)


Table = Callable[[Any], Any]


def saved(request: DeskRequest, household_id: UUID, table: Table) -> HttpResponse:
    """Check the form and write the rows that our page writes, into our own tables or into those with a history.

    What no plain view would do is not done: no place is held against a change of villages, no
    tier is worked out, no date is counted from what a county has set, no line is signed.
    """
    household = get_object_or_404(Household, pk=household_id)
    people = [*household.people.living().order_by("born_on", "pk")]
    form = VisitForm(request.POST, request.FILES, people=people)
    assert form.is_valid(), form.errors
    with transaction.atomic():
        wrote(form.cleaned_data, request, household, people, table)
    messages.success(request, f"{household}的走访已保存。")
    return redirect("desk:household", household.pk)


def wrote(
    said: dict[str, Any], request: DeskRequest, household: Household, people: Sequence[Person], table: Table
) -> None:
    here, now, user = {"path": household.path}, timezone.now(), request.user.pk
    day, due = said["visited_on"], said["visited_on"] + timedelta(days=90)
    names = ("visited_on", "manner", "not_met_because", "observed", "findings", "chosen_next")
    told = {name: said[name] for name in names} | {"place": household.path, "unasked": []}
    visit = table(Visit).objects.create(id=said["visit_id"], household=household, visitor_id=user, **here, **told)
    for person in people:
        table(Encounter).objects.create(visit=visit, person=person, how=said[f"how_{person.pk.hex}"])
    for block in table(Block).objects.filter(household=household, ended_on=None).order_by("pk"):
        block.confirmed_on, block.confirmed_by_id, block.source = day, user, "visit"
        block.save()
    need = table(Matter).objects.create(
        id=said["matter_id"],
        **here,
        kind="need",
        place=household.path,
        state="submitted",
        title=said["words"][:30],
        words=said["words"],
        category=said["category"],
        category_class=kinds["need"].categories[said["category"]].category_class,
        urgent=said["urgent"],
        household=household,
        person=people[0] if len(people) == 1 else None,
        source="visit",
        source_id=visit.pk,
        owner_id=user,
        owner_path=household.path,
        first_owner_id=user,
        opened_at=now,
        opened_by_id=user,
        ack_due=now + timedelta(days=3),
        close_due=now + timedelta(days=30),
        due_at=now + timedelta(days=3),
    )
    table(Step).objects.create(matter=need, number=1, at=now, by_id=user, move="open", to_state="submitted")
    tier = {"tier": "C", "tier_since": day, "due_on": due}
    plan = here | tier | {"first_due_on": due, "last_reset_on": day}
    table(Plan).objects.update_or_create(household=household, defaults=plan)
    seen = here | tier | {"last_visit_on": day, "last_seen_on": day, "last_contact_on": day}
    for person in people:
        table(Standing).objects.update_or_create(person=person, defaults=seen)
    for what in (visit, need, household, *people):  # as many lines as our trail gets
        Line.objects.create(who=user, what={"what": what._meta.label, "pk": str(what.pk), "on": day.isoformat()})
