"""A form between being opened and being saved: what its writer saw, what others saved meanwhile, whose a number is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from canxie.desk.people.forms.fields import Part as Form
from canxie.desk.people.parts import Part
from canxie.engine.audit.trail import recording
from canxie.engine.scoping.http import DeskRequest
from canxie.engine.ui.pages import page
from canxie.engine.ui.seen import Opened, both_texts, is_as_seen, version
from canxie.ground.powers import Power
from canxie.ground.registry.actions import NumberTaken
from canxie.ground.registry.models import Household, Person
from canxie.ground.registry.search import namesakes

ELSEWHERE = "这个号码已在别处登记，请问上一级残联。"
TAKEN = "这个号码已经登记给下面这个人。"


@dataclass
class Draft(Opened):
    """A form about people: beside it whoever has its number already, and who is very much alike."""

    form: Form
    twin: Person | None = None
    alike: list[tuple[str, str]] = field(default_factory=list)

    @property
    def status(self) -> int:
        """409 over a namesake too."""
        return 409 if self.alike else super().status


def saved(request: DeskRequest, part: Part, subject: Any) -> Draft | None:
    """Save what was sent, or give the form to be shown.

    The row is held while it is compared with what the writer had seen, so of two who save at
    once the second is shown both texts; sending the form again then overwrites knowingly.
    """
    today = timezone.localdate()
    form = part.form(request.POST if request.method == "POST" else None, subject=subject, today=today)
    if not form.is_valid():
        return Draft(form, request.POST.get("seen") or version(form.stored(subject)))
    try:
        with recording():
            hold(subject)
            stored = form.stored(subject)
            if is_as_seen(request.POST.get("seen", ""), stored):
                part.act(request.scope, subject, form.cleaned_data, today)
                return None
    except NumberTaken as taken:
        return refused(request, form, taken.person, request.POST.get("seen", ""))
    return Draft(form, version(stored), both_texts(form, stored, without=form.kept_back))


def hold(subject: Any) -> None:
    """Lock the household, then what is corrected in it, and read it again. A new relative has nothing to lock."""
    household = subject if isinstance(subject, Household) else subject.household
    household.refresh_from_db(from_queryset=Household.objects.select_for_update())
    if subject is not household and subject.pk:
        subject.refresh_from_db(from_queryset=type(subject)._base_manager.select_for_update())


def refused(request: DeskRequest, form: Form, holder: Person, seen: str = "") -> Draft:
    """Say that the number is somebody else's; who that is, only to those who may look there."""
    is_mine = request.scope.covers(holder.path, Power.REGISTRY_READ)
    form.add_error("number", TAKEN if is_mine else ELSEWHERE)
    return Draft(form, seen, twin=holder if is_mine else None)


def alike(request: DeskRequest, said: Mapping[str, Any], place: str) -> list[tuple[str, str]]:
    """Name those who may be the one that is to be entered, until the writer has seen them and sends the form again.

    Each with the address of their page; one beyond the reader's places has none, and no name.
    """
    if not said["born_on"]:
        return []
    found = namesakes(said["name"], said["born_on"], place, number=said["number"])
    if request.POST.get("alike") == str(len(found)):
        return []
    near = [one for one in found if request.scope.covers(one.path, Power.REGISTRY_READ)]
    told = [(reverse("desk:person", args=[one.pk]), one.shown(clear=False)) for one in near]
    return told + [("", "")] * (len(found) - len(near))


def form_page(
    request: DeskRequest, draft: Draft, *, title: str, button: str, back: tuple[str, str], **more: Any
) -> HttpResponse:
    """Answer with a form; `back` is where one came from, and what that is called."""
    context = {"draft": draft, "sheets": [("", draft.form)], "title": title, "button": button, "back": back, "note": ""}
    return page(request, "desk/people/form.html", context | more, status=draft.status)


def back_to(row: Any) -> tuple[str, str]:
    name = "desk:person" if isinstance(row, Person) else "desk:household"
    return reverse(name, args=[row.pk]), f"回{row}"
