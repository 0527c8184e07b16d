"""Screens of the groups: which there are, one with its members, and everything that is decided about one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canxie.duties.associations.models import Association
from canxie.duties.associations.reading import villages_of
from canxie.duties.groups import actions, forms, presenters, reviewing
from canxie.duties.groups.choices import Basis, How, Result
from canxie.duties.groups.models import Leadership, Membership, PeerGroup
from canxie.duties.groups.rules import Refused
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.controls import Hinted
from canxie.engine.ui.pages import page
from canxie.ground.powers import Power
from canxie.ground.registry.actions import show_list
from canxie.ground.registry.models import Person

ROWS = 50
NEXT = {Result.KEEP: "group", Result.LEADER: "leader", Result.DISSOLVE: "close"}
"""Where a review leads on: what it decided is done there."""


@require_safe
@requires(Power.GROUPS_READ)
def groups(request: DeskRequest) -> HttpResponse:
    """The groups in reach, by village and name. No line says by what a group is one."""
    today = timezone.localdate()
    rows = PeerGroup.objects.within(request.scope, Power.GROUPS_READ).on(today).by_name("path")
    late, all_of_them = [one.group.pk for one in reviewing.overdue(rows.all(), today)], rows.count()
    if only_late := request.GET.get("late") == "1":
        rows = rows.filter(pk__in=late)
    last = request.GET.get("after", "")
    if last.count("~") == 2:
        path, name, key = last.split("~")
        same = Q(path=path, called=name, id__gt=key) if is_key(key) else Q(pk__in=[])
        rows = rows.filter(Q(path__gt=path) | Q(path=path, called__gt=name) | same)
    found = [*rows.select_related("association")[: ROWS + 1]]
    more, found = len(found) > ROWS, found[:ROWS]
    context = {
        "rows": presenters.rows(found, today),
        "after": presenters.onward(found[-1], late=only_late) if more else "",
        "before": ("?late=1" if only_late else "?") if last else "",
        "tabs": [("全部", all_of_them, "?", not only_late), ("该评议的", len(late), "?late=1", only_late)],
        "only_late": only_late,
    }
    return page(request, "groups/groups.html", context)


def is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@require_safe
@requires(Power.GROUPS_READ)
def group(request: DeskRequest, group_id: UUID) -> HttpResponse:
    """One group: who leads it, who is in it, who has been told. Names read in clear are on the trail."""
    rows = PeerGroup.objects.within(request.scope, Power.GROUPS_READ).select_related("association")
    group, today = get_object_or_404(rows, id=group_id), timezone.localdate()
    found = [*members_of(group).filter(until=None).order_by("person__name_sort", "pk")]
    left = [*members_of(group).exclude(until=None).order_by("-until", "pk")[:ROWS]]
    reviews = [*group.reviews.order_by("-on", "-pk")]
    last = reviews[0] if reviews else None
    shown_in_clear = [one.person for one in [*found, *left] if presenters.is_contact(request.scope, one.person)]
    if shown_in_clear:
        show_list(by=request.scope, people=shown_in_clear, place=group.path)
    context = {
        "group": group,
        "facts": presenters.facts(request.scope, group, today),
        "members": presenters.members(request.scope, found, today),
        "left": presenters.leavers(request.scope, left, today),
        "leader": Leadership.objects.held_at(timezone.now()).filter(group=group).order_by("since_at").first(),
        "may_change": group.until is None and request.scope.covers(group.path, Power.GROUPS_CHANGE),
        "untold": sum(one.told_on is None for one in found),
        "reviews": presenters.reviews(reviews, today),
        "review": presenters.review_due(group, last, today),
        "undecided": reviewing.undone(group, last),
    }
    return page(request, "groups/group.html", context)


@require_http_methods(["GET", "POST"])
@requires(Power.GROUPS_CHANGE)
def new(request: DeskRequest, association_id: UUID) -> HttpResponse:
    """Found a group of an association."""
    rows = Association.objects.within(request.scope, Power.GROUPS_CHANGE)
    association, now = get_object_or_404(rows, id=association_id), timezone.now()
    by_category = request.scope.covers(association.path, Power.REGISTRY_READ)
    form = forms.GroupForm(request.POST or None, today=timezone.localdate(now), by_category=by_category)

    def act() -> HttpResponse:
        draft, since = form.draft(), form.cleaned_data["since"]
        made = actions.found(by=request.scope, association=association, draft=draft, since=since, at=now)
        messages.success(request, f"“{made}”设好了，接着加组员、选组长。")
        return redirect("groups:group", made.pk)

    about = {
        "title": "设一个小组",
        "lead": f"{association.name}。",
        "back": (f"/associations/{association.pk}/", f"回{association.name}"),
        "button": "设这个小组",
        "note": "设好以后加组员、选组长，再告诉每一位组员。",
        "suggestion": presenters.suggestion(association, timezone.localdate(now)),
    }
    return asked(request, form, act, about)


@require_http_methods(["GET", "POST"])
@requires(Power.GROUPS_CHANGE)
def join(request: DeskRequest, group_id: UUID) -> HttpResponse:
    """Take people into the group: those of its villages who are in none yet."""
    group, now = changed(request, group_id), timezone.now()
    today = timezone.localdate(now)
    villages = [village.path for village in villages_of(group.association, today)]
    people = Person.objects.within(request.scope, Power.GROUPS_CHANGE).living().filter(path__in=villages)
    taken = Membership.objects.within(request.scope, Power.GROUPS_CHANGE).filter(
        association=group.association, until=None
    )
    people = people.exclude(pk__in=taken.values("person"))
    hint = ""
    if group.basis == Basis.CATEGORY and request.scope.covers(group.path, Power.REGISTRY_READ):
        people, hint = people.filter(category=group.category), f"只列出{group.get_category_display()}残疾的人。"
    found = [*people.select_related("household").order_by("household__group", "name_sort", "pk")]
    offered = [(person, labelled(request.scope, person)) for person in found]
    form = forms.JoinForm(request.POST or None, today=today, people=offered)

    def act() -> HttpResponse:
        made = actions.join(
            by=request.scope, group=group, people=form.chosen(), since=form.cleaned_data["since"], at=now
        )
        messages.success(request, f"“{group}”加了 {len(made)} 位组员。")
        return redirect("groups:group", group.pk)

    lead = f"还没有编进小组的有 {len(found)} 位。{hint}" if found else f"{hint}这里的人都已经编进小组了。"
    return asked(request, form, act, about(group, "加组员", lead, "加这些组员"), asks=bool(found))


@require_http_methods(["GET", "POST"])
@requires(Power.GROUPS_CHANGE)
def leave(request: DeskRequest, membership_id: UUID) -> HttpResponse:
    """Somebody leaves the group."""
    rows = Membership.objects.within(request.scope, Power.GROUPS_CHANGE).select_related("group", "person")
    one, now = get_object_or_404(rows, id=membership_id), timezone.now()
    form = forms.EndForm(request.POST or None, today=timezone.localdate(now), label="哪天退出的", why="为什么退出")
    name = one.person.shown(clear=presenters.is_contact(request.scope, one.person))

    def act() -> HttpResponse:
        said = form.cleaned_data
        actions.leave(by=request.scope, membership=one, on=said["on"], why=said["why"], at=now)
        messages.success(request, f"{name}退出了“{one.group}”。")
        return redirect("groups:group", one.group_id)

    return asked(request, form, act, about(one.group, f"{name}退出小组", "从这一天起不算组员。", "记退出"))


@require_http_methods(["GET", "POST"])
@requires(Power.GROUPS_CHANGE)
def leader(request: DeskRequest, group_id: UUID) -> HttpResponse:
    """Choose who leads the group."""
    group, now = changed(request, group_id), timezone.now()
    found = [one.person for one in members_of(group).filter(until=None).order_by("person__name_sort", "pk")]
    offered = [(person, labelled(request.scope, person)) for person in found]
    form = forms.LeaderForm(request.POST or None, today=timezone.localdate(now), people=offered)

    def act() -> HttpResponse:
        said = form.cleaned_data
        made = actions.lead(
            by=request.scope,
            group=group,
            name=said["name"],
            person=form.chosen_person,
            user=said["account"],
            chosen=said["chosen"],
            at=now,
        )
        messages.success(request, f"“{group}”的组长是{made.name}。")
        return redirect("groups:group", group.pk)

    lead = "选好以后，原来的组长就不再是组长，也看不到组员的电话了。"
    return asked(request, form, act, about(group, "选组长", lead, "定这位组长"))


@require_http_methods(["GET", "POST"])
@requires(Power.GROUPS_CHANGE)
def stand_down(request: DeskRequest, group_id: UUID) -> HttpResponse:
    """The leader leads no longer, and nobody does yet."""
    group, now = changed(request, group_id), timezone.now()
    led = get_object_or_404(Leadership, group=group, until_at=None)
    form = forms.WhyForm(request.POST or None, today=timezone.localdate(now))

    def act() -> HttpResponse:
        actions.stand_down(by=request.scope, leadership=led, why=form.cleaned_data["why"], at=now)
        messages.success(request, f"{led.name}不再是“{group}”的组长。")
        return redirect("groups:group", group.pk)

    return asked(
        request, form, act, about(group, f"{led.name}不当组长了", "从现在起看不到组员的电话。", "记不当组长了")
    )


@require_http_methods(["GET", "POST"])
@requires(Power.GROUPS_CHANGE)
def tell(request: DeskRequest, group_id: UUID) -> HttpResponse:
    """Write down who heard of the group, and how."""
    group, now = changed(request, group_id), timezone.now()
    untold = [*members_of(group).filter(until=None, told_on=None).order_by("person__name_sort", "pk")]
    offered = [(one, labelled(request.scope, one.person)) for one in untold]
    form = forms.TellForm(request.POST or None, today=timezone.localdate(now), members=offered)

    def act() -> HttpResponse:
        said = form.cleaned_data
        count = actions.tell(
            by=request.scope, group=group, people=said["people"], how=How(said["how"]), on=said["on"], at=now
        )
        messages.success(request, f"记下了，{count} 位组员已经告诉到。")
        return redirect("groups:group", group.pk)

    lead = f"还没告诉的有 {len(untold)} 位。" if untold else "每一位组员都告诉到了。"
    return asked(request, form, act, about(group, "记告诉了谁", lead, "记下来"), asks=bool(untold))


@require_http_methods(["GET", "POST"])
@requires(Power.GROUPS_CHANGE)
def review(request: DeskRequest, group_id: UUID) -> HttpResponse:
    """Write down the yearly review; what it decided is done on the page that follows."""
    group, now = changed(request, group_id), timezone.now()
    form = forms.ReviewForm(request.POST or None, today=timezone.localdate(now))

    def act() -> HttpResponse:
        said = form.cleaned_data | {"result": Result(form.cleaned_data["result"])}
        reviewing.review(by=request.scope, group=group, at=now, **said)
        messages.success(request, f"“{group}”的评议记下了：{said['result'].label}。")
        return redirect(f"groups:{NEXT[said['result']]}", group.pk)

    lead = "组员一起说说这一年：接着办、换组长，还是撤销。"
    return asked(request, form, act, about(group, f"“{group}”的评议", lead, "记下评议"))


@require_http_methods(["GET", "POST"])
@requires(Power.GROUPS_CHANGE)
def close(request: DeskRequest, group_id: UUID) -> HttpResponse:
    """Close the group."""
    group, now = changed(request, group_id), timezone.now()
    form = forms.EndForm(request.POST or None, today=timezone.localdate(now), label="哪天撤销的", why="为什么撤销")
    count = members_of(group).filter(until=None).count()

    def act() -> HttpResponse:
        said = form.cleaned_data
        actions.close(by=request.scope, group=group, on=said["on"], why=said["why"], at=now)
        messages.success(request, f"“{group}”撤销了，{count} 位组员都已退出。")
        return redirect("groups:groups")

    lead = f"{count} 位组员和组长都从这一天起退出；以前的记录都留着。"
    return asked(request, form, act, about(group, f"撤销“{group}”", lead, "撤销这个小组"))


def changed(request: DeskRequest, group_id: UUID) -> PeerGroup:
    """Find a group that the reader may change."""
    rows = presenters.to_change(request.scope)
    return get_object_or_404(rows.select_related("association"), id=group_id)


def members_of(group: PeerGroup) -> Any:
    return group.memberships.select_related("person__household", "told_by")


def labelled(scope: Scope, person: Person) -> Hinted:
    """Name somebody in a list of tiles: masked unless one's own people, and which part of the village."""
    return Hinted(person.shown(clear=presenters.is_contact(scope, person)), person.household.group)


def about(group: PeerGroup, title: str, lead: str, button: str) -> dict[str, Any]:
    back = (f"/groups/{group.pk}/", f"回{group}")
    return {"title": title, "lead": lead, "back": back, "button": button, "note": "", "suggestion": None}


def asked(
    request: DeskRequest, form: Form, act: Callable[[], HttpResponse], about: dict[str, Any], *, asks: bool = True
) -> HttpResponse:
    """Do it once the form is complete; a form that is sent back keeps what was typed and says what is wrong.

    One that has nobody to choose `asks` nothing: the page says so.
    """
    if not asks:
        return page(request, "groups/form.html", about | {"form": None})
    if form.is_valid():
        try:
            return act()
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    return page(request, "groups/form.html", about | {"form": form}, status=422 if form.is_bound else 200)
