"""What the picker of places asks for while somebody types."""

from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from canxie.desk.places.fields import above, lies_in, matching, where
from canxie.engine.scoping.http import DeskRequest, requires, unguarded
from canxie.engine.ui.pages import page
from canxie.ground.accounts.limits import limited
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power

A_MINUTE = 240
PAGE = 100


@require_safe
@requires(Power.DIVISIONS_CHANGE)
def places(request: DeskRequest) -> HttpResponse:
    """What lies in a place, a level down, by code; or what was searched for."""
    today, own = timezone.localdate(), request.scope.paths(Power.DIVISIONS_CHANGE)
    at, text = request.GET.get("at", own[0]), request.GET.get("q", "")[:80].strip()
    if not request.scope.covers(at, Power.DIVISIONS_CHANGE):
        raise Http404
    after = request.GET.get("after", "")
    if text:
        found = matching(text, own, today)
    else:
        children = Division.objects.valid_on(today).children_of(at).filter(code__gt=after if after.isdecimal() else "")
        found = [*children[: PAGE + 1]]
    names = Names(code for one in [*found, Division(code=at)] for code in [*above(one.code), one.code])
    shows = {
        "at": at,
        "q": text,
        "name": names(at, today),
        "crumbs": [(names(code, today), f"?at={code}") for code in above(at) if len(code) >= min(map(len, own))],
        "rows": [(one, lies_in(one.code, names, today)) for one in found[:PAGE]],
        "more": found[PAGE - 1].code if len(found) > PAGE else "",
    }
    return page(request, "desk/places.html", shows)


@require_safe
@unguarded("names of places, no person")
def places_find(request: DeskRequest) -> HttpResponse:
    """Name the places that a text may mean, where the reader works and below; all of them to whoever works nowhere."""
    limited("places", request, per_minute=A_MINUTE)
    today = timezone.localdate()
    inside = sorted({path for _, path in request.held}) or [""]
    found = matching(request.GET.get("q", "")[:80], inside, today) if request.GET.get("q", "").strip() else []
    names = Names(code for one in found for code in above(one.code))
    told = [{"code": one.code, "name": one.name, "where": where(one.code, names, today)} for one in found]
    return JsonResponse({"places": told})
