"""What the towns of the invented county have to work with, and who looks after which vacant village."""

import hashlib
from datetime import timedelta

from django.utils import timezone

from canxie.duties.townships import actions
from canxie.duties.townships.choices import Kind
from canxie.duties.townships.models import Cover, Resource, Vacancy
from canxie.duties.townships.reading import Village, villages
from canxie.engine.audit.trail import action, note
from canxie.engine.demos import Counts, Demo, Progress, Step, steps
from canxie.engine.demos.names import adults
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.actions import open_posts
from canxie.ground.accounts.models import Appointment
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Division, Level
from canxie.ground.powers import Power

BASIS = "镇残联会议纪要〔2026〕9号"
UNCOVERED = "柳湾村"
"""The vacancy of the pictures stays one; of all others every second is covered."""
COVER_DAYS = 60
STATION_SHARE, GROUP_SHARE = 0.4, 0.3


@action("townships.invent")
def invent(*, by: Scope, demo: Demo) -> Counts:
    """Write the means of each town, and cover every second vacancy as the town would."""
    by.must_cover(demo.place, Power.TOWNSHIPS_CHANGE)
    towns = Division.objects.valid_on(demo.today).children_of(demo.place)
    means = means_of(demo, [(town.code, town.name) for town in towns])
    Resource.objects.bulk_create(means)
    covers = cover_some(demo)
    actions.remember(timezone.now())
    digest = hashlib.sha256(repr([(row.path, row.kind, row.name, row.amount) for row in means]).encode()).hexdigest()
    note(by, "townships.invent", means[0], place=demo.place, rows=len(means), digest=digest)
    return {"乡镇资源": len(means), "代管": covers, "委员空缺": Vacancy.objects.filter(ended_at=None).count()}


def means_of(demo: Demo, towns: list[tuple[str, str]]) -> list[Resource]:
    chance, rows = demo.chance("townships"), list[Resource]()
    names = iter(adults(chance, 2 * len(towns)))
    for code, name in towns:
        luck, since = chance.random(4), demo.today - timedelta(int(chance.integers(90, 1500)))
        said = [
            (Kind.STAFF, f"{next(names)}，残疾人工作兼职干事", 1, "名", "周一到周五", "镇便民服务中心"),
            (Kind.DOCTOR, f"{next(names)}，{name}卫生院康复医生", 1, "名", "周二、周四上午", f"{name}卫生院"),
            (Kind.EQUIPMENT, "轮椅", int(2 + 8 * luck[0]), "台", "随借随还", "镇残联仓库"),
            (Kind.EQUIPMENT, "护理床", int(1 + 4 * luck[1]), "张", "", "镇残联仓库"),
            (Kind.FUNDS, "残疾人工作经费", int(2 + 6 * luck[2]) * 10_000, "元", "本年", "镇财政所"),
        ]
        if luck[0] < STATION_SHARE:
            said.append(
                (Kind.STATION, f"{name}如康家园", int(10 + 20 * luck[3]), "个位置", "周一到周五 8:30 到 17:00", "")
            )
        if luck[1] < GROUP_SHARE:
            said.append((Kind.ORGANISATION, f"{name}助残志愿服务队", int(8 + 30 * luck[2]), "人", "每月一次", ""))
        rows += [
            Resource(
                path=code,
                place=code,
                kind=kind,
                name=what,
                amount=amount,
                unit=unit,
                hours=hours,
                where=where,
                contact=f"{name}残联办公室",
                since=since,
            )
            for kind, what, amount, unit, hours, where in said
        ]
    return rows


def cover_some(demo: Demo) -> int:
    """Cover every second vacant village by whoever has fewest people in the town, as `actions.cover` would."""
    now, made = timezone.now(), list[Appointment]()
    homes, places = list[str](), villages(demo.place, at=now)
    vacant = [one for one in places if one.vacant and one.name != UNCOVERED]
    for village in vacant[::2]:
        if home := least_loaded(village, places):
            span = {"since_at": now, "until_at": actions.midnight(demo.today + timedelta(COVER_DAYS))}
            told = {"role": Role.COMMISSIONER, "path": village.code, "place": village.code, "basis": BASIS}
            made.append(Appointment(user_id=home.held[0].user, **told, **span))
            homes.append(home.code)
    open_posts(Appointment.objects.bulk_create(made))
    covers = [Cover(appointment=one, path=one.path, place=one.path) for one in made]
    for cover, home_code in zip(covers, homes, strict=True):
        cover.home = home_code
    Cover.objects.bulk_create(covers)
    return len(covers)


def least_loaded(village: Village, places: list[Village]) -> Village | None:
    town = village.code[: Level.TOWNSHIP]
    working = [one for one in places if one.held and one.code.startswith(town)]
    return min(working, key=lambda one: (one.people, one.code), default=None)


def run(demo: Demo, progress: Progress) -> Counts:
    counts = invent(by=Scope(SYSTEM, {Power.TOWNSHIPS_CHANGE: (demo.place,)}), demo=demo)
    progress(1)
    return counts


steps.declare("townships", Step("乡镇力量和代管", run, after=("accounts", "registry", "officers", "visits")))
