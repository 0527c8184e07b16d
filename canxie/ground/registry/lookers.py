"""谁看过我的档案: who looked at a person's file, when, and why, in words that can be read to the person."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain

from django.utils import timezone

from canxie.engine.audit.models import AuditEntry
from canxie.ground.accounts.models import Post, User
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.names import Names
from canxie.ground.registry.models import Person

LOOKS = ("registry.show_person", "registry.show", "registry.reveal", "registry.reveal_relative")
NUMBERS = {
    "identifier": "身份证号",
    "certificate": "残疾人证号",
    "phone": "电话",
    "guardian": "监护人的电话",
    "contact": "姓名和电话",
    "relative": "家属的电话",
}
WHY = {
    Role.COMMISSIONER: "是村里的专职委员，走访、办需求要看。",
    Role.TOWNSHIP_CLERK: "乡镇残联指导村里的工作，办需求、核对证件要看。",
    Role.COUNTY_CLERK: "县残联办需求、核对证件要看。",
}
OUTSIDE = "当时没有管这里的岗位。"


@dataclass(slots=True)
class Look:
    """What one reader did with one file on one day."""

    on: datetime
    title: str
    times: int = 0
    numbers: list[str] = field(default_factory=list)
    changed: bool = False
    why: str = ""
    mark: bool = False

    @property
    def text(self) -> str:
        seen = f"看了 {self.times} 次" if self.times > 1 else "看了档案" if self.times else ""
        showed = f"显示了{'、'.join(dict.fromkeys(self.numbers))}" if self.numbers else "没有显示证号"
        return "，".join(filter(None, [seen, showed, "改了资料" if self.changed else ""])) + "。"

    @property
    def by(self) -> str:
        return self.why


def lookers(person: Person, *, since: datetime, most: int = 500) -> list[Look]:
    """Tell who looked since a moment, newest first: a line for each reader and day, of the newest `most` entries."""
    table = AuditEntry.objects.filter(done_at__gte=since)
    found = [
        *table.of("registry.Person", person.pk).order_by("-done_at")[:most],
        *table.of("registry.Household", person.household_id).order_by("-done_at")[:most],
    ]
    days: dict[tuple[date, int], list[AuditEntry]] = defaultdict(list)
    for entry in sorted(found, key=lambda one: one.done_at, reverse=True):
        days[timezone.localdate(entry.done_at), entry.actor_id].append(entry)
    people = Readers({entry.actor_id for entry in found}, person.path)
    return [told(entries, people) for entries in days.values() if any(entry.action in LOOKS for entry in entries)]


def told(entries: list[AuditEntry], people: "Readers") -> Look:
    newest = entries[0]
    name, office, why = people.at(newest.actor_id, newest.done_at)
    look = Look(timezone.localtime(newest.done_at), "，".join(filter(None, [name, office])), why=why)
    for entry in entries:
        if entry.action in ("registry.show_person", "registry.show"):
            look.times += 1
        elif entry.action == "registry.reveal":
            look.numbers.append(NUMBERS.get(str(entry.changes.get("number")), "号码"))
        elif entry.action == "registry.reveal_relative":
            look.numbers.append(NUMBERS["relative"])
        else:
            look.changed = True
    return look


class Readers:
    """Who the readers are, and what office over this place each held at a moment: three queries for all of them."""

    def __init__(self, ids: Iterable[int], path: str) -> None:
        self._users = dict(User.objects.filter(pk__in={*ids}).values_list("pk", "name"))
        above = [path[:length] for length in (0, 2, 4, 6, 9, 12)]
        self._posts = [*Post.objects.filter(user__in=self._users, path__in=above).order_by("-path", "pk")]
        self._names = Names({post.path for post in self._posts})

    def at(self, user: int, moment: datetime) -> tuple[str, str, str]:
        """Name, office and reason of a reader at a moment; the nearest office counts."""
        if user not in self._users:
            return "系统", "", "机器自己做的，没有人看。"
        held = (post for post in self._posts if post.user_id == user and in_force(post, moment))
        readers = chain((post for post in held if post.role in WHY), [None])
        post = next(readers)
        if post is None:
            return self._users[user], "", OUTSIDE
        office = self._names(post.path, timezone.localdate(moment)) + post.get_role_display()
        return self._users[user], office, WHY[Role(post.role)]


def in_force(post: Post, moment: datetime) -> bool:
    return post.since_at <= moment and (post.until_at is None or moment < post.until_at)
