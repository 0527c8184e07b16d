"""Coverage against a slow model, written from the clauses: one mark for every village on every day.

1.5: covered villages / villages in force on that day; abolished villages drop out; a village is covered once only.
2.2.3: a joint association counts as coverage for all its villages.
"""

from datetime import date, datetime, timedelta
from itertools import count
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from canxie.duties.associations import counting
from canxie.duties.associations.actions import Draft, Wish, move_on, prepare, propose
from canxie.duties.associations.models import Association
from canxie.duties.associations.tests.people import MINUTES, county, township
from canxie.duties.associations.tests.places import TOWN
from canxie.engine.scoping.scope import Scope
from canxie.ground.divisions.actions import renumber
from canxie.ground.divisions.changes import Renumbering
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.powers import Power
from canxie.mechanisms.matters.actions import Said
from canxie.mechanisms.matters.refusals import Refused
from canxie.mechanisms.measures.figures import figure

FIRST = date(2026, 1, 1)
END = 400
BEFORE = 30
"""Days before the first that a paper may name; all villages are as old as that."""

VILLAGES = range(4)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def day_of(number):
    return FIRST + timedelta(days=number)


class Model:
    """`there[v]` are the days on which a village is in force; `marks[a][v]` those on which `a` covers it."""

    def __init__(self):
        self.there = {v: set(range(-BEFORE, END)) for v in VILLAGES}
        self.coded = dict.fromkeys(VILLAGES, -BEFORE)  # since when it has its code of today
        self.gone = set()
        self.marks, self.now_at, self.state, self.since = {}, {}, {}, {}

    def is_free(self, v, day):
        return (
            v not in self.gone
            and day >= self.coded[v]
            and not any(mark >= day for marks in self.marks.values() for mark in marks.get(v, ()))
        )

    def covers(self, a, villages, day):
        self.now_at.setdefault(a, {})
        for v in villages:
            self.marks.setdefault(a, {}).setdefault(v, set()).update(range(day, END))
            self.now_at[a][v] = day

    def leaves(self, a, villages, day):
        for v in villages:
            self.marks[a][v] -= set(range(day, END))

    def may_end(self, a, villages, day):
        """Nothing ends before it began, nor before the village had its code of today."""
        return all(day >= self.now_at[a][v] for v in villages)

    def covered(self, day):
        return {v for v in VILLAGES if day in self.there[v] and any(day in m.get(v, ()) for m in self.marks.values())}

    def in_force(self, day):
        return {v for v in VILLAGES if day in self.there[v]}


class Years:
    """A township and a county, who try anything on any day. A try is told two numbers: whom, how many days back."""

    def __init__(self):
        self.town, self.county = township(), county()
        self.codes = {v: f"3799001002{v:02}" for v in VILLAGES}
        VillageFactory(code=TOWN, name="榆岭镇")
        for code in self.codes.values():
            VillageFactory(code=code, valid_from=day_of(-BEFORE))
        self.fresh = count(300)
        self.today, self.model, self.known = 0, Model(), {}

    def now(self):
        return datetime.combine(day_of(self.today), datetime.min.time(), tzinfo=SHANGHAI) + timedelta(hours=10)

    def does(self, who, a, key, day=None, successor=None):
        row = Association.objects.select_related("matter").get(pk=self.known[a])
        said = Said(text="如此。", evidence="文号", on=None if day is None else day_of(day))
        other = Association.objects.get(pk=self.known[successor]) if successor is not None else None
        seen = row.matter.version
        move_on(by=who.scope, association=row, key=key, said=said, seen=seen, at=self.now(), successor=other)

    def tried(self, expected, call):
        try:
            call()
        except Refused:
            assert not expected
            return False
        assert expected
        return True

    def some(self, pick, *states):
        able = [a for a, state in self.model.state.items() if state in states]
        return able[pick % len(able)] if able else None

    def begin(self, pick, back):
        villages = [{0}, {1}, {2}, {3}, {0, 1}, {1, 2}, {2, 3}, {0, 3}, {0, 1, 2}, {1, 2, 3}][pick % 10]
        day = max(-BEFORE, self.today - back)
        host, *others = sorted(villages)
        a, id_ = len(self.known), uuid4()
        expected = all(self.model.is_free(v, day) for v in villages)
        wishes = [Wish(self.codes[v], v != host, MINUTES) for v in [host, *others]]
        form = "joint" if others else "own"
        draft = Draft(id_, "残协", form, self.codes[host], wishes, "成立。")
        self.known[a] = id_
        try:
            prepare(by=self.town.scope, draft=draft, at=self.now())
        except Refused:
            assert not expected
            return
        if not self.tried(expected, lambda: self.does(self.county, a, "record_paper", day)):
            self.does(self.town, a, "drop")
            return
        self.model.state[a] = "active"
        self.model.covers(a, villages, day)

    def suspend(self, pick, back):
        a, day = self.some(pick, "active"), self.today - back
        if a is None:
            return
        villages = [*self.model.now_at[a]]
        if self.tried(self.model.may_end(a, villages, day), lambda: self.does(self.county, a, "suspend", day)):
            self.model.leaves(a, villages, day)
            self.model.state[a], self.model.since[a] = "suspended", day

    def restore(self, pick, back):
        a, day = self.some(pick, "suspended"), self.today - back
        if a is None:
            return
        villages = [*self.model.now_at[a]]
        expected = all(self.model.is_free(v, day) for v in villages)
        if self.tried(expected, lambda: self.does(self.county, a, "restore", day)):
            self.model.covers(a, villages, day)
            self.model.state[a] = "active"

    def dissolve(self, pick, back, to=None):
        a, day = self.some(pick, "active", "suspended"), self.today - back
        if a is None:
            return
        model, villages = self.model, [*self.model.now_at[a]]
        successor = self.some(to, "active") if to is not None else None
        expected = model.may_end(a, villages, day)
        if model.state[a] == "suspended":
            expected = expected and day >= model.since[a]
        if successor is not None:
            others = [
                mark >= day for b, marks in model.marks.items() if b != a for v in villages for mark in marks.get(v, ())
            ]
            alive = all(v not in model.gone and day >= model.coded[v] for v in villages)
            begun = day >= self.active_since(successor)
            expected = expected and successor != a and not any(others) and alive and begun
        if self.tried(expected, lambda: self.does(self.county, a, "dissolve", day, successor)):
            model.leaves(a, villages, day)
            model.state[a] = "dissolved"
            if successor is not None:
                model.covers(successor, villages, day)

    def dissolve_into_another(self, pick, back):
        self.dissolve(pick, back, pick + 1)

    def active_since(self, a):
        return (Association.objects.get(pk=self.known[a]).active_since - FIRST).days

    def take_in(self, pick, back):
        """Adjust: one village more."""
        take = pick % len(VILLAGES)
        a, day = self.some(pick, "active"), self.today - back
        model = self.model
        if a is None or take in model.now_at[a] or model.gone & {take, *model.now_at[a]}:
            return
        self.adjust(a, [*model.now_at[a], take])
        if self.tried(model.is_free(take, day), lambda: self.does(self.county, a, "adjusted", day)):
            model.covers(a, [take], day)
        else:
            self.does(self.town, a, "keep")

    def let_go(self, pick, back):
        """Adjust: one village less."""
        a, day = self.some(pick, "active"), self.today - back
        model = self.model
        if a is None or len(model.now_at[a]) < 2 or model.gone & {*model.now_at[a]}:
            return
        host = self.host(a)
        left = next(v for v in model.now_at[a] if v != host)
        self.adjust(a, [v for v in model.now_at[a] if v != left])
        if self.tried(model.may_end(a, [left], day), lambda: self.does(self.county, a, "adjusted", day)):
            model.leaves(a, [left], day)
            del model.now_at[a][left]
        else:
            self.does(self.town, a, "keep")

    def host(self, a):
        path = Association.objects.get(pk=self.known[a]).path
        return next(v for v, code in self.codes.items() if code == path)

    def adjust(self, a, villages):
        self.does(self.town, a, "adjust")
        row, host = Association.objects.get(pk=self.known[a]), self.host(a)
        wishes = [Wish(self.codes[v], v != host, MINUTES) for v in villages]
        form = "joint" if len(villages) > 1 else "own"
        propose(by=self.town.scope, association=row, host=self.codes[host], villages=wishes, name="", form=form)

    def another_code(self, pick, back):
        v, model = pick % len(VILLAGES), self.model
        if v in model.gone or model.coded[v] >= self.today:
            return
        new, by = f"379900100{next(self.fresh)}", Scope(0, {Power.DIVISIONS_CHANGE: ("379900",)})
        renumber(by=by, change=Renumbering(self.codes[v], new, day_of(self.today)))
        self.codes[v], model.coded[v] = new, self.today
        for a, current in model.now_at.items():
            if v in current and model.state[a] == "active":
                current[v] = max(current[v], self.today)

    def abolished(self, pick, back):
        v, model = pick % len(VILLAGES), self.model
        if v in model.gone or model.coded[v] >= self.today:
            return
        Division.objects.filter(code=self.codes[v], valid_to=None).update(valid_to=day_of(self.today))
        model.gone.add(v)
        model.there[v] -= set(range(self.today, END))

    def days_pass(self, pick, back):
        self.today = min(self.today + 1 + back, 300)

    def both_count_the_same(self):
        days = [*range(-BEFORE, self.today + 1, 7), self.today]
        told = counting.over_time(TOWN, [day_of(day) for day in days])
        assert [(one.villages, one.covered) for one in told] == [
            (len(self.model.in_force(day)), len(self.model.covered(day))) for day in days
        ]
        today = day_of(self.today)
        missing = {self.codes[v] for v in self.model.in_force(self.today) - self.model.covered(self.today)}
        assert {gap.code for gap in counting.gaps(TOWN, today)} == missing
        told = counting.covered(TOWN, today)
        assert (told.villages, told.covered) == (told.covered + len(missing), len(self.model.covered(self.today)))
        measured = figure("associations.coverage", TOWN, today)
        assert (measured.part, measured.of) == (told.covered, told.villages)


TRIED = [
    *["begin", "begin", "suspend", "restore", "take_in", "let_go", "dissolve", "dissolve_into_another"],
    *["another_code", "abolished", "days_pass"],
]
TRIES = st.lists(
    st.tuples(st.sampled_from(TRIED), st.integers(0, 9), st.sampled_from([0, 0, 1, 3, 10, 25])),
    min_size=12,
    max_size=24,
)
BACK = [("begin", 4, 20), ("suspend", 0, 5), ("days_pass", 0, 3), ("restore", 0, 0)]
MOVED = [("begin", 4, 20), ("days_pass", 0, 0), ("another_code", 1, 0), ("let_go", 0, 0), ("begin", 1, 0)]


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(tries=TRIES)
@example(tries=BACK)
@example(tries=MOVED)
def test_coverage_is_what_the_clauses_say_on_every_day(tries):
    block = transaction.atomic()
    block._from_testcase = True  # like a test's own transaction: actions may open theirs
    with block:
        years = Years()
        for name, pick, back in [("begin", 0, 25), ("begin", 5, 10), *tries]:
            getattr(years, name)(pick, back)
            years.both_count_the_same()
        transaction.set_rollback(True)
