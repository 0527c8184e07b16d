"""Screens of what participants do: a task, what came of it, a word of thanks, a line struck out."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from canxie.duties.associations.models import Association
from canxie.duties.officers import contributing
from canxie.duties.officers.asking import in_pool
from canxie.duties.officers.choices import Doing
from canxie.duties.officers.forms import DoneForm, StrikeForm, TaskForm, ThanksForm
from canxie.duties.officers.models import Participant
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.powers import Power


@require_http_methods(["GET", "POST"])
@requires(Power.ASSOCIATIONS_PREPARE)
def task(request: DeskRequest, association_id: UUID, who_id: UUID) -> HttpResponse:
    """Ask somebody to do something."""
    association, who = in_pool(
        Association.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE),
        Participant.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE),
        association_id,
        who_id,
    )
    form = TaskForm(request.POST or None, initial={"on": timezone.localdate()})

    def act() -> str:
        made = contributing.give_task(by=request.scope, participant=who, **form.cleaned_data)
        return f"派给{who}了：{made}。做完以后记“做完了”。"

    return asked(request, (association, who), form, act, f"派给{who}一件任务", "派这件任务", "")


@require_http_methods(["GET", "POST"])
@requires(Power.ASSOCIATIONS_PREPARE)
def done(request: DeskRequest, association_id: UUID, who_id: UUID, contribution_id: int) -> HttpResponse:
    """Record that a task was done, and in how many hours."""
    association, who = in_pool(
        Association.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE),
        Participant.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE),
        association_id,
        who_id,
    )
    one, today = get_object_or_404(who.contributions, id=contribution_id, kind=Doing.TASK), timezone.localdate()
    form = DoneForm(request.POST or None, initial={"done_on": min(one.on, today)})

    def act() -> str:
        contributing.finish_task(by=request.scope, task=one, today=today, **form.cleaned_data)
        return f"记下了：{one}，{form.cleaned_data['hours']} 小时。"

    return asked(request, (association, who), form, act, f"做完了：{one}", "记做完了", "")


@require_http_methods(["GET", "POST"])
@requires(Power.ASSOCIATIONS_PREPARE)
def thanks(request: DeskRequest, association_id: UUID, who_id: UUID) -> HttpResponse:
    """Record a word of thanks."""
    association, who = in_pool(
        Association.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE),
        Participant.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE),
        association_id,
        who_id,
    )
    today = timezone.localdate()
    form = ThanksForm(request.POST or None, initial={"on": today})

    def act() -> str:
        contributing.thank(by=request.scope, participant=who, today=today, **form.cleaned_data)
        return f"记下了对{who}的感谢。"

    return asked(request, (association, who), form, act, f"感谢{who}", "记下感谢", "")


@require_http_methods(["GET", "POST"])
@requires(Power.ASSOCIATIONS_PREPARE)
def strike(request: DeskRequest, association_id: UUID, who_id: UUID, contribution_id: int) -> HttpResponse:
    """Strike a wrong line out."""
    association, who = in_pool(
        Association.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE),
        Participant.objects.within(request.scope, Power.ASSOCIATIONS_PREPARE),
        association_id,
        who_id,
    )
    one = get_object_or_404(who.contributions, id=contribution_id)
    form = StrikeForm(request.POST or None)

    def act() -> str:
        contributing.strike_out(by=request.scope, contribution=one, **form.cleaned_data)
        return f"作废了：{one}。还看得到，不再算数。"

    return asked(request, (association, who), form, act, f"作废：{one}", "作废这一条", "作废以后还看得到，但不再算数。")


def asked(
    request: DeskRequest,
    of: tuple[Association, Participant],
    form: Form,
    act: Callable[[], str],
    *words: str,
) -> HttpResponse:
    """Do it once the form is complete, and say what was done; one that is sent back keeps what was typed.

    `words` are the title, the button and the sentence below the title.
    """
    association, who = of
    if form.is_valid():
        try:
            told = act()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, told)
            return redirect("officers:participant", association.pk, who.pk)
    shows = {"association": association, "someone": who, "form": form, "words": words}
    return page(request, "officers/contribution.html", shows, status=422 if form.is_bound else 200)
