"""异常查看: reading by those who work below that somebody should ask about. A hint, never a finding."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.accounts.models import User
from canxie.ground.powers import Power
from canxie.ground.registry.models import Person
from canxie.ground.registry.watch.actions import list_, look
from canxie.ground.registry.watch.models import OddReading

SIZE = 50


class WordsForm(forms.Form):
    """What came of asking."""

    words = forms.CharField(
        label="问了以后怎么样",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：问过本人，家属夜里来电话，查了联系人。",
        error_messages={"required": "请写下问了以后怎么样。", "max_length": "最多 200 个字。"},
    )


@require_safe
@requires(Power.TRAIL_OVERSEE)
def odd(request: DeskRequest) -> HttpResponse:
    """What waits to be asked about first, then what was asked, the newest week first."""
    found = OddReading.objects.within(request.scope, Power.TRAIL_OVERSEE).exclude(reader_id=request.scope.user_id)
    open_ = [*found.filter(looked_at=None).order_by("-week", "pk")[:SIZE]]
    done = [*found.exclude(looked_at=None).order_by("-looked_at", "pk")[:SIZE]]
    list_(by=request.scope, count=len(open_) + len(done))
    names = named(open_ + done)
    context = {"open": open_, "done": done, "names": names, "today": timezone.localdate()}
    return page(request, "desk/trail/odd.html", context)


@require_http_methods(["GET", "POST"])
@requires(Power.TRAIL_OVERSEE)
def odd_one(request: DeskRequest, odd_id: int) -> HttpResponse:
    """One of them: who, when, how often, whose files; and the words of whoever asked."""
    found = OddReading.objects.within(request.scope, Power.TRAIL_OVERSEE).exclude(reader_id=request.scope.user_id)
    one = get_object_or_404(found, pk=odd_id)
    form = WordsForm(request.POST or None, initial={"words": one.words})
    if request.method == "POST" and form.is_valid():
        look(by=request.scope, odd=one, words=form.cleaned_data["words"])
        messages.success(request, "记下了。")
        return redirect("desk:odd")
    list_(by=request.scope, count=1)
    people = Person.objects.filter(pk__in=one.people).order_by("pk")
    shows: dict[str, Any] = {"one": one, "form": form, "names": named([one]), "today": timezone.localdate()}
    shows["people"] = [person.shown(clear=False) for person in people]
    return page(request, "desk/trail/odd_one.html", shows, status=422 if form.errors else 200)


def named(rows: list[OddReading]) -> dict[int, str]:
    """The names of readers and of those who asked."""
    ids = {row.reader_id for row in rows} | {row.looked_by_id for row in rows if row.looked_by_id}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
