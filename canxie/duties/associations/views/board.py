"""The board of coverage, for everyone who may see figures."""

from datetime import date

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from canxie.duties.associations.presenters.board import TOWNSHIP, Board
from canxie.engine.scoping.http import DeskRequest, requires
from canxie.engine.ui.pages import page
from canxie.ground.powers import Power


@require_safe
@requires(Power.MEASURES_READ)
def coverage(request: DeskRequest) -> HttpResponse:
    """One place on any day. A day that is none, or that has not come, is told; today's figures stand below."""
    place = request.GET.get("place") or min(request.scope.paths(Power.MEASURES_READ), key=len)
    if not place.isdecimal() or len(place) not in (2, 4, 6, TOWNSHIP, 12):
        raise Http404
    request.scope.must_cover(place, Power.MEASURES_READ)
    today, wanted = timezone.localdate(), request.GET.get("on", "")
    day, wrong = day_of(wanted, today) if wanted else (today, "")
    board = Board(request.scope, place, day, today, everything=request.GET.get("all") == "1")
    context = {"board": board, "wanted": wanted or day.isoformat(), "wrong": wrong, "township": len(place) == TOWNSHIP}
    return page(request, "associations/coverage.html", context, status=422 if wrong else 200)


def day_of(text: str, today: date) -> tuple[date, str]:
    """Read a day; one that cannot be shown gives today's, and the sentence that says so."""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        return today, f"日期“{text}”看不懂，请写成 {today.isoformat()} 这样。下面是今天的。"
    if day > today:
        return today, "还没到的日子没有数。下面是今天的。"
    return day, ""
