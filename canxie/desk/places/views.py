"""What the picker of places asks for while somebody types."""

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from canxie.desk.places.fields import above, matching, where
from canxie.engine.scoping.http import DeskRequest, unguarded
from canxie.ground.accounts.limits import limited
from canxie.ground.divisions.names import Names

A_MINUTE = 240


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
