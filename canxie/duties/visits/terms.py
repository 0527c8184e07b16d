"""What a county has set for visiting: intervals, and which manner counts for which tier."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from canxie.engine.parameters.reading import Value, all_at, all_settled, nearest
from canxie.engine.scoping.scope import subtree

TIERS = ("A", "B", "C")
CONTACT = "visit.contact_manners"
RESETTING = ("at_home", "outside", "phone")


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds at one place on one day."""

    intervals: Mapping[str, Value]  # by tier, in days
    resets: Mapping[str, Value]  # by manner, the tiers for which it counts
    contact: Value  # the manners by which somebody was reached

    def days(self, tier: str) -> int:
        days: int = self.intervals[tier].value
        return days

    def resetting(self, tier: str) -> set[str]:
        return {manner for manner, tiers in self.resets.items() if tier in tiers.value}


class AllTerms:
    """The terms of every place on one day: one query, however many villages ask. With `at`, of one place."""

    def __init__(self, *, on: date, at: str | None = None) -> None:
        intervals = {tier: f"visit.interval.tier_{tier.lower()}" for tier in TIERS}
        resets = {manner: f"visit.resets.{manner}" for manner in RESETTING}
        keys = [*intervals.values(), *resets.values(), CONTACT]
        found = all_settled(keys, on=on) if at is None else all_at(keys, at, on=on)
        self._intervals = {tier: found[key] for tier, key in intervals.items()}
        self._resets = {manner: found[key] for manner, key in resets.items()}
        self._contact = found[CONTACT]
        self._known: dict[str, Terms] = {}

    def __call__(self, path: str) -> Terms:
        if path not in self._known:
            self._known[path] = Terms(
                {tier: nearest(places, path) for tier, places in self._intervals.items()},
                {manner: nearest(places, path) for manner, places in self._resets.items()},
                nearest(self._contact, path),
            )
        return self._known[path]

    def interval_sql(self) -> tuple[str, list[str | int]]:
        """The interval of a row's tier at its path, as SQL over the columns tier and path, and its values."""
        cases, values = [], list[str | int]()
        for tier, places in self._intervals.items():
            for place, value in sorted(places.items(), key=lambda pair: -len(pair[0])):
                first, beyond = subtree(place) if place else ("", "99")
                cases.append("WHEN tier = %s AND path >= %s AND path < %s THEN CAST(%s AS integer)")
                values += [tier, first, beyond, value.value]
        return f"CASE {' '.join(cases)} END", values
