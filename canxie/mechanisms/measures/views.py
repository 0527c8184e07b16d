"""Figures, and how each of them is reckoned. No names."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.powers import Power
from canxie.mechanisms.measures.presenters import Asked, asked
from canxie.mechanisms.measures.published import measures


@require_safe
@requires(Power.MEASURES_READ)
def index(request: DeskRequest) -> HttpResponse:
    """All measures of one place today."""
    here = place_of(request)
    figures = [(key, measure, here.figure(key)) for key, measure in measures.items()]
    return page(
        request, "measures/index.html", {"here": here, "places": here.crumbs("measures:index"), "figures": figures}
    )


@require_safe
@requires(Power.MEASURES_READ)
def measure(request: DeskRequest, key: str) -> HttpResponse:
    """One measure: what it counts, at this place, and one level down."""
    if key not in measures:
        raise Http404
    here, told = place_of(request), measures[key]
    if here.on != here.today and not told.past:
        raise Http404
    context = {"here": here, "key": key, "measure": told, "places": here.crumbs("measures:measure", key)}
    context |= {"figure": here.figure(key), "lines": here.lines(key)}
    return page(request, "measures/measure.html", context)


def place_of(request: DeskRequest) -> Asked:
    return asked(request.scope, request.GET.get("place"), request.GET.get("on", ""), timezone.localdate())
