"""What townships put on the desk: the villages that have nobody."""

from django.utils import timezone

from canxie.duties.townships.models import Vacancy
from canxie.duties.townships.presenters import vacant
from canxie.duties.townships.reading import villages
from canxie.duties.townships.rules import COUNTY_LATE, COUNTY_SEES
from canxie.engine.parameters.reading import parameter
from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.cards import Card, Entry, card, entries
from canxie.ground.divisions.models import Level
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power

entries.declare("townships", Entry("乡镇力量", "house", "townships:townships", Power.TOWNSHIPS_READ, group="组织和人"))

FEW = 8


@card("townships.vacant", on="home", power=Power.TOWNSHIPS_CHANGE)
def vacant_villages(scope: Scope) -> Card | None:
    """For the township: each village that has nobody, from the second it has nobody."""
    now = timezone.now()
    places = [village for path in scope.paths(Power.TOWNSHIPS_CHANGE) for village in villages(path, at=now)]
    steps = parameter("vacancy.escalate_days", scope.paths(Power.TOWNSHIPS_CHANGE)[0], on=timezone.localdate()).value
    rows = vacant(places, steps, at=now)
    if not rows:
        return None
    late = any(row.tone == "late" for row in rows)
    return Card(
        "专职委员空缺",
        "townships/cards/vacant.html",
        {"rows": rows[:FEW], "more": max(0, len(rows) - FEW)},
        beside=f"{len(rows)} 个村",
        lead=f"{len(rows)} 个村没有专职委员，{sum(row.people for row in rows)} 人没人联系。",
        tone="late" if late else "soon",
        jump=("空缺", f"{len(rows)} 个村"),
    )


@card("townships.climbed", on="home", power=Power.TOWNSHIPS_READ)
def climbed(scope: Scope) -> Card | None:
    """For the county: the vacancies that have climbed up to it, as the night before left them."""
    counties = tuple(path for path in scope.paths(Power.TOWNSHIPS_READ) if len(path) < Level.TOWNSHIP)
    if not counties:
        return None
    now, today = timezone.now(), timezone.localdate()
    open_ = Vacancy.objects.within(scope, Power.TOWNSHIPS_READ).filter(ended_at=None, step__gte=COUNTY_SEES)
    steps = {row.path: row.step for row in open_.order_by("path")}
    if not steps:
        return None
    still = [village for path in counties for village in villages(path, at=now) if village.code in steps]
    rows, town = vacant(still, (), at=now), Names({path[: Level.TOWNSHIP] for path in steps})
    if not rows:
        return None
    shown = [(row, town(row.code[: Level.TOWNSHIP], today), steps[row.code] >= COUNTY_LATE) for row in rows[:FEW]]
    return Card(
        "专职委员空缺",
        "townships/cards/climbed.html",
        {"rows": shown, "more": max(0, len(rows) - FEW), "town_of": Level.TOWNSHIP},
        beside=f"{len(rows)} 个村",
        lead=f"{len(rows)} 个村的专职委员空缺已报到县里，{sum(row.people for row in rows)} 人没人联系。"
        if rows
        else "",
        tone="late" if any(step >= COUNTY_LATE for step in steps.values()) else "soon",
        jump=("空缺", f"{len(rows)} 个村") if rows else None,
    )
