"""Who works in the invented county: commissioners in nearly every village, clerks in every town, demo accounts."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from canxie.engine.audit.trail import action, note
from canxie.engine.demos import Counts, Demo, Progress, Step, steps
from canxie.engine.demos.names import adults
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.actions import open_posts
from canxie.ground.accounts.demo_accounts import DEMO_ACCOUNTS, PASSWORD
from canxie.ground.accounts.models import Appointment, User
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Division, Level
from canxie.ground.powers import Power

BASIS = "示例县残联聘用文件〔2024〕12号"
KNOWN = {
    "槐里村": "周素琴", "磨盘村": "孟庆云", "东岭村": "宋立新", "井台村": "胡春梅", "白果村": "段小军",
    "麦田村": "白玉洁", "杏花社区": "常丽", "榆岭镇": "吴海峰", "示例县": "林静",
}  # fmt: skip
VACANT = {"柳湾村": 15}
"""Villages without a commissioner, and for how many days."""
PICTURED = "榆岭镇"
"""The town of the pictures: nothing else is missing there."""
VACANT_SHARE, NEW_SHARE = 0.015, 0.08


DEMO_PLACES = {
    Level.VILLAGE: "槐里村",
    Level.TOWNSHIP: PICTURED,
    Level.COUNTY: "示例县",
    Level.CITY: "示例市",
    Level.PROVINCE: "示例省",
}
"""Where the demo accounts work."""


ROLES = {Level.VILLAGE: Role.COMMISSIONER, Level.TOWNSHIP: Role.TOWNSHIP_CLERK, Level.COUNTY: Role.COUNTY_CLERK}


class Held(NamedTuple):
    """An appointment still to be written."""

    role: Role
    path: str
    name: str
    username: str
    since: date
    until: date | None = None


@action("accounts.invent")
def invent(*, by: Scope, demo: Demo) -> Counts:
    """Write users, what appointed them, and the posts that follow, as `appoint` would one by one."""
    by.must_cover(demo.place, Power.ACCOUNTS_APPOINT)
    held = staff(demo)
    secret = make_password(PASSWORD if settings.DEMO else None)  # what everybody knows opens nothing elsewhere
    demo_names = {one.username for one in DEMO_ACCOUNTS}
    users = User.objects.bulk_create(
        User(username=one.username, name=one.name, password=secret if one.username in demo_names else nobody())
        for one in held
    )
    made = Appointment.objects.bulk_create(
        Appointment(**span(one), user=user, place=one.path, basis=BASIS, ended_reason="本人辞去" if one.until else "")
        for one, user in zip(held, users, strict=True)
        if one.role is not Role.GROUP_LEADER  # whose post follows from the leadership of a group
    )
    open_posts(made)
    digest = hashlib.sha256(repr(held).encode()).hexdigest()
    note(by, "accounts.invent", made[0], place=demo.place, rows=len(held), digest=digest)
    return {"工作人员": len(held)}


def nobody() -> str:
    """What stands for a password that nobody has: without it nobody signs in."""
    return make_password(None)


def span(one: Held) -> dict[str, Any]:
    """Give what an appointment and its post have in common."""
    return {
        "role": one.role,
        "path": one.path,
        "since_at": morning(one.since),
        "until_at": morning(one.until) if one.until else None,
    }


def morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def staff(demo: Demo) -> list[Held]:
    """Say who holds what since when: one in each place, and the demo accounts that hold something else."""
    chance, places = demo.chance("accounts"), [*places_of(demo)]
    offered = {(one.role, DEMO_PLACES[one.level]): one for one in DEMO_ACCOUNTS}
    invented, earlier = adults(chance, len(places)), adults(chance, len(places))
    luck, terms = chance.random(len(places)), [int(one) for one in chance.integers(400, 1800, len(places))]
    pictured = next((code for code, name in places if name == PICTURED), "none")
    held: list[Held] = []
    for index, (code, name) in enumerate(places):
        if role := ROLES.get(Level(len(code))):
            account = offered.pop((role, name), None)
            since = demo.today - timedelta(terms[index])
            one = Held(role, code, KNOWN.get(name, invented[index]), account.username if account else code, since)
            is_settled = name in VACANT or code.startswith(pictured) or role is not Role.COMMISSIONER
            gone = VACANT.get(name, 0) if is_settled else vacant_for(luck[index], terms[index])
            held += [*history(one, gone, 1 if is_settled else luck[index], earlier[index], demo.today)]
    codes, start = {name: code for code, name in reversed(places)}, demo.today - timedelta(700)
    others = [(one, codes[place]) for (_, place), one in offered.items() if place in codes]
    return [*held, *[Held(one.role, code, one.name, one.username, start) for one, code in others]]


def places_of(demo: Demo) -> Iterator[tuple[str, str]]:
    """Yield code and name of every place of the county, and of those that it lies in."""
    valid = Division.objects.filter(valid_to=None)
    for rows in (valid.filter(code__in=[demo.place[:2], demo.place[:4]]), valid.below(demo.place)):
        yield from rows.order_by("code").values_list("code", "name")


def vacant_for(luck: float, term: int) -> int:
    return term % 25 + 4 if luck < VACANT_SHARE else 0


def history(one: Held, gone: int, luck: float, earlier: str, today: date) -> Iterator[Held]:
    """Yield who held an office: somebody who left, somebody and their successor, or one all the time."""
    if gone:
        yield one._replace(until=today - timedelta(gone))
    elif luck < NEW_SHARE:
        change = today - timedelta(30 + int(luck * 3_000))
        yield one._replace(name=earlier, username=f"{one.path}-1", until=change)
        yield one._replace(since=change)
    else:
        yield one


def run(demo: Demo, progress: Progress) -> Counts:
    counts = invent(by=Scope(SYSTEM, {Power.ACCOUNTS_APPOINT: (demo.place,)}), demo=demo)
    progress(1)
    return counts


steps.declare("accounts", Step("工作人员和账号", run, after=("divisions",), wide=run))
