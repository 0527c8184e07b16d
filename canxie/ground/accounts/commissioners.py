"""A county's list of commissioners: accounts with their appointments, thousands at once, each with its trail."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import Scope
from canxie.engine.sheets.layout import Field
from canxie.engine.sheets.lists import Judge, Kind, Line, Overtaken, Taken
from canxie.ground.accounts.actions import open_posts
from canxie.ground.accounts.models import Appointment, Post, User
from canxie.ground.accounts.passwords import UNUSED
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.villages import Villages
from canxie.ground.powers import Power
from canxie.kernel import cells, names
from canxie.kernel.refusal import Refused

BASIS = "按导入的专职委员名单"
LONGEST = {"name": 30, "username": 60, "basis": 200}
FIELDS = [
    Field("name", "姓名", ("姓名", "专职委员", "专职委员姓名", "名字")),
    Field("township", "乡镇（街道）", ("乡镇", "街道", "乡镇街道", "乡镇名称", "所属乡镇", "镇街")),
    Field("village", "村（社区）", ("村", "社区", "村社区", "村居", "村名", "村名称", "所在村", "任职村")),
    Field("village_code", "村代码", ("村代码", "区划代码", "村社区代码", "行政区划代码")),
    Field("username", "用户名", ("用户名", "登录名", "账号", "工号")),
    Field("since", "任职起", ("任职起", "任职时间", "聘用时间", "上岗时间", "任职日期", "聘用日期")),
    Field("basis", "依据", ("依据", "任职依据", "聘用文件", "文号")),
]
NEEDED = ("name",)


def judge(by: Scope, place: str, on: date) -> Judge:
    """Say of each row whether it is somebody new, somebody who is there, or nothing that can be taken."""
    villages = Villages(by, place, on, Power.ACCOUNTS_APPOINT)
    taken: dict[str, str] = {}

    def look(lines: Sequence[Line]) -> None:
        for line in lines:
            read(line, villages, on)
        fine = [line for line in lines if not line.refused]
        here = holders({line.place for line in fine})
        known = names_taken(line.values["username"] for line in fine)
        for line in fine:
            own, username = here.get(line.place, {}), line.values["username"]
            if line.values["name"] in own.values():
                line.kind = Kind.SAME
            elif username in known:
                line.refuse("username", f"用户名 {username} 已经有人用了，换一个。")
            elif first := taken.get(username):
                line.refuse("username", f"用户名 {username} 和 {first} 重了，换一个。")
            else:
                taken[username] = line.cell("name")
                if own:
                    line.warn("village", f"这个村现在的专职委员是{'、'.join(own.values())}，两人都任。")

    return look


def read(line: Line, villages: Villages, on: date) -> None:
    """Clean one row's cells; what cannot be read is said of its cell."""
    said = line.said
    try:
        line.place = villages.find(
            code=said.get("village_code", ""),
            name=said.get("village", ""),
            township=said.get("township", ""),
            sheet=line.sheet.name,
        )
    except Refused as refusal:
        line.refuse("village_code" if "village_code" in said else "village", refusal.sentence)
    since = on
    try:
        since = cells.day(said.get("since", ""), "任职起") or on
    except Refused as refusal:
        line.refuse("since", refusal.sentence)
    name = names.kept(said.get("name", ""))
    if not name:
        line.refuse("name", "没有姓名。补上姓名。")
    values = {
        "name": name,
        "username": said.get("username", "").lower() or line.place,
        "since": since.isoformat(),
        "basis": said.get("basis", "") or BASIS,
    }
    for key, most in LONGEST.items():
        if len(values[key]) > most:
            line.refuse(key, f"字太多了，最多 {most} 个。")
    line.values = values


def holders(places: set[str]) -> dict[str, dict[int, str]]:
    """Who is commissioner of these villages now: village → user → name."""
    posts = Post.objects.held_at(timezone.now()).filter(role=Role.COMMISSIONER, path__in=places)
    found: dict[str, dict[int, str]] = {}
    for path, user, name in posts.order_by("path", "id").values_list("path", "user_id", "user__name"):
        found.setdefault(path, {})[user] = name
    return found


def names_taken(usernames: Any) -> set[str]:
    return {*User.objects.filter(username__in={*usernames}).order_by("id").values_list("username", flat=True)}


@action("accounts.import_commissioners")
def take(*, by: Scope, rows: Sequence[Taken], on: date) -> None:
    """Make accounts without passwords, the appointments, and the posts that follow: one entry, and the rows themselves.

    Raises Overtaken when a name has been taken, a village has gone or got its commissioner since somebody looked.
    """
    for row in rows:
        by.must_cover(row.place, Power.ACCOUNTS_APPOINT)
    places = {row.place for row in rows}
    held = Division.objects.select_for_update().valid_on(on).filter(code__in=places).order_by("code")
    there, now = holders(places), names_taken(row.values["username"] for row in rows)
    if {one.code for one in held} != places or now:
        raise Overtaken
    if any(row.values["name"] in there.get(row.place, {}).values() for row in rows):
        raise Overtaken
    users = User.objects.bulk_create(
        User(username=row.values["username"], name=row.values["name"], password=UNUSED) for row in rows
    )
    made = Appointment.objects.bulk_create(
        Appointment(
            user=user,
            role=Role.COMMISSIONER,
            path=row.place,
            place=row.place,
            since_at=morning(row.values["since"]),
            basis=row.values["basis"],
            appointed_by_id=by.user_id or None,
        )
        for row, user in zip(rows, users, strict=True)
    )
    open_posts(made)
    digest = hashlib.sha256(repr([(row.place, dict(row.values)) for row in rows]).encode()).hexdigest()
    place = common(places) or by.paths(Power.ACCOUNTS_APPOINT)[0]
    note(by, "accounts.import_commissioners", User(pk=by.user_id), place=place, rows=len(rows), digest=digest)


def common(places: set[str]) -> str:
    """The county that all these places lie in.

    >>> common({"379900001001", "379900002001"})
    '379900'
    """
    counties = {place[:6] for place in places}
    return counties.pop() if len(counties) == 1 else ""


def morning(day: str) -> datetime:
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time.min))
