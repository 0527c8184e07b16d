"""Correcting what the registry knows. Who saves second over somebody else's correction sees both texts first."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from canxie.desk.people.drafts import back_to, form_page, saved
from canxie.desk.people.parts import NEW_RELATIVE, OF_HOUSEHOLD, OF_PERSON, OF_RELATIVE
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.ground.powers import Power
from canxie.ground.registry.actions import drop_relative, show, show_person
from canxie.ground.registry.models import Household, Person, Relative


@require_http_methods(["GET", "POST"])
@requires(Power.REGISTRY_WRITE, Power.REGISTRY_READ)
def person(request: DeskRequest, person_id: UUID, part: str) -> HttpResponse:
    """One part of what is known of a person."""
    reached = Person.objects.within(request.scope, Power.REGISTRY_WRITE).select_related("household")
    person = get_object_or_404(reached, id=person_id)
    if part not in OF_PERSON:
        raise Http404(part)
    chosen = OF_PERSON[part]
    if draft := saved(request, chosen, person):
        show_person(by=request.scope, person=person)
        title = f"{chosen.title}：{person}"
        return form_page(request, draft, title=title, button=chosen.button, back=back_to(person), note=chosen.note)
    messages.success(request, f"{person}：{chosen.done}")
    return redirect("desk:person", person.pk)


@require_http_methods(["GET", "POST"])
@requires(Power.REGISTRY_WRITE, Power.REGISTRY_READ)
def household(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """What is known of a household."""
    household = get_object_or_404(Household.objects.within(request.scope, Power.REGISTRY_WRITE), id=household_id)
    if draft := saved(request, OF_HOUSEHOLD, household):
        show(by=request.scope, household=household)
        title = f"{OF_HOUSEHOLD.title}：{household}"
        return form_page(request, draft, title=title, button=OF_HOUSEHOLD.button, back=back_to(household))
    messages.success(request, f"{household}：{OF_HOUSEHOLD.done}")
    return redirect("desk:household", household.pk)


@require_http_methods(["GET", "POST"])
@requires(Power.REGISTRY_WRITE, Power.REGISTRY_READ)
def relative(request: DeskRequest, household_id: UUID, relative_id: int = 0) -> HttpResponse:
    """Someone of the family: added, corrected, or with the button `drop` taken off."""
    household = get_object_or_404(Household.objects.within(request.scope, Power.REGISTRY_WRITE), id=household_id)
    known = get_object_or_404(household.relatives, pk=relative_id) if relative_id else None
    if known and request.method == "POST" and "drop" in request.POST:
        drop_relative(by=request.scope, household=household, relative=known)
        messages.success(request, f"{known}已从{household}去掉，经过里还查得到。")
        return redirect("desk:household", household.pk)
    chosen = OF_RELATIVE if known else NEW_RELATIVE
    if draft := saved(request, chosen, known or Relative(household=household)):
        show(by=request.scope, household=household)
        title, drop = f"{chosen.title}：{known or household}", "去掉这个人" if known else ""
        return form_page(request, draft, title=title, button=chosen.button, back=back_to(household), drop=drop)
    messages.success(request, chosen.done)
    return redirect("desk:household", household.pk)
