"""A page with nothing on it: the shell, a session and a line on the trail."""

from django.http import HttpResponse

from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.http import DeskRequest, unguarded
from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.pages import page
from canxie.ground.divisions.models import Division


@unguarded("nothing is on it")
def empty(request: DeskRequest) -> HttpResponse:
    shown(by=request.scope)
    return page(request, "ui/page.html", {})


@action("bench.empty")
def shown(*, by: Scope) -> None:
    note(by, "bench.empty", Division(pk=0), place="379900")
