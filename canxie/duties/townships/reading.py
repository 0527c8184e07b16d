"""Who works in which village now, whose villages have nobody, and how much each commissioner has to do."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, Max, Q
from django.utils import timezone

from canxie.duties.townships.models import Cover
from canxie.duties.townships.rules import persons_each
from canxie.engine.scoping.scope import subtree
from canxie.ground.accounts.actions import named
from canxie.ground.accounts.models import Appointment, Post
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Division, Level
from canxie.ground.registry.models import Person


@dataclass(frozen=True, slots=True)
class Held:
    """A commissioner's post in one village; `home` is the code of the own village when it is a cover."""

    user: int
    name: str
    since: datetime
    until: datetime | None
    cover: int | None = None
    home: str = ""


@dataclass(slots=True)
class Village:
    """One village: its living people, who works there now, and when the last one left if nobody does."""

    code: str
    name: str
    people: int = 0
    held: list[Held] = field(default_factory=list)
    left_at: datetime | None = None

    @property
    def vacant(self) -> bool:
        return not self.held

    @property
    def covered(self) -> bool:
        """Whoever works here works elsewhere first."""
        return bool(self.held) and all(one.cover for one in self.held)

    def days_vacant(self, at: datetime) -> int | None:
        """Count the whole days since the last post ended; None where there never was one."""
        return (at - self.left_at).days if self.left_at else None


def commissioners_in(path: str) -> Q:
    first, beyond = subtree(path)
    return Q(role=Role.COMMISSIONER, path__gte=first, path__lt=beyond)


def villages(path: str, *, at: datetime) -> list[Village]:
    """Give every village of a place as it stands at a moment, by code: five queries, however many there are."""
    today, (first, beyond) = timezone.localdate(at), subtree(path)
    valid = Division.objects.valid_on(today).below(path).filter(level=Level.VILLAGE).order_by("code")
    found = {code: Village(code, name) for code, name in valid.values_list("code", "name")}
    living = Person.objects.living().filter(path__gte=first, path__lt=beyond).order_by()
    for code, count in living.values_list("path").annotate(Count("pk")):
        if code in found:
            found[code].people = count
    for code, held in posts_in(path, at=at).items():
        if code in found:
            found[code].held = held
    vacant = [code for code, village in found.items() if village.vacant]
    if vacant:
        for code, left in left_at(path, at=at).items():
            if code in found and found[code].vacant:
                found[code].left_at = left
    return [*found.values()]


def posts_in(path: str, *, at: datetime) -> Mapping[str, list[Held]]:
    """Give the commissioners' posts of a place by village, the own ones first: two queries."""
    first, beyond = subtree(path)
    covers = {
        named(Appointment(pk=key)): (cover, home)
        for cover, key, home in Cover.objects.held_at(at)
        .filter(path__gte=first, path__lt=beyond)
        .values_list("pk", "appointment_id", "home")
    }
    found: dict[str, list[Held]] = defaultdict(list)
    rows = Post.objects.held_at(at).filter(commissioners_in(path)).order_by("path", "since_at", "id")
    for code, user, name, since, until, source in rows.values_list(
        "path", "user_id", "user__name", "since_at", "until_at", "source"
    ):
        cover, home = covers.get(source, (None, ""))
        found[code].append(Held(user, name, since, until, cover, home))
    return {code: sorted(held, key=lambda one: one.cover is not None) for code, held in found.items()}


def left_at(path: str, *, at: datetime) -> dict[str, datetime]:
    """Say when the last post of each village ended, to the second."""
    over = Post.objects.filter(commissioners_in(path), until_at__lte=at, until_at__gt=F("since_at"))
    return dict(over.order_by().values_list("path").annotate(Max("until_at")))


def loads(places: Sequence[Village]) -> dict[int, int]:
    """Say how many people each commissioner answers for; colleagues in one village share its people."""
    found: dict[int, int] = defaultdict(int)
    for village in places:
        for user in {one.user for one in village.held}:
            found[user] += persons_each(village.people, len({one.user for one in village.held})) or 0
    return dict(found)
