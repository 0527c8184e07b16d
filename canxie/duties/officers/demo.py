"""The seats and pools of the invented county: appointed commissioners and the chair go over to terms of office."""

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from canxie.duties.associations.models import Association, Coverage
from canxie.duties.officers.actions import due_of, spans_of
from canxie.duties.officers.choices import COMMITTEE, PERSON, RELATIVE, Doing, Position, TermState
from canxie.duties.officers.models import Contribution, OfficeTerm, Participant
from canxie.duties.officers.reading import midnight
from canxie.engine.audit.trail import action, note
from canxie.engine.demos import Counts, Demo, Progress, Step, steps
from canxie.engine.demos.ids import ids
from canxie.engine.demos.names import adults
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.actions import end_many, open_due
from canxie.ground.accounts.models import Appointment, User
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.ground.registry.models import Person
from canxie.ground.registry.naming import named

VILLAGE, TOWN = "槐里村", "榆岭镇"
OFFICE_YEARS = 5
GONE_SHARE, LONG_GONE = 0.04, 60
"""How many associations lack a vice chair, and for how many days at most."""
PICTURED_GONE = 52
CHANGE_OVERS = (1_300, 900, 633, 450, 270, 120, 25, 4)
"""Days ago on which appointments went over to terms; each goes on the first of these after it began."""
COMMISSIONER, PICTURED_OVER = "周素琴", 633
ADOPTED = "转为残协任期"
SEATS: tuple[tuple[Position, str, str], ...] = (
    (Position.CHAIR, COMMITTEE, "村委会副主任"),
    (Position.VICE_CHAIR, PERSON, ""),
    (Position.VICE_CHAIR, RELATIVE, ""),
    (Position.MEMBER, RELATIVE, ""),
    (Position.MEMBER, "village_doctor", "村医"),
    (Position.MEMBER, "volunteer", "志愿者"),
)
OTHERS = (
    ("villager_group_leader", "三组组长", ""),
    ("local_entrepreneur", "果品合作社负责人", "会网上卖货"),
    ("retired_official", "退休教师", "会写材料"),
    ("benefactor", "超市店主", ""),
    ("grid_worker", "网格员", ""),
)
KNOWN = ("刘长河", "陈建国", "", "何玉珍", "张万林", "董海燕")
"""Who sits in the seats of the village of the pictures; the second vice chair has left."""
PICTURED_POOL = ("person", "relative_friend", "benefactor", "volunteer", "local_entrepreneur", "retired_official")
"""With the second vice chair's old seat open, seven of its pool suit it: these and one more volunteer."""


BUSY_SHARE = 0.15
TASKS = (
    ("陪行动不便的人去镇里办证", "镇便民服务中心"),
    ("教大家用手机", "村委会"),
    ("帮独居的人收麦子", "村东地里"),
    ("给活动室打扫、贴扶手标识", "村活动室"),
    ("上门理发", ""),
)
THANKS = "残协会上当众致谢，送了一张感谢卡。"
CLERK = "township"


class Made:
    """What is written in the end, all at once."""

    def __init__(self, demo: Demo) -> None:
        self.demo, self.chance = demo, demo.chance("officers")
        self.participants: list[Participant] = []
        self.terms: list[OfficeTerm] = []

    def joins(self, path: str, name: str, joined: date, **values: Any) -> Participant:
        who = Participant(
            path=path, place=path, name=name, name_sort=named(name)["name_sort"], joined_on=joined, **values
        )
        who.home = who.home or path
        self.participants.append(who)
        return who

    def sits(self, association: Association, who: Participant, since: datetime, **values: Any) -> OfficeTerm:
        path = association.path
        values = {"basis": "村“两委”会议推选", "source_class": next(iter(who.classes), ""), **values}
        term = OfficeTerm(association=association, participant=who, path=path, place=path, since_at=since, **values)
        term.state, term.filed_at = TermState.FILED.value, since
        self.terms.append(term)
        return term


@action("officers.invent")
def invent(*, by: Scope, demo: Demo, progress: Progress) -> Counts:
    """Write pools, terms and the posts that follow, as the actions would have done day by day."""
    by.must_cover(demo.place, Power.ACCOUNTS_APPOINT)
    made = Made(demo)
    rows = Coverage.objects.on(demo.today).filter(path__startswith=demo.place).select_related("association")
    covered = {row.path: row.association for row in rows.order_by("path", "id")}
    handed = goes_over(made, covered)
    progress(0.2)
    seated(made, covered)
    pictured(made, covered)
    progress(0.4)
    for who, pk in zip(made.participants, ids(demo.chance("officers.people"), len(made.participants)), strict=True):
        who.pk = uuid.UUID(pk)
    for term, pk in zip(made.terms, ids(demo.chance("officers.terms"), len(made.terms)), strict=True):
        term.pk, term.participant = uuid.UUID(pk), term.participant  # the key of the row that is written now
    Participant.objects.bulk_create(made.participants)
    OfficeTerm.objects.bulk_create(made.terms)
    Contribution.objects.bulk_create(done := [*doings(demo, made.participants)])
    progress(0.7)
    for at, appointments in sorted(handed.items()):
        end_many(by=by, appointments=appointments, place=demo.place, at=at, reason=ADOPTED)
    spans = {one.pk: spans_of(one) for one in {*covered.values()}}
    open_due(due for term in made.terms for due in due_of(term, spans[term.association_id]))
    digest = hashlib.sha256(repr([term.pk for term in made.terms]).encode()).hexdigest()
    note(by, "officers.invent", OfficeTerm(), place=demo.place, rows=len(made.terms), digest=digest)
    return {"参与人员": len(made.participants), "任期": len(made.terms), "参与记录": len(done)}


def goes_over(made: Made, covered: dict[str, Association]) -> dict[datetime, list[Appointment]]:
    """Let commissioners and chairs who were appointed hold their office by a term from some day on."""
    roles = [Role.COMMISSIONER, Role.CHAIR]
    rows = Appointment.objects.filter(path__in=[*covered], role__in=roles).select_related("user")
    handed = defaultdict[datetime, list[Appointment]](list)
    for one in rows.order_by("path", "role", "since_at", "id"):
        association = covered[one.path]
        begins = midnight(association.active_since) if association.active_since else one.since_at
        is_pictured = one.user.name == COMMISSIONER
        days = (
            midnight(made.demo.today - timedelta(ago))
            for ago in CHANGE_OVERS
            if not is_pictured or ago <= PICTURED_OVER
        )
        at = next((day for day in days if day > one.since_at and day >= begins), None)
        if at is None or (one.until_at and one.until_at <= at):
            continue
        is_chair = one.role == Role.CHAIR
        is_person = made.chance.random() < 0.5 or is_pictured
        classes = [COMMITTEE] if is_chair else [PERSON if is_person else "volunteer"]
        about = "村委会副主任" if is_chair else ""
        joined = at.date()
        who = made.joins(one.path, one.user.name, joined, user=one.user, classes=classes, about=about, hours=40)
        position = Position.CHAIR if is_chair else Position.MEMBER
        ends = {"until_at": one.until_at, "ended_reason": one.ended_reason} if one.until_at else {}
        made.sits(association, who, at, position=position.value, commissioner=not is_chair, basis=one.basis, **ends)
        handed[at].append(one)
    return handed


def seated(made: Made, covered: dict[str, Association]) -> None:
    """Fill the other seats of each association, and its pool."""
    associations = sorted({*covered.values()}, key=lambda one: one.path)
    adult = people_of(made.demo, associations)
    name = Names([*{one.path[:9] for one in associations}, *[one.path for one in associations]])
    has_chair = {term.association_id for term in made.terms if term.position == Position.CHAIR}
    villages = defaultdict[object, list[str]](list)
    for path, association in covered.items():
        villages[association.pk].append(path)
    for association in associations:
        calm = name(association.path[:9], made.demo.today) == TOWN
        if name(association.path, made.demo.today) == VILLAGE:
            continue  # `pictured` fills that one
        invented = adults(made.chance, len(SEATS) + len(OTHERS))
        others = [*villages[association.pk]]
        since, until = office(association, made.demo.today)
        left = not calm and made.chance.random() < GONE_SHARE
        for number, (position, source, about) in enumerate(SEATS):
            if position == Position.CHAIR and association.pk in has_chair:
                continue
            person = adult[association.path].pop() if source == PERSON and adult[association.path] else None
            home = others[-1] if number == len(SEATS) - 1 else association.path
            values = {"classes": [source], "about": about, "person": person, "home": home, "hours": 8}
            who = made.joins(home, person.name if person else invented[number], since.date(), **values)
            ends = until
            if left and number == 2:
                gone = midnight(made.demo.today - timedelta(int(made.chance.integers(3, LONG_GONE))))
                ends = gone if gone > since else until
            reason = "本人辞去" if ends != until else ""
            made.sits(association, who, since, position=position.value, until_at=ends, ended_reason=reason)
        pool(made, association, invented[len(SEATS) :])


def office(association: Association, today: date) -> tuple[datetime, datetime]:
    """Give the term of office that runs today: five years each, since the association began."""
    since = association.active_since or today
    years = OFFICE_YEARS * ((today.year - since.year) // OFFICE_YEARS)
    begins = since.replace(year=since.year + years, day=min(since.day, 28))
    if begins > today:
        begins = begins.replace(year=begins.year - OFFICE_YEARS)
    begins = max(begins, since)
    return midnight(begins), midnight(begins.replace(year=begins.year + OFFICE_YEARS, day=min(begins.day, 28)))


def doings(demo: Demo, people: Sequence[Participant]) -> Iterator[Contribution]:
    """Let some of those who take part do something this year and be thanked; one task in four is still to do.

    In the village of the pictures everybody does something.
    """
    chance, by = demo.chance("officers.doings"), User.objects.filter(username=CLERK).first()
    there = Names({who.path for who in people})
    luck, backs, hours = (chance.random(len(people)), *chance.integers(1, (90, 9), (len(people), 2)).T)
    for index, who in enumerate(people):
        day = max(who.joined_on, demo.today - timedelta(int(backs[index])))
        busy = luck[index] < BUSY_SHARE or there(who.path, demo.today) == VILLAGE
        if by is None or not busy or who.left_on:
            continue
        text, where = TASKS[index % len(TASKS)]
        task = Contribution(participant=who, kind=Doing.TASK.value, on=day, text=text, where=where, by=by)
        if index % 4:
            task.done_on, task.hours, task.done_by = day, int(hours[index]), by
        yield task
        if index % 4 == 1:
            yield Contribution(participant=who, kind=Doing.THANKS.value, on=demo.today, text=THANKS, by=by)


def pool(made: Made, association: Association, names: Sequence[str]) -> None:
    """Let a few more take part than sit in seats."""
    for name, (source, about, skills) in zip(names, OTHERS, strict=True):
        if made.chance.random() < 0.6:
            joined = made.demo.today - timedelta(int(made.chance.integers(30, 900)))
            hours = int(made.chance.integers(1, 5)) * 2
            made.joins(association.path, name, joined, classes=[source], about=about, skills=skills, hours=hours)


def people_of(demo: Demo, associations: Sequence[Association]) -> dict[str, list[Person]]:
    """Give some grown-up people of the registry by village: who of them sits in a seat is one of these."""
    born = (demo.today - timedelta(64 * 365), demo.today - timedelta(25 * 365))
    rows = Person.objects.living().filter(path__startswith=demo.place, born_on__range=born, degree__gte=2)
    wanted, found = {one.path for one in associations}, defaultdict[str, list[Person]](list)
    for person in rows.exclude(category__in=["5", "6", "7"]).order_by("path", "id").iterator():
        if person.path in wanted and len(found[person.path]) < 2:
            found[person.path].append(person)
    return found


def pictured(made: Made, covered: dict[str, Association]) -> None:
    """Fill the village of the pictures by name, its vice chair's seat open for 52 days."""
    name = Names(covered)
    path = next(
        (path for path, one in covered.items() if path == one.path and name(path, made.demo.today) == VILLAGE), ""
    )
    if not path:
        return
    association, today = covered[path], made.demo.today
    beside = next((other for other, one in covered.items() if one == association and other != path), path)
    since, until = office(association, today)
    has_chair = any(one.association_id == association.pk and one.position == Position.CHAIR for one in made.terms)
    persons = {one.name: one for one in Person.objects.filter(path__in=[path, beside]).order_by("id")}
    for (position, source, about), known, invented in zip(SEATS, KNOWN, adults(made.chance, len(SEATS)), strict=True):
        if position == Position.CHAIR and has_chair:
            continue
        links = {"person": persons.get(known)} if source == PERSON else {}
        links |= {"relative_of": persons.get("孙小宇")} if known == "何玉珍" else {}
        home = beside if known == "董海燕" else path
        who = made.joins(home, known or invented, since.date(), classes=[source], about=about, home=home, **links)
        ends = until if known else midnight(today - timedelta(PICTURED_GONE))
        reason = "" if known else "随儿女外出居住"
        made.sits(association, who, since, position=position.value, until_at=ends, ended_reason=reason)
        who.left_on = None if known else today - timedelta(PICTURED_GONE)
        who.left_because = reason
    for invented, source in zip(adults(made.chance, 7), [*PICTURED_POOL, "volunteer"], strict=True):
        made.joins(path, invented, today - timedelta(200), classes=[source], hours=6)


def run(demo: Demo, progress: Progress) -> Counts:
    return invent(by=Scope(SYSTEM, {Power.ACCOUNTS_APPOINT: (demo.place,)}), demo=demo, progress=progress)


steps.declare("officers", Step("残协班子和参与人员", run, after=("accounts", "registry", "associations")))
