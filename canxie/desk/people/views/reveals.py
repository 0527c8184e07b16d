"""显示: one number in clear, noted on the trail."""

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from canxie.desk.people.drafts import back_to
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.powers import Power
from canxie.ground.registry import actions
from canxie.ground.registry.models import Household, Person

NUMBERS = {
    "identifier": "身份证号",
    "certificate": "残疾人证号",
    "phone": "电话",
    "guardian": "监护人的电话",
    "contact": "姓名和电话",
}


@require_POST
@requires(Power.REGISTRY_REVEAL)
def reveal(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """A number of a person: "identifier", "guardian", "contact", "phone.7" or "certificate.7"."""
    person = get_object_or_404(Person.objects.within(request.scope, Power.REGISTRY_REVEAL), id=person_id)
    what, _, which = request.POST.get("number", "").partition(".")
    if what not in NUMBERS or not (which.isdigit() or which == ""):
        raise Http404(what)
    try:
        number = actions.reveal(by=request.scope, person=person, what=what, which=int(which or 0))
    except ObjectDoesNotExist as missing:
        raise Http404(what) from missing
    name = person.shown(clear=what == "contact" or request.scope.covers(person.path, Power.REGISTRY_CONTACT))
    context = {"label": f"{name}的{NUMBERS[what]}", "number": number, "back": back_to(person)}
    return page(request, "desk/people/revealed.html", context, fragment="revealed")


@require_POST
@requires(Power.REGISTRY_REVEAL)
def relative(request: DeskRequest, household_id: UUID, relative_id: int) -> HttpResponse:
    """The telephone number of someone of the family."""
    household = get_object_or_404(Household.objects.within(request.scope, Power.REGISTRY_REVEAL), id=household_id)
    relative = get_object_or_404(household.relatives, pk=relative_id)
    number = actions.reveal_relative(by=request.scope, household=household, relative=relative)
    context = {"label": f"{relative}的电话", "number": number, "back": back_to(household)}
    return page(request, "desk/people/revealed.html", context, fragment="revealed")
