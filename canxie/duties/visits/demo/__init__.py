"""A year of visits in an invented county: on time mostly, late here and there, and some that met nobody."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from canxie.duties.visits.choices import How, Manner
from canxie.duties.visits.demo import drawing, words
from canxie.duties.visits.demo.drawing import CALM, KNOWN, LATE_IN, SLOWEST, Home, Year
from canxie.duties.visits.models import Amendment, Encounter, Plan, Postponement, Visit
from canxie.duties.visits.rules import strictest
from canxie.duties.visits.spreading import replan
from canxie.duties.visits.terms import TIERS, AllTerms
from canxie.engine.audit.trail import action, note
from canxie.engine.demos import Counts, Demo, Heard, Progress, Step, steps
from canxie.engine.demos.ids import ids
from canxie.engine.demos.processes import side_by_side
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.bulk import analyze, insert
from canxie.ground.divisions.models import Division, Level
from canxie.ground.powers import Power
from canxie.ground.registry.models import Person, Standing
from canxie.mechanisms.criteria.tiers import tier_cases

LUCK = 2**16
OUTSIDE, PHONED, MISSED, MISSED_LATE = 0.14, 0.02, 0.04, 0.4
CALLED, SILENT = 0.97, 80
"""Of those not visited for so many days, so many were called meanwhile."""
BY_RELATIVE, ABSENT = 0.09, 0.12
STRUCK_OUT, AMENDED, PUT_OFF = 0.002, 0.01, 0.12
NEEDS_A_PERSON, LATELY, MORE_LATELY = 0.12, 45, 4.5
"""So many needs a person and year; more were heard of lately, so that enough is still open to look at."""

COLUMNS: dict[type[Any], list[str]] = {
    Visit: [
        *["id", "path", "household_id", "place", "visitor_id", "visited_on", "manner", "not_met_because", "observed"],
        *["findings", "unasked", "chosen_next", "photo", "photo_consent", "struck_out", "received_at"],
    ],
    Encounter: ["visit_id", "person_id", "how"],
    Amendment: ["visit_id", "text", "strikes_out", "by_id", "written_at"],
    Postponement: ["household_id", "said_on", "until", "reason", "text", "by_id"],
}


@dataclass(slots=True)
class Book:
    """The rows of all visits, and who visits where on which day."""

    demo: Demo
    homes: list[Home]
    calm: str
    visitors: dict[str, list[tuple[int, int, int]]]
    rows: dict[type[Any], list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))

    def day(self, ago: int) -> str:
        return f"{self.demo.today - timedelta(ago)}"

    def knows(self, home: Home) -> bool:
        """Say whether it is one of the households that the pictures show."""
        return home.path == self.calm and home.head in KNOWN

    def visitor(self, path: str, ago: int) -> int | None:
        """Name whoever held the commissioner's post of a village so many days ago."""
        return next((user for since, until, user in self.visitors.get(path, []) if until < ago <= since), None)

    def visit(self, visit: str, home: Home, ago: int, manner: str, **more: Any) -> int | None:
        """Write one visit, unless nobody was there to make it."""
        by = self.visitor(home.path, ago)
        if by is None:
            return None
        told: dict[str, Any] = {"because": "", "findings": "", "observed": (), "struck_out": False, "late": 0} | more
        received = f"{self.day(max(0, ago - told['late']))} {9 - 8 * (ago == 0):02d}:{len(home.people) * 7 % 60:02d}:00"
        self.rows[Visit].append(
            (
                *(visit, home.path, home.id, home.path, by, self.day(ago), manner, told["because"]),
                *(json.dumps(told["observed"]), told["findings"], "[]", None, None, "", told["struck_out"], received),
            )
        )
        return by


@action("visits.invent")
def invent(*, by: Scope, demo: Demo, progress: Progress) -> Counts:
    """Write a year of visits, then let plans and standings come to what they come to."""
    by.must_cover(demo.place, Power.VISITS_RECORD)
    named = dict(Division.objects.filter(name__in=LATE_IN.keys() | {CALM}, valid_to=None).values_list("name", "code"))
    book = Book(demo, homes_of(demo), named.get(CALM, ""), visitors_of(demo))
    year = drawn(book, named)
    chance = demo.chance("visits.ids")
    for index, visit in enumerate(ids(chance, len(year))):
        pay(book, year, index, visit)
    put_off(book, year)
    progress(0.2)
    for table, columns in COLUMNS.items():
        insert(table, columns, book.rows[table], lambda _: None)
    analyze(*COLUMNS)
    progress(0.5)
    replan(demo.place, demo.today)
    began(demo)
    hear(book, year)
    digest = hashlib.sha256(repr([row[:8] for row in book.rows[Visit]]).encode()).hexdigest()
    root = Division.objects.get(code=demo.place, valid_to=None)
    note(by, "visits.invent", root, place=demo.place, rows=len(book.rows[Visit]), digest=digest)
    return {"走访": len(book.rows[Visit])}


def homes_of(demo: Demo) -> list[Home]:
    """List the households with somebody in them, each with its tier."""
    people = Person.objects.living().filter(path__startswith=demo.place).annotate(tier=tier_cases(demo.today))
    rows = people.order_by("path", "household", "id").values_list("household", "path", "household__head", "pk", "tier")
    found: dict[str, tuple[str, str, list[str], list[str]]] = {}
    for household, path, head, person, tier in rows.iterator():
        members = found.setdefault(household.hex, (path, head, [], []))
        members[2].append(person.hex)
        members[3].append(tier)
    return [
        Home(household, path, strictest(tiers), tuple(people), head)
        for household, (path, head, people, tiers) in found.items()
    ]


def visitors_of(demo: Demo) -> dict[str, list[tuple[int, int, int]]]:
    """Say by village who held the post, from and until how many days ago."""
    posts = Post.objects.filter(role=Role.COMMISSIONER, path__startswith=demo.place).order_by("path", "-since_at")
    found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for post in posts:
        until = (demo.today - timezone.localdate(post.until_at)).days if post.until_at else -1
        found[post.path].append(((demo.today - timezone.localdate(post.since_at)).days, until, post.user_id))
    return found


def drawn(book: Book, named: dict[str, str]) -> Year:
    terms = AllTerms(on=book.demo.today)(book.demo.place)
    vacant = {path: posts[0][1] for path, posts in book.visitors.items() if posts[0][1] > 0}
    late = {named[name]: share for name, share in LATE_IN.items() if name in named}
    villages = drawing.Villages(book.calm, named.get(SLOWEST, ""), late, vacant)
    return drawing.draw(book.demo.chance("visits"), book.homes, {tier: terms.days(tier) for tier in TIERS}, villages)


def pay(book: Book, year: Year, index: int, visit: str) -> None:
    """Write one visit that counts, whom it met, and what came before it: a door that stayed shut, a call."""
    home, ago = book.homes[year.home[index]], int(year.ago[index])
    dice = [int(one) for one in year.dice[index]]
    nth = int(year.nth[index])
    is_known = book.knows(home) and nth == 0
    is_outside = home.tier != "A" and dice[0] / LUCK < OUTSIDE and not is_known
    manner = Manner.OUTSIDE if is_outside else Manner.AT_HOME
    observed = [words.OBSERVED[dice[1] % len(words.OBSERVED)]] if dice[1] % 100 < 6 else []
    findings = words.FINDINGS[dice[2] % len(words.FINDINGS)] if dice[2] % 10 < 4 else ""
    added = words.AMENDED[dice[5] % len(words.AMENDED)] if dice[5] / LUCK < AMENDED else ""
    if book.knows(home) and (home.head, nth) in words.PICTURED:
        findings, added = words.PICTURED[home.head, nth]
    late = dice[3] % 4 if dice[3] % 100 < 8 else 0
    by = book.visit(visit, home, ago, manner.value, observed=observed, findings=findings, late=late)
    if by is None:
        return
    for number, person in enumerate(home.people):
        book.rows[Encounter].append((visit, person, seen(dice[4] + 7_919 * number, number, is_known=is_known).value))
    if added:
        book.rows[Amendment].append((visit, added, False, by, f"{book.day(max(0, ago - 1))} 02:00:00"))
    besides(book, home, ago, dice, visit)


def seen(die: int, number: int, *, is_known: bool) -> How:
    luck = die % LUCK / LUCK
    if is_known or luck > ABSENT:
        return How.SELF
    return How.RELATIVE if luck < BY_RELATIVE or number == 0 else How.ABSENT


def besides(book: Book, home: Home, ago: int, dice: list[int], visit: str) -> None:
    """Write what lay around a visit: nobody at home some days before, a call, one saved to the wrong door."""
    if book.knows(home):
        return
    if dice[1] / LUCK > 1 - MISSED:
        because = words.NOT_MET[dice[2] % len(words.NOT_MET)]
        book.visit(other(visit, "a"), home, ago + 1 + dice[3] % 5, Manner.NOT_MET.value, because=because)
    if dice[2] / LUCK > 1 - PHONED:
        call(book, home, other(visit, "b"), max(1, ago - 9 - dice[3] % 20), dice[4])
    if dice[3] / LUCK > 1 - STRUCK_OUT:
        wrong = other(visit, "c")
        by = book.visit(wrong, home, max(0, ago - 2), Manner.AT_HOME.value, struck_out=True)
        if by is not None:
            text = "记错了人家，这一条作废。"
            book.rows[Amendment].append((wrong, text, True, by, f"{book.day(max(0, ago - 3))} 03:00:00"))


def call(book: Book, home: Home, visit: str, ago: int, die: int) -> None:
    """Write a call: of a household all were reached by it, or one speaks for all."""
    if book.visit(visit, home, ago, Manner.PHONE.value, findings=words.CALLS[die % len(words.CALLS)]) is None:
        return
    by_phone = (How.RELATIVE if die % 5 == 0 else How.SELF).value
    book.rows[Encounter] += [
        (visit, one, How.RELATIVE.value if nth else by_phone) for nth, one in enumerate(home.people)
    ]


def other(visit: str, mark: str) -> str:
    """Make the id of something beside a visit from the visit's own."""
    return hashlib.sha256(f"{visit}{mark}".encode()).hexdigest()[:12] + "4" + visit[13:]


def put_off(book: Book, year: Year) -> None:
    """Write what was done about the doors that are late: tried in vain, or put off with a reason."""
    terms = AllTerms(on=book.demo.today)(book.demo.place)
    for index in (year.nth == 0).nonzero()[0]:
        home, ago, dice = book.homes[year.home[index]], int(year.ago[index]), [int(one) for one in year.dice[index]]
        late = ago - terms.days(home.tier)
        by = book.visitor(home.path, 0)
        if ago > SILENT and by is not None and dice[4] / LUCK < CALLED and not book.knows(home):
            call(book, home, other(f"{index:032d}", "e"), 4 + dice[5] % (SILENT - 10), dice[4])
        if book.knows(home) and home.head == "马志强":
            book.visit(other(f"{index:032d}", "d"), home, 4, Manner.NOT_MET.value, because="nobody_home")
        elif late <= 0 or by is None or book.knows(home):
            continue
        elif dice[0] / LUCK < PUT_OFF:
            reason, text = words.PUT_OFF[dice[1] % len(words.PUT_OFF)]
            said, until = book.day(min(ago, late)), f"{book.demo.today + timedelta(5 + dice[2] % 30)}"
            book.rows[Postponement].append((home.id, said, until, reason, text, by))
        elif dice[0] / LUCK < MISSED_LATE:
            because = words.NOT_MET[dice[2] % len(words.NOT_MET)]
            book.visit(other(f"{index:032d}", "d"), home, dice[3] % (late + 3), Manner.NOT_MET.value, because=because)


def began(demo: Demo) -> None:
    """Date the tiers back to a year ago: what `replan` finds for the first time would else begin today."""
    since = demo.today - timedelta(drawing.YEAR)
    Plan.objects.filter(path__startswith=demo.place).exclude(last_reset_on=None).update(tier_since=since)
    Standing.objects.filter(path__startswith=demo.place).exclude(last_visit_on=None).update(tier_since=since)


def hear(book: Book, year: Year) -> None:
    """Hand on which visits heard of a need: the one that the pictures show, and some of all others."""
    share = NEEDS_A_PERSON * book.demo.people / max(1, len(book.rows[Visit]))
    book.demo.heard += [*heard(book, year, share)]


def heard(book: Book, year: Year, share: float) -> Iterator[Heard]:
    luck = book.demo.chance("visits.needs").random(len(year))
    for index, visit in enumerate(ids(book.demo.chance("visits.ids"), len(year))):
        home, ago = book.homes[year.home[index]], int(year.ago[index])
        by = book.visitor(home.path, ago)
        own = share * (MORE_LATELY if ago < LATELY else 1)
        pads = book.knows(home) and home.head == words.ASKS_FOR_PADS and year.nth[index] == 0
        asks = pads or (luck[index] < own and home.path != book.calm)
        if by is not None and asks and ago:
            day = book.demo.today - timedelta(ago)
            yield Heard(day, home.path, home.id, home.people[0], visit, by)


def run(demo: Demo, progress: Progress) -> Counts:
    return invent(by=Scope(SYSTEM, {Power.VISITS_RECORD: (demo.place,)}), demo=demo, progress=progress)


def of_province(demo: Demo, progress: Progress) -> Counts:
    """Plan the first visit of everyone: a year of visits is for a county, where somebody reads them."""
    counties = Division.objects.below(demo.place).filter(level=Level.COUNTY, valid_to=None).order_by("code")
    for _ in side_by_side(partial(planned, demo.today), [*counties.values_list("code", flat=True)], progress):
        pass
    analyze(Plan, Standing)
    return {"走访计划": Plan.objects.count()}


def planned(on: date, county: str) -> None:
    with transaction.atomic():
        replan(county, on)


steps.declare("visits", Step("一年的走访和计划", run, after=("registry",), wide=of_province))
