"""Who is in which group on any day, against a slow model: a set of days for each person and group."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.groups.actions import close, join, leave
from canxie.duties.groups.models import Membership
from canxie.duties.groups.rules import Refused
from canxie.duties.groups.tests.factories import PeerGroupFactory
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import scope_from
from canxie.ground.registry.actions import record_state
from canxie.ground.registry.choices import State
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory
from tests.matrix import TOWNSHIP

NOW = datetime(2026, 5, 20, 2, tzinfo=UTC)
VILLAGES = map("379900001{:03d}".format, count(1))  # a new one for each example
FIRST, DAYS, AHEAD = date(2026, 5, 1), 8, 30
PEOPLE, GROUPS = range(2), range(3)
DAY = st.integers(0, DAYS - 1)
STEP = st.one_of(
    st.tuples(st.just("join"), st.sampled_from(PEOPLE), st.sampled_from(GROUPS), DAY),
    st.tuples(st.just("leave"), st.sampled_from(PEOPLE), st.sampled_from(GROUPS), DAY),
    st.tuples(st.just("die"), st.sampled_from(PEOPLE), st.just(0), DAY),
    st.tuples(st.just("close"), st.just(0), st.sampled_from(GROUPS), DAY),
)


class Days:
    """The clause, word for word: on any day somebody is in one group at most. `in_` holds (person, group, day)."""

    def __init__(self):
        self.in_, self.dead, self.closed = set(), set(), set()
        self.open, self.joined = {}, {}  # (person, group) → the day since when, while it lasts; group → last joining

    def join(self, person, group, day):
        ahead = range(day, AHEAD)
        taken = any((person, other, one) in self.in_ for other in GROUPS for one in ahead)
        if person in self.dead or group in self.closed or taken:
            return False
        self.in_ |= {(person, group, one) for one in ahead}
        self.open[person, group] = day
        self.joined[group] = max(day, self.joined.get(group, 0))
        return True

    def leave(self, person, group, day):
        if group in self.closed or self.open.get((person, group), AHEAD) > day:
            return False
        self.cut(person, group, day)
        return True

    def die(self, person, group, day):
        if person in self.dead:
            return False
        self.dead.add(person)
        for one, other in [*self.open]:
            if one == person:
                self.cut(one, other, day)
        return True

    def close(self, person, group, day):
        if group in self.closed or day < self.joined.get(group, 0):
            return False
        self.closed.add(group)
        for one, other in [*self.open]:
            if other == group:
                self.cut(one, other, day)
        return True

    def cut(self, person, group, day):
        del self.open[person, group]
        self.in_ -= {(person, group, one) for one in range(day, AHEAD)}


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=14))
@example([("join", 0, 0, 3), ("leave", 0, 0, 6), ("join", 0, 1, 5), ("join", 0, 1, 6)])
@example([("join", 0, 0, 3), ("leave", 0, 0, 3), ("join", 0, 1, 2), ("die", 0, 0, 5), ("join", 0, 2, 5)])
def test_on_every_day_each_is_where_the_model_says(time_machine, steps):
    time_machine.move_to(NOW, tick=False)
    village = next(VILLAGES)
    association = AssociationFactory(path=village)
    groups = [PeerGroupFactory(association=association, since=FIRST) for _ in GROUPS]
    people = [PersonFactory(household=HouseholdFactory(path=village)) for _ in PEOPLE]
    by, model = scope_from(1, [(Role.TOWNSHIP_CLERK, TOWNSHIP)]), Days()

    for what, person, group, day in steps:
        on = FIRST + timedelta(day)
        expected = getattr(model, what)(person, group, day)
        assert done(by, what, people[person], groups[group], on) == expected, (what, person, group, day)

    for day in range(AHEAD):
        rows = (
            Membership.objects.filter(association=association)
            .on(FIRST + timedelta(day))
            .order_by()
            .values_list("person", "group")
        )
        assert sorted(rows) == sorted(
            (people[person].pk, groups[group].pk) for person, group, one in model.in_ if one == day
        )


def done(by, what, person, group, on):
    """Do it and say yes, or leave everything as it is and say no."""
    try:
        match what:
            case "join":
                join(by=by, group=group, people=[person], since=on, at=NOW)
            case "leave":
                one = Membership.objects.filter(group=group, person=person).order_by("-since", "until").first()
                lasting = Membership.objects.filter(group=group, person=person, until=None).first() or one
                if lasting is None:
                    return False
                leave(by=by, membership=lasting, on=on, why="本人不想参加", at=NOW)
            case "die":
                person.refresh_from_db()
                if person.state != State.LIVING:
                    return False
                record_state(by=by, person=person, state=State.DECEASED, on=on, told_by="村医")
            case "close":
                close(by=by, group=group, on=on, why="人少了", at=NOW)
    except Refused:
        return False
    return True
