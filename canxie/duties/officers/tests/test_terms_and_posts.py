"""Random lives of an association, held against a slow model written from the clause and from nothing else.

The model keeps what was filed as plain spans of half days and asks every one by itself: "一般设主席1名" – never two
chairs in one; a chair and a commissioner work in each covered village, from their first one until their last is over.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.officers import actions
from canxie.duties.officers.choices import Position
from canxie.duties.officers.filing import follow_villages
from canxie.duties.officers.models import OfficeTerm, Participant
from canxie.duties.officers.tests.factories import ParticipantFactory
from canxie.engine.audit.trail import recording
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.models import Post
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.powers import Power

pytestmark = pytest.mark.django_db

HERE, BESIDE, TOWNSHIP = "379900001001", "379900001002", "379900001"
TOWN = Scope(SYSTEM, {Power.ASSOCIATIONS_PREPARE: (TOWNSHIP,), Power.ASSOCIATIONS_FILE: (TOWNSHIP,)})
MIDNIGHT = datetime(2026, 2, 28, 16, tzinfo=UTC)  # of 1 March, in Shanghai
STEP = timedelta(hours=12)
END = 24
"""Half days that are looked at: twelve days."""


def at(tick):
    return MIDNIGHT + tick * STEP


@dataclass(frozen=True)
class Term:
    """A term as the model has it: whose, which seat, in which half days; proposed until it is filed."""

    pk: object
    who: int
    position: str
    commissioner: bool
    since: int
    until: int | None
    filed: bool = False
    ending: int | None = None

    def last(self):
        return [tick for tick in (self.until, self.ending) if tick is not None]

    def ticks(self):
        return range(self.since, min([*self.last(), END]))


class Clause:
    """What is allowed and what follows, half day by half day."""

    def __init__(self):
        self.terms = []
        self.covered = {HERE: [*range(END)], BESIDE: [*range(END)]}

    def allows(self, new, instead_of=None):
        others = [term for term in self.terms if term != instead_of]
        mine = {*new.ticks()} if new.ticks() else set()
        for other in others:
            both = mine & {*other.ticks()} if other.ticks() else set()
            endless = new.last() == other.last() == []
            if (both or endless) and (other.who == new.who or {other.position, new.position} == {"chair"}):
                return False
        return True

    def posts(self):
        """Every (person, role, village, half day) in which somebody may work."""
        return {
            (term.who, "commissioner" if term.commissioner else "chair", village, tick)
            for term in self.terms
            if term.filed and (term.commissioner or term.position == "chair")
            for village, ticks in self.covered.items()
            for tick in (range(term.since, min(term.until if term.until is not None else END, END)))
            if tick in ticks
        }


people = st.integers(0, 3)
proposal = st.tuples(
    st.just("propose"), people, st.sampled_from(["chair", "vice_chair", "member"]), st.booleans(),
    st.integers(0, END - 2), st.none() | st.integers(1, END),
)  # fmt: skip
leaving = st.tuples(st.just("leave"), st.integers(0, 9), st.integers(1, END - 1))
staying = st.tuples(st.just("stay"), st.integers(0, 9))
ending = st.tuples(st.just("end"), st.integers(0, 9), st.integers(1, END - 1))
filing = st.tuples(st.just("file"), st.booleans())
covering = st.tuples(st.just("cover"), st.integers(0, END // 2 - 1), st.integers(1, END // 2))
lives = st.lists(st.one_of(proposal, proposal, filing, leaving, staying, ending, covering), min_size=3, max_size=14)


def chosen(model, number, *, filed):
    terms = [term for term in model.terms if term.filed == filed]
    return terms[number % len(terms)] if terms else None


def changed(model, old, **what):
    new = replace(old, **what)
    model.terms[model.terms.index(old)] = new
    return new


class Life:
    """The rows beside the model."""

    def __init__(self):
        VillageFactory(code=HERE)
        VillageFactory(code=BESIDE)
        self.association = AssociationFactory(path=HERE, villages=[HERE, BESIDE])
        self.people = [ParticipantFactory(with_account=True) for _ in range(4)]
        self.model = Clause()

    def does(self, what, *said):
        getattr(self, what)(*said)

    def tries(self, change, *, allowed):
        """Try to keep a change: it is refused exactly when the model does not allow it."""
        try:
            made = actions.propose(by=TOWN, association=self.association, change=change)
        except ValidationError:
            assert not allowed
            return None
        assert allowed
        return made

    def propose(self, who, position, commissioner, since, length):
        until = None if length is None else since + length
        commissioner = commissioner and position == "member"
        term = Term(None, who, position, commissioner, since, until)
        person = Participant.objects.get(pk=self.people[who].pk)
        new = actions.Proposed(
            person, Position(position), at(since), None if until is None else at(until), commissioner=commissioner
        )
        made = self.tries(actions.Change(new=[new]), allowed=self.model.allows(term))
        if made:
            self.model.terms.append(replace(term, pk=made[0].pk))

    def leave(self, number, tick):
        if term := chosen(self.model, number, filed=True):
            allowed = tick > term.since and (term.until is None or tick < term.until)
            change = actions.Change(leaving={term.pk: (at(tick), "辞去")})
            if self.tries(change, allowed=allowed) is not None:
                changed(self.model, term, ending=tick)

    def stay(self, number):
        term = chosen(self.model, number, filed=True)
        if term and term.ending is not None:
            back = replace(term, ending=None)
            if self.tries(actions.Change(staying=[term.pk]), allowed=self.model.allows(back, term)) is not None:
                changed(self.model, term, ending=None)

    def end(self, number, tick):
        if term := chosen(self.model, number, filed=True):
            row = OfficeTerm.objects.get(pk=term.pk)
            try:
                actions.end(by=TOWN, term=row, at=at(tick), reason="辞去")
            except ValidationError:
                assert term.until is not None
                assert term.until <= tick
            else:
                changed(self.model, term, until=max(tick, term.since), ending=None)

    def file(self, endings_only):
        """Rights need the filing; what the seats lack is another test's affair, so it is left out here."""
        with recording():
            ended = actions.end_those_leaving(TOWN, self.association)
            filed = [] if endings_only else actions.file_proposed(TOWN, self.association, timezone.now())
            actions.follow(by=TOWN, association=self.association, terms=[*ended, *filed])
            actions.note(TOWN, "officers.file", self.association, place=HERE)
        for term in [*self.model.terms]:
            if term.ending is not None:
                changed(self.model, term, until=term.ending, ending=None)
            elif not term.filed and not endings_only:
                changed(self.model, term, filed=True)

    def cover(self, since, length):
        """The neighbour is covered on other days than before."""
        first = date(2026, 3, 1) + timedelta(days=since)
        rows = self.association.coverages.filter(path=BESIDE)
        rows.update(since=first, until=first + timedelta(days=length))
        with recording():
            follow_villages(TOWN, self.association, timezone.now())
            actions.note(TOWN, "associations.adjusted", self.association, place=HERE)
        self.model.covered[BESIDE] = [*range(2 * since, 2 * (since + length))]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lives)
def test_posts_are_terms_times_villages_and_nobody_is_chair_beside_another(db, life):
    """Each life that hypothesis draws begins with an empty county."""
    begun = transaction.savepoint()
    try:
        tested = Life()
        for step in life:
            tested.does(*step)
        expected = tested.model.posts()
        assert held_at(tested.people, at) == expected
        second_before = held_at(tested.people, lambda tick: at(tick + 1) - timedelta(seconds=1))
        assert second_before == expected
        for tick in range(END):
            assert OfficeTerm.objects.held_at(at(tick)).filter(position="chair").count() <= 1
    finally:
        transaction.savepoint_rollback(begun)


def held_at(people, moment):
    """Every (person, role, village, half day) in which a post is held at a moment of that half day."""
    numbers = {who.user_id: number for number, who in enumerate(people)}
    posts = [*Post.objects.filter(user__in=numbers).order_by("id")]
    return {
        (numbers[post.user_id], post.role, post.path, tick)
        for tick in range(END)
        for post in posts
        if post.since_at <= moment(tick) and (post.until_at is None or moment(tick) < post.until_at)
    }
