"""What townships and village committees of the invented county gave to do, and how far it is today."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from canxie.duties.guidance.choices import GUIDANCE, LEADERSHIP, TASK
from canxie.duties.guidance.models import Task
from canxie.engine.audit.trail import action, note
from canxie.engine.demos import Counts, Demo, Progress, Step, steps
from canxie.engine.demos.ids import ids
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Division
from canxie.ground.powers import Power
from canxie.kernel.workdays import next_workday
from canxie.mechanisms.matters import clocks
from canxie.mechanisms.matters.kinds import kinds
from canxie.mechanisms.matters.models import NEVER, Matter
from canxie.mechanisms.matters.models import Step as Move
from canxie.mechanisms.matters.titles import title_of


class Work(NamedTuple):
    """A task that somebody gives: its words, its basis, its item of the list, and what came of it."""

    text: str
    basis: str
    item: str
    result: str
    objection: str = "这件事不在清单里，请乡镇再看看该由谁办。"


GIVEN = [
    Work(
        "核对两项补贴领取情况，卡号变了的记下来。",
        "示例县残联〔2026〕8号文",
        "协助核对两项补贴",
        "都核对了，卡号变了的已经报镇里。",
    ),
    Work(
        "摸一遍想要家庭无障碍改造的户，报名单。",
        "示例县残联〔2026〕15号文",
        "协助残疾人需求调查",
        "入户问过，名单报镇里了。",
    ),
    Work(
        "转告快到期的残疾人证可以换证。", "示例县残联〔2026〕21号文", "协助办理残疾人证", "挨户说到了，有两位已经去换。"
    ),
    Work(
        "收集“美丽庭院”检查照片，每户一张。",
        "镇里周例会，10月26日",
        "",
        "照片交镇里了。",
        "这是文明办的活，不在清单里，入户走访都排不开。",
    ),
    Work("入户提醒冬季取暖安全，看看有没有人用炭盆。", "示例县残联〔2026〕29号文", "协助入户走访", "都看过，说到了。"),
]
LED = [
    Work("把想参加残疾人运动会的人报上来。", "村“两委”会，10月20日", "组织残疾人参加活动", "报了三位。"),
    Work(
        "帮忙通知各户参加村民代表选举。", "村“两委”会，11月18日", "", "都通知到了。", "这几天有逾期的走访，先排不开。"
    ),
    Work("陪镇里来的人看两户低保残疾人家庭。", "村“两委”会，9月8日", "协助核对两项补贴", "陪着看了。"),
]
BACK = [104, 73, 45, 26, 5]
"""How many days ago the townships gave them, the last of them this week."""
DAYS = 15
NEW, OBJECTED = 0.35, 0.12


@dataclass(slots=True)
class Written:
    """Rows on their way into their tables."""

    matters: list[Matter] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)


@action("guidance.invent")
def invent(*, by: Scope, demo: Demo) -> Counts:
    """Write tasks with every step of them."""
    by.must_cover(demo.place, Power.GUIDANCE_ASSIGN)
    written, chance = Written(), demo.chance("guidance")
    for posts, work, line, back, batch in givings(demo):
        giver = posts.pop(0)
        lucks, dices = chance.random(len(posts)), chance.integers(0, 1_000, len(posts))
        for post, pk, luck, dice in zip(posts, ids(chance, len(posts)), lucks, dices, strict=True):
            live(written, demo.today, giver, post, Given(UUID(pk), work, line, back, batch), float(luck), int(dice))
    Matter.objects.bulk_create(written.matters, batch_size=500)
    Task.objects.bulk_create(written.tasks, batch_size=500)
    Move.objects.bulk_create(written.moves, batch_size=2_000)
    told = [(str(matter.pk), matter.state, matter.words) for matter in written.matters]
    root = Division.objects.get(code=demo.place, valid_to=None)
    digest = hashlib.sha256(repr(told).encode()).hexdigest()
    note(by, "guidance.invent", root, place=demo.place, rows=len(told), digest=digest)
    return {"交办的任务": len(told)}


class Given(NamedTuple):
    id: UUID
    work: Work
    line: str
    back: int
    batch: UUID


def givings(demo: Demo) -> Iterator[tuple[list[Post], Work, str, int, UUID]]:
    """Yield who gave what to whom, and how many days ago: the giver's post first, then those who got it."""
    held = Post.objects.filter(path__startswith=demo.place, until_at=None).order_by("path", "id")
    roles = [Role.TOWNSHIP_CLERK, Role.CHAIR, Role.COMMISSIONER]
    posts = [*held.filter(role__in=roles).select_related("user")]
    doing = {post.path: post for post in posts if post.role == Role.COMMISSIONER}
    towns = {post.path: post for post in posts if post.role == Role.TOWNSHIP_CLERK}
    chairs = {post.path: post for post in posts if post.role == Role.CHAIR and post.path in doing}
    batches = iter(ids(demo.chance("guidance.batches"), len(towns) * len(GIVEN) + len(chairs) * len(LED)))
    for path, clerk in towns.items():
        mine = [post for village, post in doing.items() if village.startswith(path)]
        for work, back in zip(GIVEN, BACK, strict=True):
            yield [clerk, *mine], work, GUIDANCE, back, UUID(next(batches))
    for path, chair in chairs.items():
        for work, back in zip(LED, (31, 4, 77), strict=True):
            yield [chair, doing[path]], work, LEADERSHIP, back, UUID(next(batches))


def live(written: Written, today: date, giver: Post, post: Post, given: Given, luck: float, dice: int) -> None:
    """Let one task go its way from the day it was given, as far as today."""
    work, opened = given.work, today - timedelta(given.back)
    matter = Matter(
        id=given.id,
        kind=TASK,
        path=post.path,
        place=post.path,
        state="given",
        title=title_of(work.text),
        words=work.text,
        category=given.line,
        category_class=given.line,
        owner_id=post.user_id,
        first_owner_id=post.user_id,
        owner_path=post.path,
        opened_at=at(opened, 9, dice),
        opened_by_id=giver.user_id,
        ack_due=NEVER,
        close_due=clocks.end_of(next_workday(opened + timedelta(DAYS))),
    )
    matter.due_at = matter.close_due
    written.matters.append(matter)
    written.tasks.append(Task(matter=matter, basis=work.basis, list_item=work.item, batch=given.batch))
    written.moves.append(
        Move(matter=matter, number=1, at=matter.opened_at, by_id=giver.user_id, move="open", to_state="given")
    )
    for key, after, text, user in way(given, giver, post, luck, dice):
        if (on := next_workday(opened + timedelta(after))) > today:
            break
        written.moves.append(step(matter, key, at(on, 10 + dice % 7, dice), text, user))


def way(given: Given, giver: Post, post: Post, luck: float, dice: int) -> Iterator[tuple[str, int, str, int]]:
    """Yield what happens to a task, and how many days after it was given; whoever listens stops at today."""
    work = given.work
    if given.back < 10 and luck < NEW:
        return
    if (not work.item and luck < 0.6) or luck > 1 - OBJECTED:
        yield "object", 2 + dice % 3, work.objection, post.user_id
        if dice % 2:
            yield "withdraw", 6 + dice % 5, "改由文明办自己收。", giver.user_id
            return
        yield "insist", 6 + dice % 4, "这次各村都要报，下次先列进清单。", giver.user_id
    else:
        yield "accept", 1 + dice % 4, "", post.user_id
    yield "close", 7 + dice % 13, work.result, post.user_id


def step(matter: Matter, key: str, moment: datetime, text: str, user: int) -> Move:
    """Do what the move of that name does, with the row in memory."""
    before = matter.state
    matter.state, matter.version = kinds[TASK].moves[key].to, matter.version + 1
    if matter.stands.final:
        matter.closed_at, matter.due_at, matter.reason = moment, NEVER, text
    told = {"from_state": before, "to_state": matter.state, "text": text}
    return Move(matter=matter, number=matter.version, at=moment, by_id=user, move=key, **told)


def at(day: date, hour: int, dice: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, dice * 7 % 60)))


def run(demo: Demo, progress: Progress) -> Counts:
    counts = invent(by=Scope(SYSTEM, {Power.GUIDANCE_ASSIGN: (demo.place,)}), demo=demo)
    progress(1)
    return counts


steps.declare("guidance", Step("交办的任务", run, after=("accounts", "officers")))
