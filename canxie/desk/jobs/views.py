"""What runs in the background: how far it is, how it is stopped, how it is begun again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from canxie.desk.jobs.presenters import lines, plans, stand
from canxie.engine.jobs import actions
from canxie.engine.jobs.models import Job
from canxie.engine.scoping.http import DeskRequest, unguarded
from canxie.engine.ui.pages import page
from canxie.ground.powers import Power

OWN = "one's own job is one's own; those of others are asked for by jobs.read"
PAGE = 30


@require_safe
@unguarded(OWN)
def jobs(request: DeskRequest) -> HttpResponse:
    """The jobs one may see, newest first, and for those who look after them what is done on schedule."""
    found = Job.objects.visible_to(request.scope).order_by("-created_at", "-id")
    if "before" in request.GET:
        created_at, job_id = key(request.GET["before"])
        found = found.filter(Q(created_at__lt=created_at) | Q(created_at=created_at, id__lt=job_id))
    rows = lines(found[: PAGE + 1])
    shows: dict[str, Any] = {"rows": rows[:PAGE], "more": len(rows) > PAGE, "today": timezone.localdate()}
    shows["plans"] = plans() if request.scope.may(Power.JOBS_READ) else []
    return page(request, "desk/jobs.html", shows)


@require_safe
@unguarded(OWN)
def job(request: DeskRequest, job_id: UUID) -> HttpResponse:
    """Where one job stands. htmx asks again and again; when the state has changed the whole page is due."""
    found = stand(one(request, job_id))
    response = page(request, "desk/job.html", {"stand": found, "today": timezone.localdate()}, fragment="far")
    if request.GET.get("state", found.job.state) != found.job.state:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@unguarded(OWN)
def job_stop(request: DeskRequest, job_id: UUID) -> HttpResponse:
    """Stop it and take back what it has done so far."""
    actions.cancel(by=request.scope, job=one(request, job_id))
    return redirect("desk:job", job_id)


@require_POST
@unguarded(OWN)
def job_again(request: DeskRequest, job_id: UUID) -> HttpResponse:
    """Begin again what was not done."""
    actions.again(by=request.scope, job=one(request, job_id))
    return redirect("desk:job", job_id)


def one(request: DeskRequest, job_id: UUID) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.scope), id=job_id)


def key(text: str) -> tuple[datetime, UUID]:
    """Read where the page before ended; what says no such thing names no page."""
    try:
        created_at, job_id = text.split("~")
        return datetime.fromisoformat(created_at), UUID(job_id)
    except ValueError as error:
        raise Http404 from error
