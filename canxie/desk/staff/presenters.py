"""Lists of accounts, and one of them: for those who appoint, who reset, and who secure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.limits import resting
from canxie.ground.accounts.models import Appointment, Post, User
from canxie.ground.accounts.passwords import UNUSED
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.securing import accounts, group_of
from canxie.ground.accounts.sign_in import tries
from canxie.ground.divisions.names import Names
from canxie.kernel.words import month_day

SIZE = 50
STATES = [("", "全部"), ("open", "在用"), ("waiting", "还没发首次密码"), ("first", "首次密码没改"), ("off", "停用")]


@dataclass(frozen=True, slots=True)
class Row:
    """One account in a list."""

    href: str
    name: str
    username: str
    offices: list[str]
    tone: str
    state: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of accounts, by user name, and how it was asked for."""

    rows: list[Row]
    query: Mapping[str, str]
    after: str
    address: str
    total: int

    @property
    def chips(self) -> list[tuple[str, str]]:
        """The conditions that hold, each with the address that leaves it out."""
        words = {
            "q": self.query["q"],
            "role": labels("role")[self.query["role"]],
            "state": labels("state")[self.query["state"]],
        }
        return [(words[key], self.to({key: ""})) for key in ("q", "role", "state") if self.query[key]]

    def to(self, other: Mapping[str, str]) -> str:
        asked = {key: value for key, value in {**self.query, **other}.items() if value}
        return self.address + (f"?{urlencode(asked)}" if asked else "")


def labels(what: str) -> dict[str, str]:
    return dict(STATES) if what == "state" else {"": "", **{role.value: role.label for role in Role}}


def listed(asked: Mapping[str, Any], scope: Scope, power: str, *, address: str, each: str, today: date) -> Listed:
    """Read one page of the accounts that a power reaches; past the first by the last user name, never by counting."""
    query = {key: str(asked.get(key, ""))[:60].strip() for key in ("q", "role", "state")}
    query |= {key: "" for key in ("role", "state") if query[key] not in labels(key)}
    found = narrowed(accounts(scope, power), query)
    total, after = found.count(), str(asked.get("after", ""))[:60]
    users = [*found.filter(username__gt=after).order_by("username")[: SIZE + 1]]
    page = users[:SIZE]
    rows = rows_of(page, each=each, today=today)
    return Listed(rows, query, page[-1].username if len(users) > SIZE else "", address, total)


def narrowed(found: QuerySet[User], query: Mapping[str, str]) -> QuerySet[User]:
    if text := query["q"]:
        found = found.filter(Q(username__istartswith=text) | Q(name__contains=text))
    if role := query["role"]:
        held = Post.objects.held_at(timezone.now()).filter(user=OuterRef("pk"), role=role)
        found = found.filter(Exists(held))
    match query["state"]:
        case "open":
            found = found.filter(is_active=True, first_password_until=None).exclude(password__startswith=UNUSED)
        case "waiting":
            found = found.filter(is_active=True, password__startswith=UNUSED)
        case "first":
            found = found.filter(is_active=True).exclude(first_password_until=None)
        case "off":
            found = found.filter(is_active=False)
    return found


def rows_of(users: Sequence[User], *, each: str, today: date) -> list[Row]:
    offices, rest = offices_of([user.pk for user in users], today), resting_of(users)
    # the address is reversed once and cut: reversing for each row costs more than all else here
    before, _, behind = reverse(each, args=[0]).partition("0")
    return [
        Row(
            f"{before}{user.pk}{behind}",
            user.name,
            user.username,
            offices[user.pk] or ["现在没有岗位"],
            *state_of(user, rests=user.username in rest),
        )
        for user in users
    ]


def offices_of(users: Sequence[int], today: date) -> dict[int, list[str]]:
    """What everybody holds now, where."""
    posts = [*Post.objects.held_at(timezone.now()).filter(user__in=users).order_by("since_at", "id")]
    names, found = Names(post.path for post in posts), defaultdict[int, list[str]](list)
    for post in posts:
        found[post.user_id].append(f"{names(post.path, today)}{post.get_role_display()}")
    return found


def resting_of(users: Sequence[User]) -> set[str]:
    """The names that rest now after wrong passwords."""
    groups = {group_of(user.username): user.username for user in users}
    return {groups[group] for group in resting([*groups], tries())}


def state_of(user: User, *, rests: bool) -> tuple[str, str]:
    """Say in a word how an account stands: a badge's kind, and the word."""
    if not user.is_active:
        return "late", "停用"
    if rests:
        return "soon", "输错密码，暂停"
    if user.password.startswith(UNUSED):
        return "info", "还没发首次密码"
    if user.first_password_until:
        late = user.first_password_until <= timezone.now()
        return ("late", "首次密码过期") if late else ("soon", "首次密码没改")
    return "good", "在用"


@dataclass(frozen=True, slots=True)
class Held:
    """One appointment of somebody."""

    pk: int
    office: str
    term: str
    basis: str
    is_open: bool


def appointments_of(user: User, scope: Scope, power: str, today: date) -> list[Held]:
    """The appointments of somebody that a power reaches, the latest first."""
    found = [*Appointment.objects.within(scope, power).filter(user=user).order_by("-since_at", "-id")]
    names, now = Names(one.path for one in found), timezone.now()
    return [
        Held(
            one.pk,
            f"{names(one.path, today)}{one.get_role_display()}",
            term(one),
            one.basis + (f"；{one.ended_reason}" if one.ended_reason else ""),
            one.until_at is None or one.until_at > now,
        )
        for one in found
    ]


def term(one: Appointment) -> str:
    since = timezone.localdate(one.since_at)
    until = timezone.localdate(one.until_at) if one.until_at else None
    return f"{since.year}年{month_day(since)}起" + (f"，到{until.year}年{month_day(until)}" if until else "")
