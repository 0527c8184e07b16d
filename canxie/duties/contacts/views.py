"""Screens of who answers for whom."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canxie.duties.contacts import actions, asking, presenters
from canxie.duties.contacts.choices import Kind
from canxie.duties.contacts.forms import ChooseForm
from canxie.duties.contacts.models import ContactAssignment
from canxie.duties.contacts.reading import contacts_of
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.ground.registry.actions import show_list, show_person
from canxie.ground.registry.models import Person
from canxie.mechanisms.registers.paging import leaf


@require_safe
@requires(Power.CONTACTS_ASSIGN)
def without(request: DeskRequest) -> HttpResponse:
    """Whoever has no named contact, or no association, with why and since when; to be chosen for in bulk."""
    what, village, today = what_of(request.GET.get("what")), request.GET.get("village", ""), timezone.localdate()
    open_ = ContactAssignment.objects.within(request.scope, Power.CONTACTS_ASSIGN).open_(Kind.LEAD)
    lacking = {key: open_.filter(**{f"{key}__isnull": True}) for key in presenters.PARTS}
    codes = [*lacking[what].order_by("path").values_list("path", flat=True).distinct()]
    village = village if village in codes else ""
    rows = lacking[what].filter(path=village) if village else lacking[what]
    found = leaf(rows.select_related("person"), ("path", "id"), request.GET.dict())
    note_names(request, [row.person for row in found.rows])
    name, asked = Names(codes), {"what": what} | ({"village": village} if village else {})
    told = contacts_of([row.person_id for row in found.rows], today)
    count = {key: part.count() for key, part in lacking.items()}
    address = reverse("contacts:without")
    context = {
        "what": what,
        "rows": presenters.rows(request.scope, found.rows, told, what, today),
        "lead": presenters.lead(what, count[what]),
        "parts": [
            (said, f"{count[key]} 人", f"{address}?what={key}", key == what) for key, said in presenters.PARTS.items()
        ],
        "villages": [("", "全部"), *[(code, name(code, today)) for code in codes]],
        "village": village,
        "here": name(village, today) if village else "",
        "before": f"?{urlencode(asked | {'before': found.before})}" if found.before else "",
        "after": f"?{urlencode(asked | {'after': found.after})}" if found.after else "",
    }
    return page(request, "contacts/without.html", context)


def what_of(sent: str | None) -> str:
    return "association" if sent == "association" else "contact"


def note_names(request: DeskRequest, people: list[Person]) -> None:
    """Put on the trail whom a page names in clear; everybody else's name is masked."""
    if clear := [one for one in people if request.scope.covers(one.path, Power.REGISTRY_CONTACT)]:
        show_list(by=request.scope, people=clear, place=clear[0].path)


@require_http_methods(["GET", "POST"])
@requires(Power.CONTACTS_ASSIGN)
def choose(request: DeskRequest) -> HttpResponse:
    """Choose who answers for some people. What it would change is shown first; nothing happens before that."""
    sent, now, today = request.POST or request.GET, timezone.now(), timezone.localdate()
    what = what_of(sent.get("what"))
    try:
        found = asking.about(request.scope, sent, what, now, today)
    except ValidationError as refused:
        messages.info(request, refused.messages[0])
        return redirect("contacts:without")
    form = ChooseForm(
        request.POST or None,
        contacts=presenters.offered(found.posts, today),
        associations=[(str(one.pk), one.name) for one in found.associations],
    )
    lines = list[str]()
    if form.is_valid():
        contact = next((one.user for one in found.posts if str(one.user_id) == form.cleaned_data["contact"]), None)
        association = next((one for one in found.associations if str(one.pk) == form.cleaned_data["association"]), None)
        said = {"contact": contact, "association": association, "basis": form.cleaned_data["basis"]}
        keys = [person.pk for person in found.people]
        if "sure" in request.POST:
            try:
                actions.choose(by=request.scope, people=keys, at=now, **said)
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                messages.success(request, f"{len(keys)} 人改由{contact or association}联系。")
                return redirect("contacts:person", keys[0]) if len(keys) == 1 else redirect("contacts:without")
        chosen, unseen = asking.chosen_among(found.people), asking.unseen(found.people, found.posts, contact)
        lines = presenters.effects(found.people, contacts_of(keys, today), chosen, contact, unseen, today)
    note_names(request, found.people)
    shown = presenters.named(request.scope, found.people, today)
    context = {"people": shown, "form": form, "lines": lines, "sure": bool(lines) and not form.errors, "what": what}
    return page(request, "contacts/choose.html", context, status=422 if form.errors else 200)


@require_safe
@requires(Power.CONTACTS_ASSIGN, Power.REGISTRY_READ)
def person(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Who answers for one person, since when and why; a second one for who lives elsewhere than registered."""
    found = get_object_or_404(Person.objects.within(request.scope, Power.CONTACTS_ASSIGN), id=person_id)
    show_person(by=request.scope, person=found)
    today = timezone.localdate()
    rows = ContactAssignment.objects.within(request.scope, Power.CONTACTS_ASSIGN).filter(person=found)
    told = rows.select_related("contact", "association").order_by("-since", "-id")
    second = asking.second_village(found, today)
    choices = asking.choices_of(found)
    context = {
        "person": found,
        "facts": presenters.facts([found], choices, today)[0].pairs,
        "second": presenters.facts([found], choices, today, Kind.SECONDARY),
        "other": Names([second])(second, today) if second else "",
        "chosen": Kind.LEAD in choices,
        "has_second": Kind.SECONDARY in choices,
        "history": presenters.history([*told], today),
    }
    return page(request, "contacts/person.html", context)


@require_POST
@requires(Power.CONTACTS_ASSIGN)
def release(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Take back what was chosen: it follows the village again."""
    found = get_object_or_404(Person.objects.within(request.scope, Power.CONTACTS_ASSIGN), id=person_id)
    kind = Kind.SECONDARY if request.POST.get("kind") == Kind.SECONDARY else Kind.LEAD
    try:
        actions.release(by=request.scope, person=found, kind=kind, at=timezone.now())
    except ValidationError as refused:
        messages.info(request, refused.messages[0])
    else:
        done = "第二联系已取消。" if kind == Kind.SECONDARY else "已取消指定，联系人跟着村走。"
        messages.success(request, done)
    return redirect("contacts:person", found.pk)


@require_POST
@requires(Power.CONTACTS_ASSIGN)
def second(request: DeskRequest, person_id: UUID) -> HttpResponse:
    """Let the other address answer too, for who lives elsewhere than where they are registered (人户分离)."""
    found = get_object_or_404(Person.objects.within(request.scope, Power.CONTACTS_ASSIGN), id=person_id)
    if not asking.second_village(found, timezone.localdate()):
        messages.info(request, "户籍地和常住地是同一个村，或者户籍不在本县，不用第二联系。")
        return redirect("contacts:person", found.pk)
    try:
        actions.choose(by=request.scope, people=[found.pk], kind=Kind.SECONDARY, basis="人户分离", at=timezone.now())
    except ValidationError as refused:
        messages.info(request, refused.messages[0])
    else:
        messages.success(request, "另一边也有人联系了。")
    return redirect("contacts:person", found.pk)
