"""操作记录: who did what, when and where, for the audit administrator; never what stands in a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from canxie.desk.trail import actions
from canxie.desk.trail.forms import FindForm, SearchForm
from canxie.desk.trail.queries import SIZE, Line, asked, handle_of, lines, turned
from canxie.engine.audit import heads
from canxie.engine.audit.models import AuditEntry, ChainCheck
from canxie.engine.jobs.actions import Order, start
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.powers import Power


@require_safe
@requires(Power.TRAIL_READ)
def trail(request: DeskRequest) -> HttpResponse:
    """Search the trail, newest first."""
    form = SearchForm(request.GET or None, initial={})
    if request.GET and not form.is_valid():
        return page(request, "desk/trail/trail.html", shown(form, FindForm(), []), status=422)
    said = form.cleaned_data if form.is_bound else {}
    entries = AuditEntry.objects.within(request.scope, Power.TRAIL_READ)
    found = turned(asked(entries, said), request.GET.get("before", ""))
    actions.read(by=request.scope, count=len(found[:SIZE]), asked=[name for name, value in said.items() if value])
    context = shown(form, FindForm(), lines(found[:SIZE]))
    if len(found) > SIZE:
        last = found[SIZE - 1]
        query = request.GET.copy()
        query["before"] = f"{last.done_at.isoformat()}~{last.county}~{last.number}"
        context["after"] = f"?{query.urlencode()}"
    return page(request, "desk/trail/trail.html", context)


@require_POST
@requires(Power.TRAIL_READ)
def trail_find(request: DeskRequest) -> HttpResponse:
    """Go from a number to what happened to that person; the number comes into no address."""
    form = FindForm(request.POST)
    if form.is_valid():
        found = handle_of(form.cleaned_data["number"])
        actions.find(by=request.scope, found=found)
        if found:
            return redirect(f"{reverse('desk:trail')}?target={found}")
        form.add_error("number", "名册里没有这个证号：看看是不是少了一位，或者写错了。")
    form.data = {}  # it is not shown again
    return page(request, "desk/trail/trail.html", shown(SearchForm(), form, []), status=422)


@require_POST
@requires(Power.TRAIL_READ)
def trail_check(request: DeskRequest) -> HttpResponse:
    """Look at all chains now, in the background."""
    place = request.scope.paths(Power.TRAIL_READ)[0]
    start(by=request.scope, order=Order("audit.check", place))
    messages.success(request, "已经开始核对，做完以后这一页会写结果。可以先做别的。")
    return redirect("desk:trail")


@require_safe
@requires(Power.TRAIL_READ)
def trail_heads(request: DeskRequest) -> HttpResponse:
    """The ends of all chains, to be printed and kept outside of the machine."""
    ends = [word.rsplit(":", 2) for word in heads.line().split()]
    return page(request, "desk/trail/heads.html", {"ends": ends, "kept": heads.latest(), "now": timezone.now()})


def shown(form: SearchForm, find: FindForm, rows: list[Line]) -> dict[str, object]:
    last = ChainCheck.objects.order_by("-checked_at").first()
    today = timezone.localdate()
    return {"form": form, "find": find, "rows": rows, "after": "", "last": last, "today": today, "kept": heads.latest()}
