"""The register of visits: each call as it was told, what was struck out too (2.5.5)."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from canxie.duties.visits.choices import MANNERS, NOT_MET, OBSERVED, How
from canxie.duties.visits.models import Amendment, Encounter, Visit
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.mechanisms.registers.published import Column, Register, registers
from canxie.mechanisms.registers.reading import Reader

HOW, WHY, SEEN = dict(MANNERS), dict(NOT_MET), dict(OBSERVED)


def visits(scope: Scope, power: Power) -> QuerySet[Any]:
    """Visits with how many people each met in person, of how many, counted row by row: only those of a page."""
    met = Encounter.objects.filter(visit=OuterRef("pk")).order_by().values("visit")
    return Visit.objects.within(scope, power).annotate(
        seen=Subquery(met.filter(how=How.SELF).annotate(count=Count("pk")).values("count")),
        of=Subquery(met.annotate(count=Count("pk")).values("count")),
        amended=Exists(Amendment.objects.filter(visit=OuterRef("pk"))),
    )


def manner(row: Any, reader: Reader) -> str:
    why = WHY.get(row.not_met_because, "")
    return f"{HOW.get(row.manner, '')}（{why}）" if why else HOW.get(row.manner, "")


def people(row: Any, reader: Reader) -> str:
    return f"{row.of} 人，见到 {row.seen or 0} 人" if row.of else ""


def story(row: Any, reader: Reader) -> str:
    return "；".join(filter(None, ["、".join(SEEN.get(one, one) for one in row.observed), row.findings]))


def state(row: Any, reader: Reader) -> str:
    return "作废" if row.struck_out else "有补充" if row.amended else ""


registers.declare(
    "visits",
    Register(
        name="入户走访记录",
        code="ZF",
        unit="次",
        also=Power.VISITS_READ,
        rows=visits,
        fields=(
            "id",
            "path",
            "place",
            "visited_on",
            "household",
            "household__head",
            "household__group",
            "household__door",
            "manner",
            "not_met_because",
            "seen",
            "of",
            "observed",
            "findings",
            "struck_out",
            "amended",
            "visitor__name",
        ),
        sort=("path", "-visited_on", "id"),
        columns=(
            Column("户主", lambda row, reader: reader.name(row.household__head, row.path), 12),
            Column("走访日期", lambda row, reader: row.visited_on, 13),
            Column("村", lambda row, reader: reader.place(row.place, row.visited_on), 12, "s", of_place=True),
            Column("住址", lambda row, reader: f"{row.household__group} {row.household__door}".strip(), 12, "s"),
            Column("方式", manner, 16, "s"),
            Column("见到", people, 16, "s"),
            Column("情况", story, 40),
            Column("走访人", lambda row, reader: row.visitor__name, 10, "s", essential=False),
            Column("作废或补充", state, 10, "s", essential=False),
        ),
        about="每次走访一行，按村排，新的在前。作废的也在，标着作废。",
        period="visited_on",
        place="place",
        link=("desk:household", "household"),
    ),
)
