"""Who works in the invented county: commissioners in nearly every village, clerks in every town, demo accounts."""

import hashlib
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from canxie.engine.audit.trail import action, note
from canxie.engine.demos import Counts, Demo, Progress, Step, steps
from canxie.engine.demos.names import adults
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.actions import named
from canxie.ground.accounts.models import Appointment, Post, User
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Division, Level
from canxie.ground.powers import Power

PASSWORD = "canxie-demo"  # noqa: S105  # everybody may know it: the accounts exist in demo mode only
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


class Account(NamedTuple):
    """A demo account: it belongs to whoever holds the role at the place."""

    username: str
    role: Role
    place: str
    name: str = ""


ACCOUNTS = (
    Account("commissioner", Role.COMMISSIONER, "槐里村"),
    Account("chair", Role.CHAIR, "槐里村", "高振海"),
    Account("township", Role.TOWNSHIP_CLERK, "榆岭镇"),
    Account("county", Role.COUNTY_CLERK, "示例县"),
    Account("city", Role.CITY_CLERK, "示例市", "田文斌"),
    Account("sysadmin", Role.SYSTEM_ADMIN, "示例县", "邵明辉"),
)


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
    held, secret = [*staff(demo)], make_password(PASSWORD)
    demo_names = {one.username for one in ACCOUNTS}
    users = User.objects.bulk_create(
        User(username=one.username, name=one.name, password=secret if one.username in demo_names else nobody())
        for one in held
    )
    made = Appointment.objects.bulk_create(
        Appointment(**span(one), user=user, place=one.path, basis=BASIS, ended_reason="本人辞去" if one.until else "")
        for one, user in zip(held, users, strict=True)
    )
    Post.objects.bulk_create(
        Post(**span(one), user=user, source=named(source)) for one, user, source in zip(held, users, made, strict=True)
    )
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
    """Say who holds what since when; in some villages somebody else did until lately, in a few nobody does now."""
    chance = demo.chance("accounts")
    places = [
        *Division.objects.below(demo.place[:4]).filter(valid_to=None).order_by("code").values_list("code", "name")
    ]
    roles = {Level.VILLAGE: Role.COMMISSIONER, Level.TOWNSHIP: Role.TOWNSHIP_CLERK, Level.COUNTY: Role.COUNTY_CLERK}
    usernames = {(one.role, one.place): one.username for one in ACCOUNTS}
    invented, earlier = adults(chance, len(places)), adults(chance, len(places))
    luck, terms = chance.random(len(places)), chance.integers(400, 1800, len(places))
    pictured = next((code for code, name in places if name == PICTURED), "none")
    held: list[Held] = []
    for index, (code, name) in enumerate(places):
        role = roles.get(Level(len(code)))
        if role is None:
            continue
        since = demo.today - timedelta(int(terms[index]))
        one = Held(role, code, KNOWN.get(name, invented[index]), usernames.get((role, name), code), since)
        is_village = role is Role.COMMISSIONER and not code.startswith(pictured)
        if gone := VACANT.get(name) or (int(terms[index]) % 25 + 4 if is_village and luck[index] < VACANT_SHARE else 0):
            held.append(one._replace(until=demo.today - timedelta(gone)))
        elif is_village and luck[index] < NEW_SHARE:
            change = demo.today - timedelta(int(terms[index]) % 300 + 30)
            held.append(one._replace(name=earlier[index], username=f"{code}-1", until=change))
            held.append(one._replace(since=change))
        else:
            held.append(one)
    named_places = {name: code for code, name in reversed(places)}
    extra = [one for one in ACCOUNTS if one.name and one.place in named_places]
    start = demo.today - timedelta(700)
    return [*held, *[Held(one.role, named_places[one.place], one.name, one.username, start) for one in extra]]


def run(demo: Demo, progress: Progress) -> Counts:
    counts = invent(by=Scope(SYSTEM, {Power.ACCOUNTS_APPOINT: (demo.place,)}), demo=demo)
    progress(1)
    return counts


steps.declare("accounts", Step("工作人员和账号", run, after=("divisions",)))
