"""A small town as the tests of this room want it, and those who act in it."""

from datetime import date, datetime

from django.utils import timezone

from canxie.duties.townships import actions
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.actions import appoint
from canxie.ground.accounts.roles import POWERS, Role
from canxie.ground.accounts.tests.factories import UserFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.powers import Power

TOWN, COUNTY = "379900001", "379900"
EMPTY, NEAR, FAR = "379900001001", "379900001002", "379900001003"
TODAY = date(2026, 11, 24)
BASIS = "镇残联会议 2026年11月20日"


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001  # made aware here


NOW = noon(TODAY)
COUNTY_OFFICE = Scope(SYSTEM, {Power.ACCOUNTS_APPOINT: (COUNTY,)})


def clerk(user_id: int = SYSTEM, path: str = TOWN) -> Scope:
    return Scope(user_id, dict.fromkeys(POWERS[Role.TOWNSHIP_CLERK], (path,)))


def town() -> None:
    """A township with three villages: 柳湾村, where nobody works yet, 槐里村 and 磨盘村."""
    TownshipFactory(code=TOWN, name="榆岭镇")
    for code, name in ((EMPTY, "柳湾村"), (NEAR, "槐里村"), (FAR, "磨盘村")):
        VillageFactory(code=code, name=name)


def commissioner(path: str, name: str, *, since: date = date(2026, 1, 1), until: date | None = None):
    """Appoint somebody as the county does, and give the appointment."""
    return appoint(
        by=COUNTY_OFFICE,
        user=UserFactory(name=name),
        role=Role.COMMISSIONER,
        place=path,
        since=noon(since),
        until=noon(until) if until else None,
        basis="示例残联〔2026〕1号",
    )


def cover(user, *, by: Scope | None = None, village: str = EMPTY, since=TODAY, last=date(2026, 12, 31), now=NOW):
    return actions.cover(by=by or clerk(), user=user, village=village, since=since, last=last, basis=BASIS, now=now)
