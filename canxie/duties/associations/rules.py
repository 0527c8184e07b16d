"""Rules of coverage (1.5, 2.2.3), each with its clause. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

QUARTERS = 8
HALF_A_YEAR = 2


@dataclass(frozen=True, slots=True)
class Covered:
    """How many villages there were on a day, and how many of them an association covered (1.5)."""

    villages: int
    covered: int

    @property
    def missing(self) -> int:
        return self.villages - self.covered

    @property
    def percent(self) -> str:
        """One decimal; never 100.0 while one village is missing, and no figure without villages.

        >>> Covered(612, 596).percent, Covered(62074, 62073).percent, Covered(3, 3).percent, Covered(0, 0).percent
        ('97.4 %', '99.9 %', '100 %', '没有数据')
        """
        if not self.villages:
            return "没有数据"
        if not self.missing:
            return "100 %"
        tenths = min(999, (2000 * self.covered + self.villages) // (2 * self.villages))
        return f"{tenths // 10}.{tenths % 10} %"


def quarter_ends(day: date, how_many: int = QUARTERS) -> list[date]:
    """List the last days of the quarters that were over before a day, the earliest first.

    >>> quarter_ends(date(2026, 11, 24), 2), quarter_ends(date(2026, 3, 31), 1)
    ([datetime.date(2026, 6, 30), datetime.date(2026, 9, 30)], [datetime.date(2025, 12, 31)])
    """
    first = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    ends: list[date] = []
    for _ in range(how_many):
        ends.append(first - timedelta(days=1))
        first = ends[-1].replace(month=ends[-1].month - 2, day=1)
    return ends[::-1]


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the last gap closes at the pace of the last half year; `on` is None when it never would.

    `a_quarter` is the pace: how many gaps fewer in a quarter, rounded.
    """

    a_quarter: int
    on: date | None


def forecast(points: Sequence[tuple[date, int]]) -> Forecast | None:
    """Carry the pace of the last half year on. `points` are days and gaps, the last one is today.

    Compared is the end of the quarter before last. Without gaps, or without a day to compare
    with, there is nothing to foretell.

    >>> forecast([(date(2026, 6, 30), 24), (date(2026, 9, 30), 19), (date(2026, 11, 24), 16)])
    Forecast(a_quarter=5, on=datetime.date(2027, 9, 14))
    """
    if len(points) <= HALF_A_YEAR or not points[-1][1]:
        return None
    (then, before), (now, left) = points[-1 - HALF_A_YEAR], points[-1]
    fewer, days = before - left, (now - then).days
    if fewer <= 0:
        return Forecast(0, None)
    later = -(-left * days // fewer)
    return Forecast(round(fewer * 91.3 / days), now + timedelta(days=later) if later < 365 * 100 else None)


@dataclass(frozen=True, slots=True)
class Near:
    """A neighbour as declared: how many people with disabilities live there, how far it is, and what covers it."""

    code: str
    name: str
    people: int
    km: float | None
    same_township: bool
    covered_by: str = ""

    @property
    def how_near(self) -> tuple[bool, float]:
        """For sorting: those whose distance is known first."""
        return self.km is None, self.km or 0.0

    @property
    def apart(self) -> str:
        return "" if self.km is None else f"，相距 {self.km:g} 公里"


@dataclass(frozen=True, slots=True)
class Advice:
    """How to set up an association in a village, and why. `beside` is the neighbour to join with, by code."""

    form: str
    title: str
    reasons: tuple[str, ...]
    beside: str = ""
    missing: str = ""  # what would have to be known first: "threshold" or "neighbours"


def advise(people: int, near: Sequence[Near], joint_below: int, group_above: int) -> Advice:
    """Propose own, joint or grouped (2.2.2, 2.2.3, 2.2.5), by the county's own numbers; 0 is one it has not set.

    The document gives no number, so without one nothing is called few or many. With few people the
    nearest neighbour is taken that has no association and few people too, else one that has none,
    else the nearest that has one: it can take the village in.

    >>> advise(7, [Near("2", "大槐树村", 9, 1.5, True)], 10, 0).title
    '和大槐树村联合设'
    >>> advise(40, [], 10, 30).form, advise(20, [], 10, 30).form, advise(7, [], 0, 0).missing
    ('grouped', 'own', 'threshold')
    """
    if not joint_below:
        told = f"残疾人 {people} 位。县里还没有定少于多少位算少，所以不建议是单独设还是联合设。"
        return Advice("", "先请县残联定一个数", (told,), missing="threshold")
    if people < joint_below:
        return joined(people, near, joint_below)
    if group_above and people > group_above:
        told = f"残疾人 {people} 位，多于县里定的 {group_above} 位，可以按人数、类别或者片区分小组。"
        return Advice("grouped", "本村设，下面分小组", (told,))
    return Advice("own", "本村单独设", (f"残疾人 {people} 位，不少于县里定的 {joint_below} 位。",))


def joined(people: int, near: Sequence[Near], joint_below: int) -> Advice:
    few = f"残疾人 {people} 位，少于县里定的 {joint_below} 位。"
    able = [one for one in near if one.same_township]
    if not able:
        told = "还没有申明本乡镇哪个村相邻。" if not near else "申明的邻村都在别的乡镇，跨乡镇联合要县残联同意。"
        return Advice("joint", "找一个邻村联合设", (few, told), missing="neighbours")
    best = min(able, key=lambda one: (one.covered_by != "", one.people >= joint_below, *one.how_near, one.code))
    beside = f"{best.name}相邻{best.apart}，残疾人 {best.people} 位"
    if best.covered_by:
        return Advice(
            "joint",
            f"加入{best.covered_by}",
            (few, f"{beside}，已经有{best.covered_by}，可以请它多管一个村。"),
            best.code,
        )
    also = "，也算少" if best.people < joint_below else ""
    return Advice("joint", f"和{best.name}联合设", (few, f"{beside}{also}，还没有残协。"), best.code)
