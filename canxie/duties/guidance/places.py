"""To whom tasks can be given, and what a list of them can be narrowed down to."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.utils import timezone

from canxie.duties.guidance.choices import NOBODY
from canxie.duties.guidance.rules import TOWNSHIP, VILLAGE
from canxie.engine.parameters.reading import parameter
from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.controls import Hinted
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.ground.registry.contacts import contacts
from canxie.kernel.workdays import next_workday


def receivers(scope: Scope, now: datetime) -> Mapping[str, Hinted]:
    """Name the villages that this reader may give tasks to, each with its commissioner."""
    today, places = timezone.localdate(now), scope.paths(Power.GUIDANCE_ASSIGN)
    codes = {path for path in places if len(path) == VILLAGE}
    for path in places:
        if len(path) == TOWNSHIP:
            codes |= {*Division.objects.valid_on(today).children_of(path).values_list("code", flat=True)}
    names, posts = Names(codes), contacts(codes, at=now)
    return {
        code: Hinted(names(code, today), posts[code].user.name if code in posts else NOBODY) for code in sorted(codes)
    }


def usual_day(village: str, now: datetime) -> date:
    """Say by which day a task is done unless somebody says another."""
    today = timezone.localdate(now)
    days: int = parameter("guidance.days", village, on=today).value
    return next_workday(today + timedelta(days))


def villages_and_towns(scope: Scope) -> list[tuple[str, str]]:
    """List the townships of a county, the villages of a township."""
    today = timezone.localdate()
    offices = [path for path in scope.paths(Power.GUIDANCE_READ) if len(path) < VILLAGE]
    children = [Division.objects.valid_on(today).children_of(path) for path in offices]
    return [(place.code, place.name) for found in children for place in found]
