"""One village: what covers it, and what the assistant proposes where nothing does."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, F

from canxie.duties.associations import counting, planned
from canxie.duties.associations.models import Coverage, ProposedVillage
from canxie.duties.associations.reading import covering
from canxie.duties.associations.rules import Advice, Near, advise
from canxie.engine.parameters.reading import Value, parameter
from canxie.engine.scoping.scope import Scope
from canxie.ground.divisions.models import Division, Neighbour
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.ground.registry.choices import Category
from canxie.ground.registry.models import Person
from canxie.kernel.words import short_day

TOWNSHIP = 9


def people_in(paths: list[str]) -> dict[str, int]:
    """Count the living people of some villages, in one query."""
    rows = Person.objects.living().filter(path__in=paths).values("path").annotate(how_many=Count("pk"))
    return {row["path"]: row["how_many"] for row in rows.order_by("path")}


@dataclass(frozen=True)
class Village:
    """A village to somebody who may read about its association."""

    scope: Scope
    place: Division
    today: date

    @property
    def code(self) -> str:
        return self.place.code

    @property
    def name(self) -> str:
        return self.place.name

    @cached_property
    def township(self) -> str:
        return Names([self.code[:TOWNSHIP]])(self.code[:TOWNSHIP], self.today)

    @cached_property
    def covered_by(self) -> Coverage | None:
        rows = Coverage.objects.on(self.today).filter(path=self.code)
        return rows.select_related("association").first()

    @cached_property
    def on_its_way(self) -> ProposedVillage | None:
        rows = ProposedVillage.objects.filter(path=self.code, association__state__in=["preparing", "filed"])
        return rows.select_related("association").order_by("id").first()

    @cached_property
    def people(self) -> int:
        return people_in([self.code]).get(self.code, 0)

    @property
    def lead(self) -> str:
        if row := self.covered_by:
            return f"{short_day(row.since, self.today)}起由{row.association}在管。"
        if plan := self.on_its_way:
            return f"还没有残协，{plan.association}{plan.association.get_state_display()}。"
        return f"还没有残协，已经 {self.gap.days} 天。"

    @cached_property
    def gap(self) -> planned.Planned:
        with_names = self.scope.may(Power.ASSOCIATIONS_READ)
        return planned.told(counting.gaps(self.code, self.today), self.today, with_names=with_names)[0]

    @property
    def why(self) -> str:
        return "" if self.covered_by else self.gap.reason

    def facts(self) -> list[tuple[str, str]]:
        """What the proposal stands on. Categories are for those who read the files of the village."""
        told = [("残疾人", f"{self.people} 位")]
        if self.scope.covers(self.code, Power.REGISTRY_READ):
            told.append(("类别", "、".join(f"{label} {count} 位" for label, count in self.categories()) or "没有数据"))
        near = "、".join(f"{one.name}（{one.people} 位{one.apart}）" for one in self.near)
        return [*told, ("申明的邻村", near or "还没有申明")]

    def categories(self) -> list[tuple[str, int]]:
        rows = Person.objects.living().filter(path=self.code).exclude(category="").values("category")
        return [
            (Category(row["category"]).label, row["how_many"])
            for row in rows.annotate(how_many=Count("pk")).order_by("-how_many", "category")
        ]

    @cached_property
    def near(self) -> list[Near]:
        """The neighbours that were declared, the nearest first."""
        rows = [*Neighbour.objects.filter(path=self.code).order_by(F("km").asc(nulls_last=True), "other")]
        codes = [row.other for row in rows]
        names, people = Names(codes), people_in(codes)
        covers = Coverage.objects.on(self.today).filter(path__in=codes).select_related("association").order_by("path")
        by = {row.path: row.association.name for row in covers}
        return [
            Near(
                row.other,
                names(row.other, self.today),
                people.get(row.other, 0),
                float(row.km) if row.km is not None else None,
                row.other[:TOWNSHIP] == self.code[:TOWNSHIP],
                by.get(row.other, ""),
            )
            for row in rows
        ]

    @cached_property
    def joint_below(self) -> Value:
        return parameter("assoc.joint_suggest_below", self.code, on=self.today)

    @cached_property
    def advice(self) -> Advice:
        groups = parameter("assoc.group_suggest_above", self.code, on=self.today)
        return advise(self.people, self.near, self.joint_below.value, groups.value)

    @property
    def says(self) -> str:
        """Whose numbers the proposal stands on."""
        place = self.joint_below.path
        return self.joint_below.told(Names([place])(place, self.today) if place else "")

    def beside(self) -> str:
        """The association of the neighbour that could take the village in, for a link to it."""
        there = covering(self.advice.beside, self.today) if self.advice.beside else None
        return str(there.pk) if there else ""

    def history(self) -> list[tuple[str, str]]:
        """What covered the village before, the latest first."""
        rows = Coverage.objects.filter(path=self.code).exclude(until=None).select_related("association")
        return [
            (row.association.name, f"{short_day(row.since, self.today)}到{short_day(row.until, row.since)}")
            for row in rows.order_by("-since")
            if row.until and row.until > row.since
        ]
