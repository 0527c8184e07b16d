"""The roster: everybody a reader may read, found, narrowed down, sorted and turned over."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from canxie.desk.people.filters import Filters
from canxie.desk.people.listing import SORTS, in_words, turned
from canxie.desk.people.queries import read
from canxie.desk.people.rows import columns, lines, pages
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.accounts.limits import limited
from canxie.ground.powers import Power
from canxie.ground.registry.actions import show_list
from canxie.ground.registry.models import Person


@require_http_methods(["GET", "POST"])
@requires(Power.REGISTRY_READ)
def people(request: DeskRequest) -> HttpResponse:
    """One page of it. What is asked comes by POST, and stands sealed in the address that answers."""
    asked = read(request.GET) if request.method == "GET" else request.POST.dict()
    filters = Filters(asked, request.scope, timezone.localdate())
    if request.method == "POST" and filters.typed:
        limited("search", request, per_minute=filters.searches_per_minute)
    if request.method == "POST" and not request.htmx:
        return redirect(filters.address())
    chosen = request.scope.narrowed(Power.REGISTRY_READ, *filters.reach)
    reached = Person.objects.within(chosen, Power.REGISTRY_READ).filter(filters.condition())
    rows = turned(reached, SORTS[filters.sort], filters.reach, request.GET, expected=filters.expected)
    show_list(by=request.scope, people=rows.people, place=filters.place)
    context = {
        "filters": filters,
        "count": in_words(rows.count),
        "rows": lines(rows.people, request.scope, filters),
        "columns": columns(filters),
        "pager": pages(filters, rows),
        "may_write": request.scope.may(Power.REGISTRY_WRITE),
        "may_import": request.scope.may(Power.REGISTRY_IMPORT),
    }
    response = page(request, "desk/people/roster.html", context, fragment="results")
    if request.method == "POST":
        response["HX-Push-Url"] = filters.address()
    return response
