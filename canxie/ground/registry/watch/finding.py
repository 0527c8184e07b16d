"""Which reading of a week is odd: at night, without any business there, or of a namesake without any."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from canxie.engine.audit.models import AuditEntry
from canxie.engine.parameters.reading import all_settled, nearest
from canxie.engine.scoping.scope import SYSTEM
from canxie.ground.accounts.models import Post, User
from canxie.ground.divisions.models import Level
from canxie.ground.divisions.names import Names
from canxie.ground.registry.lookers import in_force
from canxie.ground.registry.models import Person
from canxie.ground.registry.watch.models import OddReading, Why
from canxie.ground.registry.watch.reasons import with_business
from canxie.kernel.names import search_key

LOOKS = ("registry.show_person", "registry.reveal")
KEYS = ("watch.night_from", "watch.night_to", "watch.least", "watch.business_days")
MOST_PEOPLE = 50
COMPOUND = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯")


@dataclass(slots=True)
class Read:
    """One look at one person."""

    at: datetime
    reader: int
    person: UUID
    place: str


@dataclass(slots=True)
class Odd:
    """What one reader did that is odd in one way."""

    moments: list[datetime] = field(default_factory=list)
    people: set[str] = field(default_factory=set)


def find(week: date) -> int:
    """Write what is odd in the week that begins on a day; a week that was looked at before is looked at anew."""
    reads = [*looks(week)]
    people = {
        one.pk: one
        for one in Person.objects.filter(pk__in={read.person for read in reads}).only("household_id", "name")
    }
    settled = all_settled(KEYS, on=week)
    readers = Readers({read.reader for read in reads})
    busy: dict[int, set[UUID]] = {}
    odd: dict[tuple[int, Why, str, str], Odd] = defaultdict(Odd)
    for read in reads:
        person, office = people.get(read.person), readers.office(read.reader, read.at)
        if person is None or office is None:
            continue
        said = {key: nearest(settled[key], read.place).value for key in KEYS}
        days = said["watch.business_days"]
        if days not in busy:
            homes = {one.household_id for one in people.values()}
            busy[days] = with_business(homes, week - timedelta(days), week + timedelta(7 + days))
        for why in whys(read, person, readers.names[read.reader], said, is_busy=person.household_id in busy[days]):
            one = odd[read.reader, why, *office]
            one.moments.append(read.at)
            one.people.add(str(read.person))
    enough = {key: one for key, one in odd.items() if len(one.moments) >= nearest(settled["watch.least"], key[2]).value}
    for (reader, why, path, words), one in enough.items():
        known = {"office": words, "times": len(one.moments), "people": sorted(one.people)[:MOST_PEOPLE]}
        known |= {"first_at": min(one.moments), "last_at": max(one.moments)}
        OddReading.objects.update_or_create(week=week, reader_id=reader, why=why, path=path, defaults=known)
    return len(enough)


def looks(week: date) -> Iterator[Read]:
    since = timezone.make_aware(datetime.combine(week, time()))
    entries = AuditEntry.objects.filter(
        done_at__gte=since, done_at__lt=since + timedelta(days=7), action__in=LOOKS, target_model="registry.Person"
    ).exclude(actor_id=SYSTEM)
    for row in entries.order_by("done_at").values_list("done_at", "actor_id", "target_id", "place").iterator():
        yield Read(row[0], row[1], UUID(row[2]), row[3])


def whys(read: Read, person: Person, reader: str, said: dict[str, int], *, is_busy: bool) -> Iterator[Why]:
    hour = timezone.localtime(read.at).hour
    if hour >= said["watch.night_from"] or hour < said["watch.night_to"]:
        yield Why.NIGHT
    if not is_busy:
        yield Why.NAMESAKE if surname(reader) == surname(person.name) else Why.IDLE


def surname(name: str) -> str:
    """
    >>> surname("欧阳兰"), surname("李秀兰")
    ('欧阳', '李')
    """
    key = search_key(name)
    return key[:2] if key[:2] in COMPOUND else key[:1]


class Readers:
    """The readers with the office each read in, and the place of whoever is to ask about it."""

    def __init__(self, ids: set[int]) -> None:
        self.names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
        self._posts = [*Post.objects.filter(user__in=self.names).order_by("-path", "pk")]
        self._called = Names({post.path for post in self._posts})

    def office(self, reader: int, at: datetime) -> tuple[str, str] | None:
        """Return the superior's path and the office in words; None for whoever has no superior here."""
        for post in self._posts:
            if post.user_id == reader and in_force(post, at) and len(post.path) > Level.COUNTY:
                above = Level.TOWNSHIP if len(post.path) > Level.TOWNSHIP else Level.COUNTY
                return post.path[:above], self._called(post.path, timezone.localdate(at)) + post.get_role_display()
        return None
