"""What the roster can be narrowed down by, and what of it is in use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from canxie.desk.people.listing import SORTS, Expected, within
from canxie.desk.people.places import choices
from canxie.desk.people.queries import hidden, written
from canxie.engine.parameters.reading import parameter
from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.addresses import address
from canxie.ground.divisions.models import Level
from canxie.ground.powers import Power
from canxie.ground.registry.choices import Category, Degree, State, Tier
from canxie.ground.registry.presenters import in_months
from canxie.ground.registry.search import found, is_number
from canxie.kernel.dates import month_bounds

Options = list[tuple[str, str]]
EVERYBODY = "all"
DUE = [("late", "逾期"), ("month", "本月到期")]


@dataclass(frozen=True)
class Filters:
    """What was asked of the roster by a reader today. What none of the options offers counts as not asked."""

    asked: Mapping[str, str]
    scope: Scope
    today: date

    @cached_property
    def own(self) -> tuple[str, ...]:
        return self.scope.paths(Power.REGISTRY_READ)

    @cached_property
    def places(self) -> dict[str, Options]:
        """The places to choose from, in one query: townships for those who read in more than one, and villages.

        These are of the township that was chosen, or that the reader has; one village alone is no choice.
        """
        wide = [path for path in self.own if len(path) < Level.TOWNSHIP]
        town = self.asked.get("town", "")
        chosen = [town] if len(town) == Level.TOWNSHIP and any(town.startswith(path) for path in wide) else []
        inside = chosen or [path for path in self.own if len(path) >= Level.TOWNSHIP]
        lone = len(inside) == 1 and len(inside[0]) == Level.VILLAGE
        wanted = {Level.TOWNSHIP: wide, Level.VILLAGE: [] if lone else inside}
        found = choices(wanted, on=self.today)
        towns = [(code, name) for code, name in found if len(code) == Level.TOWNSHIP]
        villages = [(code, name) for code, name in found if len(code) == Level.VILLAGE]
        return {"town": towns, "village": villages}

    @property
    def towns(self) -> Options:
        return self.places["town"]

    @property
    def villages(self) -> Options:
        return self.places["village"]

    @property
    def called(self) -> dict[str, str]:
        """What the places that are offered are called, by their codes."""
        return dict(self.towns + self.villages)

    @cached_property
    def expiries(self) -> Options:
        """In steps of the reminders that the place has set."""
        place = self.own[0] if self.own else ""
        months = sorted(parameter("cert.renew_notice", place, on=self.today).value)
        return [("over", "已过期"), *[(str(number), f"{number} 个月内到期") for number in months]]

    @cached_property
    def options(self) -> dict[str, Options]:
        """All choices by their name in the address; the reader's places change with what is chosen."""
        return {
            "town": self.towns,
            "kind": [*Category.choices],
            "level": [(str(value), label) for value, label in Degree.choices],
            "tier": [*Tier.choices],
            "due": DUE,
            "expires": self.expiries,
            "state": [(value, label) for value, label in State.choices if value != State.LIVING]
            + [(EVERYBODY, "全部")],
            "sort": [(key, sort.label) for key, sort in SORTS.items()],
        }

    def value(self, name: str) -> str:
        """What was chosen, if it was offered."""
        offered = self.villages if name == "village" else self.options[name]
        asked = self.asked.get(name, "")
        return asked if asked in dict(offered) else ""

    @cached_property
    def reach(self) -> tuple[str, ...]:
        """The places whose people are listed: what was chosen, else all that the reader has."""
        chosen = self.value("village") or self.value("town")
        return (chosen,) if chosen else self.own

    @property
    def place(self) -> str:
        """The smallest place that holds all of them, for the trail."""
        first, *others = self.reach
        levels = sorted(Level, reverse=True)
        return next((first[:n] for n in levels if all(path.startswith(first[:n]) for path in others)), "")

    @property
    def searches_per_minute(self) -> int:
        """How often a reader may look for somebody, so that nobody goes through the files one by one."""
        most: int = parameter("search.per_minute", self.own[0], on=self.today).value
        return most

    @property
    def typed(self) -> str:
        return self.asked.get("q", "").strip()[:60]

    @property
    def expected(self) -> Expected:
        """How many: few when somebody is looked for or villages were chosen, most when nothing else was asked."""
        if self.typed or all(len(path) == Level.VILLAGE for path in self.reach):
            return "few"
        return "" if any(self.value(name) for name in ("kind", "level", "tier", "due", "expires", "state")) else "most"

    @property
    def sort(self) -> str:
        return self.value("sort") or "due"

    def condition(self) -> Q:
        """All that was asked as one condition on people, but for where they live: `reach`."""
        asked = Q()
        for name, field in (("kind", "category"), ("level", "degree"), ("tier", "standing__tier")):
            if value := self.value(name):
                asked &= Q(**{field: value})
        state = self.value("state") or State.LIVING
        asked &= Q() if state == EVERYBODY else Q(state=state)
        asked &= self.due() & self.expires()
        return asked & found(self.typed, self.reach) if self.typed else asked

    def due(self) -> Q:
        """Whose household is late, or is due in this month, late or not."""
        first, following = month_bounds(self.today)
        match self.value("due"):
            case "late":
                asked = Q(standing__due_on__lt=self.today)
            case "month":
                asked = Q(standing__due_on__gte=first, standing__due_on__lt=following)
            case _:
                return Q()
        return asked & within("standing__path", self.reach)

    def expires(self) -> Q:
        """Whose certificate is over, or will be within some months."""
        match self.value("expires"):
            case "":
                return Q()
            case "over":
                return Q(certified_until__lt=self.today)
            case months:
                return Q(certified_until__gte=self.today, certified_until__lte=in_months(self.today, int(months)))

    @cached_property
    def chips(self) -> list[tuple[str, str]]:
        """The conditions in use, each with the address of the list without it."""
        found = [(f"找：{self.told()}", self.address(q=""))] if self.typed else []
        for name in ("town", "village", "kind", "level", "tier", "due", "expires", "state"):
            if value := self.value(name):
                offered = dict(self.villages if name == "village" else self.options[name])
                without = {name: "", "village": ""} if name == "town" else {name: ""}
                label = f"{value} 类" if name == "tier" else offered[value]
                found.append((label, self.address(**without)))
        return found

    def told(self) -> str:
        """Repeat what was typed, unless it is a number: that is told by its tail."""
        return f"尾号 {self.typed[-4:]}" if is_number(self.typed) else self.typed

    @cached_property
    def sealed(self) -> str:
        """What was typed, sealed once for all addresses on the page."""
        return hidden(self.asked["q"].strip()) if self.typed else ""

    def address(self, **other: str) -> str:
        """The address of the list, with something else asked, but for what was typed: that may only be left out."""
        query = written({**self.asked, **other}, self.sealed)
        return address("desk:people") + (f"?{query}" if query else "")
