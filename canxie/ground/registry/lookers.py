"""谁看过我的档案: who looked at a person's file, when, and why, in words that can be read to the person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from canxie.engine.audit.models import AuditEntry
from canxie.engine.parameters.reading import parameter
from canxie.engine.scoping.scope import SYSTEM
from canxie.ground.accounts.models import Post, User
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.names import Names
from canxie.ground.registry.models import Household, Person
from canxie.ground.registry.watch.reasons import Sight, sights_of, tasks_of

LOOKS = ("registry.show_person", "registry.show", "registry.reveal", "registry.reveal_relative")
NUMBERS = {
    "identifier": "身份证号",
    "certificate": "残疾人证号",
    "phone": "电话",
    "guardian": "监护人的电话",
    "contact": "姓名和电话",
    "relative": "家属的电话",
}
OFFICES = {Role.COMMISSIONER, Role.TOWNSHIP_CLERK, Role.COUNTY_CLERK}
OUTSIDE = "当时没有管这里的岗位。"
NONE = "没有登记的事由"
IMPORTS = ("registry.import.look", "registry.import.decide", "registry.import.write")


@dataclass(slots=True)
class Look:
    """What one reader did with one file on one day."""

    on: datetime
    title: str
    said: str = ""
    times: int = 0
    numbers: list[str] = field(default_factory=list)
    changed: bool = False
    why: str = ""
    mark: bool = False

    @property
    def text(self) -> str:
        if self.said:
            return f"{self.said}。"
        seen = f"看了 {self.times} 次" if self.times > 1 else "看了档案" if self.times else ""
        showed = f"显示了{'、'.join(dict.fromkeys(self.numbers))}" if self.numbers else "没有显示证号"
        return "，".join(filter(None, [seen, showed, "改了资料" if self.changed else ""])) + "。"

    @property
    def by(self) -> str:
        return self.why


def lookers(person: Person, *, since: datetime, most: int = 500) -> list[Look]:
    """Tell who looked since a moment, and what for, newest first: a line for each reader and day.

    Of the newest `most` entries. Lists that went out with the whole village are told too, one by one.
    """
    table = AuditEntry.objects.filter(done_at__gte=since)
    found = [
        *table.of("registry.Person", person.pk).order_by("-done_at")[:most],
        *table.of("registry.Household", person.household_id).order_by("-done_at")[:most],
    ]
    days: dict[tuple[date, int], list[AuditEntry]] = defaultdict(list)
    for entry in sorted(found, key=lambda one: one.done_at, reverse=True):
        days[timezone.localdate(entry.done_at), entry.actor_id].append(entry)
    home = Household(pk=person.household_id, path=person.path)
    lists = sights_of(home, since)[-most:]
    people = Readers({entry.actor_id for entry in found} | {one.reader for one in lists}, person.path)
    purposes = Purposes(home, since, people)
    looks = [told(day, entries, people, purposes) for (day, _), entries in days.items() if looked(entries)]
    looks += [of_list(one, people) for one in lists]
    return sorted(looks, key=lambda one: one.on, reverse=True)


def looked(entries: list[AuditEntry]) -> bool:
    return any(entry.action in LOOKS for entry in entries)


def told(day: date, entries: list[AuditEntry], people: "Readers", purposes: "Purposes") -> Look:
    newest = entries[0]
    name, office, path = people.at(newest.actor_id, newest.done_at)
    look = Look(timezone.localtime(newest.done_at), "，".join(filter(None, [name, office])))
    for entry in entries:
        if entry.action in ("registry.show_person", "registry.show"):
            look.times += 1
        elif entry.action == "registry.reveal":
            look.numbers.append(NUMBERS.get(str(entry.changes.get("number")), "号码"))
        elif entry.action == "registry.reveal_relative":
            look.numbers.append(NUMBERS["relative"])
        else:
            look.changed = True
    look.why = purposes.of(newest.actor_id, path, day, entries, changed=look.changed)
    return look


def of_list(one: Sight, people: "Readers") -> Look:
    name, office, _ = people.at(one.reader, one.at)
    title = "，".join(filter(None, [name, office]))
    return Look(timezone.localtime(one.at), title, said=one.text, why=f"用途：{one.purpose}。")


class Purposes:
    """What gave each reader a reason: business with the household, a list that was imported, a correction, or none."""

    def __init__(self, home: Household, since: datetime, people: "Readers") -> None:
        days = parameter("watch.business_days", home.path, on=timezone.localdate()).value
        self._tasks = tasks_of(home, since, timedelta(days))
        above = [home.path[:length] for length in (6, 9, 12)]
        imports = AuditEntry.objects.filter(
            county=home.path[:6], place__in=above, action__in=IMPORTS, done_at__gte=since, actor_id__in=people.ids
        )
        done = imports.order_by("done_at").values_list("actor_id", "done_at")
        self._imports = {(timezone.localdate(at), reader) for reader, at in done}

    def of(self, reader: int, path: str | None, day: date, entries: list[AuditEntry], *, changed: bool) -> str:
        if reader == SYSTEM:
            return "机器自己做的，没有人看。"
        at = entries[0].done_at
        mine = [
            one.words
            for one in self._tasks
            if one.since <= at < one.until and (one.reader == reader or (path and one.office == path))
        ]
        mine += ["核对导入的名单"] if (day, reader) in self._imports else []
        mine += ["更正登记的资料"] if changed else []
        if mine:
            return f"事由：{'；'.join(dict.fromkeys(mine))}。"
        if path is None:
            return OUTSIDE + f"{NONE}。"
        searched = any(entry.changes.get("came") == "search" for entry in entries)
        return f"{NONE}，是在名册里查找打开的。" if searched else f"{NONE}。"


class Readers:
    """Who the readers are, and what office over this place each held at a moment: three queries for all of them."""

    def __init__(self, ids: Iterable[int], path: str) -> None:
        self.ids = {*ids}
        self._users = dict(User.objects.filter(pk__in=self.ids).values_list("pk", "name"))
        above = [path[:length] for length in (0, 2, 4, 6, 9, 12)]
        self._posts = [*Post.objects.filter(user__in=self._users, path__in=above).order_by("-path", "pk")]
        self._names = Names({post.path for post in self._posts})

    def at(self, user: int, moment: datetime) -> tuple[str, str, str | None]:
        """Name, office and its place of a reader at a moment; the nearest office counts, None without one."""
        if user not in self._users:
            return "系统", "", None
        held = (post for post in self._posts if post.user_id == user and in_force(post, moment))
        post = next((post for post in held if post.role in OFFICES), None)
        if post is None:
            return self._users[user], "", None
        return (
            self._users[user],
            self._names(post.path, timezone.localdate(moment)) + post.get_role_display(),
            post.path,
        )


def in_force(post: Post, moment: datetime) -> bool:
    return post.since_at <= moment and (post.until_at is None or moment < post.until_at)
