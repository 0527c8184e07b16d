"""备份: whether there is one, how old it is, and when it was last shown to come back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from canxie.engine.backups.models import BackupRun
from canxie.engine.backups.standing import standing
from canxie.engine.backups.tasks import KIND
from canxie.engine.jobs.actions import Order, start
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.powers import Power

PAGE = 30


@require_safe
@requires(Power.SYSTEM_OPERATE)
def backups(request: DeskRequest) -> HttpResponse:
    """The last backup and the last drill, what is wrong with either, and those before them."""
    today = timezone.localdate()
    rows = BackupRun.objects.order_by("-began_at", "-pk")[:PAGE]
    return page(
        request, "desk/backups/backups.html", {"standing": standing(timezone.now()), "rows": rows, "today": today}
    )


@require_POST
@requires(Power.SYSTEM_OPERATE)
def backup_make(request: DeskRequest) -> HttpResponse:
    """Make a backup now, in the background."""
    job = start(by=request.scope, order=Order(KIND, request.scope.paths(Power.SYSTEM_OPERATE)[0]))
    messages.success(request, "已经开始备份。可以关掉这一页，它自己会做完。")
    return redirect("desk:job", job.pk)
