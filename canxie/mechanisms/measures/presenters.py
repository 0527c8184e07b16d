"""What the pages of measures show."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from canxie.engine.parameters.reading import above, parameter
from canxie.engine.scoping.scope import Scope
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.mechanisms.measures.figures import Figure, Line, by_child, discreet, figure, tells, veiled
from canxie.mechanisms.measures.published import Measure, measures

COUNTY = 6
COUNTRY = "全国"


@dataclass(frozen=True, slots=True)
class Asked:
    """A place and a day that somebody may see figures of."""

    scope: Scope
    place: str
    on: date
    today: date

    @property
    def figures_only(self) -> bool:
        """Whether the reader stands above the county: small numbers stay hidden from them."""
        return not any(
            self.place.startswith(path) for path in self.scope.paths(Power.MEASURES_READ) if len(path) >= COUNTY
        )

    @property
    def least(self) -> int:
        least: int = parameter("measures.least", self.place, on=self.on).value
        return least

    @property
    def way(self) -> list[str]:
        """The places from where the reader's power begins down to here."""
        return [path for path in above(self.place) if self.scope.covers(path, Power.MEASURES_READ)]

    def figure(self, key: str) -> Figure:
        found = figure(key, self.place, self.on)
        if not measures[key].people:
            return found
        return veiled(found) if self.figures_only and (tells(found, self.least) or self._hidden_above(key)) else found

    def lines(self, key: str) -> list[Line]:
        """The divisions one level down. Under a figure that is hidden all are, or their sum would tell it."""
        found = by_child(key, self.place, self.on)
        if not self.figures_only or not measures[key].people:
            return found
        if self.figure(key).hidden:
            return [replace(line, figure=veiled(line.figure)) for line in found]
        return discreet(found, self.least)

    def _hidden_above(self, key: str) -> bool:
        """Whether a table on the way down hides this place, or one around it."""
        return any(
            line.figure.hidden
            for around, inner in pairwise(self.way)
            for line in discreet(by_child(key, around, self.on), self.least)
            if line.code == inner
        )

    def address(self, view: str, *args: str, place: str | None = None) -> str:
        """The address of a view about a place on the same day."""
        said = {"place": self.place if place is None else place}
        if self.on != self.today:
            said["on"] = self.on.isoformat()
        return f"{reverse(view, args=args)}?{urlencode(said)}"

    def below(self, view: str, *args: str) -> Callable[[str], str]:
        """Like `address` for many places: the last part of the address is the code."""
        before = self.address(view, *args, place="")
        base, _, rest = before.partition("place=")
        return lambda code: f"{base}place={code}{rest}"

    def crumbs(self, view: str, *args: str) -> list[tuple[str, str]]:
        """Names and addresses of the way down; here has no address."""
        names = Names(self.way)
        told = [(names(path, self.on) if path else COUNTRY, self.address(view, *args, place=path)) for path in self.way]
        return [*told[:-1], (told[-1][0], "")]

    def opened(self, measure: Measure) -> tuple[str, str]:
        """The list behind the figure, as words and address, for those who may read it; else nothing."""
        if measure.opened is None or not self.scope.covers(self.place, measure.opened.power):
            return ("", "")
        return (measure.opened.words, measure.opened.address(self.place, self.on))


def asked(scope: Scope, place: str | None, on: str, today: date) -> Asked:
    """Read what an address asks for.

    Raises:
        Http404: for a place outside the scope, a day that is none, and a day that has not come.
    """
    here = min(scope.paths(Power.MEASURES_READ), key=len) if place is None else place
    if here and not here.isdecimal():
        raise Http404
    scope.must_cover(here, Power.MEASURES_READ)
    try:
        day = date.fromisoformat(on) if on else today
    except ValueError as error:
        raise Http404 from error
    if day > today:
        raise Http404
    return Asked(scope, here, day, today)
