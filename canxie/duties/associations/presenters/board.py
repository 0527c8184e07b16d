"""The board of coverage: the same figure from the province down, the villages that are missing, and how it went."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from canxie.duties.associations import counting, planned
from canxie.duties.associations.models import Association
from canxie.duties.associations.planned import Planned, intention
from canxie.duties.associations.reading import on_the_day
from canxie.duties.associations.rules import Covered, Forecast, forecast, quarter_ends
from canxie.engine.parameters.reading import Value, above, parameter
from canxie.engine.scoping.scope import Scope
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.kernel.words import short_day

COUNTY, TOWNSHIP, VILLAGE = 6, 9, 12
BELOW = {2: 4, 4: 6, 6: 9, 9: 12}
COUNTED_BY = {2: 6, 4: 6, 6: 9, 9: 9, 12: 9}
WORDS = {2: ("个县", 6), 4: ("个县", 6), 6: ("个乡镇（街道）", 9)}
KINDS = {2: "市", 4: "县（市、区）", 6: "乡镇（街道）", 9: "村（社区）"}
FEW, MANY, LINES = 6, 500, 10
LONG = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Line:
    """One division of the table. `href` is its own board."""

    name: str
    figures: Covered
    href: str = ""


@dataclass(frozen=True, slots=True)
class GapRow:
    """One village in a gap, as the table shows it."""

    name: str
    href: str
    township: str
    reason: str
    days: int
    is_long: bool
    plan: str
    who: str


@dataclass(frozen=True, slots=True)
class VillageRow:
    """One village of a township, and the association that covers it."""

    name: str
    href: str
    association: Association | None
    since: date | None


@dataclass(frozen=True)
class Board:
    """A place on a day, to somebody who may see its figures; `everything` leaves nothing out of the lists."""

    scope: Scope
    place: str
    on: date
    today: date
    everything: bool = False

    @cached_property
    def _parts(self) -> dict[str, Covered]:
        """Everything of the province that the ladder and the table are summed up from."""
        return counting.by_child(self.place[:2], self.on, COUNTED_BY[len(self.place)])

    @cached_property
    def _inside(self) -> dict[str, Covered]:
        """The divisions one level down."""
        length = BELOW.get(len(self.place))
        if length is None:
            return {}
        if length > COUNTED_BY[len(self.place)]:
            return counting.by_child(self.place, self.on, length)
        return {
            child: self._of(child)
            for child in sorted({part[:length] for part in self._parts if part.startswith(self.place)})
        }

    @cached_property
    def names(self) -> Names:
        return Names({*above(self.place)[1:], *self._inside})

    def _of(self, place: str) -> Covered:
        if len(place) > COUNTED_BY[len(self.place)]:
            return counting.covered(place, self.on)
        return counting.total(part for code, part in self._parts.items() if code.startswith(place))

    @property
    def name(self) -> str:
        return self.names(self.place, self.on)

    @cached_property
    def figures(self) -> Covered:
        return self._of(self.place)

    @property
    def day(self) -> str:
        return "今天" if self.on == self.today else short_day(self.on, self.today)

    def address(self, place: str, **more: str) -> str:
        day = {} if self.on == self.today else {"on": self.on.isoformat()}
        return f"{reverse('associations:coverage')}?{urlencode({'place': place, **day, **more})}"

    def rungs(self) -> list[tuple[str, str, str, str]]:
        """The same figure from the province down to here; a place that is not the reader's has no link but `#`."""
        return [self._rung(place) for place in above(self.place)[1:]]

    def _rung(self, place: str) -> tuple[str, str, str, str]:
        figures, (word, length) = self._of(place), WORDS.get(len(place), ("", 0))
        inside = len({code[:length] for code in self._parts if code.startswith(place)}) if length else 0
        sub = "，".join(filter(None, [f"{inside:,} {word}" if inside else "", f"差 {figures.missing:,} 个村"]))
        href = self.address(place) if self.scope.covers(place, Power.MEASURES_READ) and place != self.place else ""
        return self.names(place, self.on), href, figures.percent, sub

    def lines(self) -> list[Line]:
        """The divisions one level down, those that miss most first; what misses nothing is one line."""
        rows = sorted(
            (Line(self.names(code, self.on), figures, self.address(code)) for code, figures in self._inside.items()),
            key=lambda line: -line.figures.missing,
        )
        shown = [line for line in rows if line.figures.missing][:LINES] if not self.everything else rows
        rest = rows[len(shown) :]
        if len(rest) <= 1:
            return rows
        others = f"另外 {len(rest)} 个" if shown else f"全部 {len(rest)} 个"
        return [*shown, Line(others, counting.total(line.figures for line in rest), self.address(self.place, all="1"))]

    @property
    def kind(self) -> str:
        return KINDS.get(len(self.place), "")

    def gaps(self) -> list[GapRow]:
        limit = MANY if self.everything else FEW
        found = counting.gaps(self.place, self.on, limit) if self.figures.missing else []
        with_names = any(len(path) >= COUNTY for path in self.scope.paths(Power.MEASURES_READ))
        return [self._gap(row) for row in planned.told(found, self.on, with_names=with_names)]

    def _gap(self, row: Planned) -> GapRow:
        by = short_day(row.due_on, self.today) if row.due_on else ""
        return GapRow(
            row.name,
            self.village(row.code),
            row.township,
            row.reason,
            row.days,
            row.days >= LONG.days,
            intention(row, by),
            row.who,
        )

    def village(self, code: str) -> str:
        readable = self.scope.covers(code, Power.ASSOCIATIONS_READ)
        return reverse("associations:village", args=[code]) if readable else ""

    def villages(self) -> list[VillageRow]:
        """The villages of a township and what covers each of them."""
        held = on_the_day(self.place, self.on)
        places = Division.objects.valid_on(self.on).below(self.place).filter(level=VILLAGE).order_by("code")
        return [
            VillageRow(
                place.name,
                self.village(place.code),
                row.association if (row := held.get(place.code)) else None,
                row.since if row else None,
            )
            for place in places
        ]

    @cached_property
    def points(self) -> list[tuple[date, Covered]]:
        """How it stood at the ends of the last quarters, and stands on the day; days without villages are left out."""
        days = [*quarter_ends(self.on), self.on]
        told = zip(days, counting.over_time(self.place, days), strict=True)
        return [(day, figures) for day, figures in told if figures.villages]

    def bars(self) -> list[dict[str, object]]:
        """Bars that show the villages missing, from 0: the shorter the better."""
        most = max((figures.missing for _, figures in self.points), default=0) or 1
        return [
            {
                "name": self.day if day == self.on else f"{day.year}年{day.month}月",
                "value": figures.missing,
                "share": 100 * figures.missing // most,
                "more": figures.percent,
            }
            for day, figures in self.points
        ]

    @cached_property
    def target(self) -> Value:
        return parameter("assoc.target_on", self.place, on=self.on)

    def outlook(self) -> tuple[str, str]:
        """When the last gap closes at today's pace, and whether that is in time."""
        until = f"目标是 {short_day(self.target.value, self.today)}前全部覆盖"
        if self.figures.villages and not self.figures.missing:
            return "已经全部覆盖。", ""
        told = forecast([(day, figures.missing) for day, figures in self.points])
        if told is None:
            return f"还没有半年的数，估不出哪天能全部覆盖。{until}。", ""
        if told.on is None:
            return f"最近半年还差的村没有减少，照这样到不了全部覆盖。{until}，", "按期有困难"
        return f"{pace(told)}，要到 {told.on.year}年{told.on.month}月才能全部覆盖。{until}，", (
            "来得及" if told.on <= self.target.value else "按期有困难"
        )

    def lead(self) -> tuple[str, str]:
        """The sentence of the page: how many there are, and what is missing."""
        if not self.figures.villages:
            return f"{self.name}在{self.day}没有在册的村（社区），没有数据。", ""
        begun = f"{self.name} {self.figures.villages:,} 个村（社区），{self.figures.covered:,} 个有残协，"
        return begun, f"还差 {self.figures.missing:,} 个" if self.figures.missing else "一个不差"


def pace(told: Forecast) -> str:
    quarter = f"一季少 {told.a_quarter:,} 个" if told.a_quarter else "一季少不到 1 个"
    return f"照最近半年的速度（{quarter}）"
