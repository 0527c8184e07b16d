"""Lists of office-holders that came in from files."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from canxie.duties.officers import bringing
from canxie.duties.officers.models import OfficerImport
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power

RECENT = 20


@require_safe
@requires(Power.ASSOCIATIONS_FILE)
def brought(request: DeskRequest) -> HttpResponse:
    """The lists of office-holders that came in from files, and the way to take one back."""
    rows = OfficerImport.objects.within(request.scope, Power.ASSOCIATIONS_FILE)
    return lists_page(request, [*rows.order_by("-written_at", "-pk")[:RECENT]])


@require_POST
@requires(Power.ASSOCIATIONS_FILE)
def undo(request: DeskRequest, import_id: int) -> HttpResponse:
    """Take a whole list back, while nothing has been built on it."""
    rows = OfficerImport.objects.within(request.scope, Power.ASSOCIATIONS_FILE)
    one_list = get_object_or_404(rows, id=import_id)
    try:
        bringing.undo(by=request.scope, brought=one_list, at=timezone.now())
    except ValidationError as error:
        return lists_page(request, [*rows.order_by("-written_at", "-pk")[:RECENT]], refused=[*error.messages])
    messages.success(request, f"整份撤回了：{one_list.rows} 人的提名都没有了。")
    return redirect("officers:brought")


def lists_page(request: DeskRequest, rows: list[OfficerImport], refused: Sequence[str] = ()) -> HttpResponse:
    today = timezone.localdate()
    shows = {"rows": rows, "name": Names(row.path for row in rows), "today": today, "refused": refused}
    return page(request, "officers/brought.html", shows, status=422 if refused else 200)
