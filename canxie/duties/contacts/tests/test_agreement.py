"""Random lives of a small county, held against the same rules written out with plain loops."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from canxie.duties.associations.models import Coverage
from canxie.duties.associations.published import coverage_followers
from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.contacts import actions
from canxie.duties.contacts.choices import Kind
from canxie.duties.contacts.models import ContactAssignment
from canxie.duties.contacts.reading import contact_of
from canxie.duties.contacts.tests.plain import Someone, World
from canxie.engine.audit.trail import action, note
from canxie.engine.parameters.models import ParameterValue
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts import actions as accounts
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import UserFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.powers import Power
from canxie.ground.registry.actions import record_state
from canxie.ground.registry.choices import State
from canxie.ground.registry.followers import follow
from canxie.ground.registry.models import Household, Person
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory

VILLAGES = ["379900001001", "379900001002", "379900002001"]
ABROAD = ["", "379900001", "371000001001"]
EVERYWHERE = Scope(
    SYSTEM,
    dict.fromkeys(
        [Power.CONTACTS_ASSIGN, Power.ACCOUNTS_APPOINT, Power.REGISTRY_WRITE, Power.TOWNSHIPS_CHANGE], ("3799",)
    ),
)
FIRST = date(2026, 3, 2)
village, who, clerk = st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)

STEP = st.one_of(
    st.tuples(st.just("night")),
    st.tuples(st.just("appoint"), clerk, village),
    st.tuples(st.just("leave"), clerk, village),
    st.tuples(st.just("cover"), village, st.integers(0, 1)),
    st.tuples(st.just("uncover"), village),
    st.tuples(st.just("move"), who, village),
    st.tuples(st.just("register"), who, st.integers(0, 5)),
    st.tuples(st.just("die"), who),
    st.tuples(st.just("return"), who),
    st.tuples(st.just("choose"), who, clerk),
    st.tuples(st.just("choose_association"), who, st.integers(0, 1)),
    st.tuples(st.just("release"), who),
    st.tuples(st.just("second"), who),
    st.tuples(st.just("base"), st.booleans()),
)


@action("associations.test")
def covered_anew(association, at):
    """What the room of associations does whenever the villages of one have changed."""
    for follower in coverage_followers.values():
        follower(EVERYWHERE, association, at)
    note(EVERYWHERE, "associations.test", association, place=association.path)


@action("registry.test")
def moved(household: Household, path: str, on: date):
    Household.objects.filter(pk=household.pk).update(path=path)
    Person.objects.filter(household=household).update(path=path)
    follow([household.pk], on)
    note(EVERYWHERE, "registry.test", household, place=path)


class County:
    """The same steps on the tables of the house and in the plain world."""

    def __init__(self) -> None:
        for code in VILLAGES:
            VillageFactory(code=code)
        self.clock = timezone.make_aware(datetime(2026, 3, 2, 8))  # noqa: DTZ001  # made aware here
        self.users = [UserFactory() for _ in range(3)]
        self.held: dict[tuple[int, str], object] = {}
        self.people = {}
        self.plain = World()
        for number, path in enumerate(VILLAGES):
            person = PersonFactory(household=HouseholdFactory(path=path))
            self.people[f"p{number}"] = person
            self.plain.people[f"p{number}"] = Someone(path)
        self.associations = [AssociationFactory(state="preparing", path=code) for code in VILLAGES[:2]]
        self.version = 0
        self.seen: dict[date, dict[str, object]] = {}

    @property
    def today(self) -> date:
        return timezone.localdate(self.clock)

    def run(self, step: tuple) -> None:
        self.clock += timedelta(minutes=1)
        with time_machine.travel(self.clock, tick=False):
            getattr(self, step[0])(*step[1:])
        self.check()

    def check(self) -> None:
        expected = {name: self.plain.lead(name) for name in self.people}
        assert self.rows(Kind.LEAD) == {name: told for name, told in expected.items() if told}
        seconds = {name: self.plain.second(name) for name in self.people}
        assert self.rows(Kind.SECONDARY) == {name: told for name, told in seconds.items() if told}
        self.seen[self.today] = expected

    def rows(self, kind: Kind) -> dict[str, tuple[int | None, str | None]]:
        names = {person.pk: name for name, person in self.people.items()}
        rows = ContactAssignment.objects.filter(kind=kind).on(self.today).order_by("pk")
        found = [
            (names[r.person_id], (r.contact_id, str(r.association_id) if r.association_id else None)) for r in rows
        ]
        assert len(found) == len(dict(found)), "two rows of one kind on one day"
        return dict(found)

    def night(self) -> None:
        self.clock += timedelta(days=1)
        with time_machine.travel(self.clock, tick=False):
            actions.reckon(by=EVERYWHERE, at=self.clock)

    def appoint(self, user: int, place: int) -> None:
        key = (self.users[user].pk, VILLAGES[place])
        if key in self.held:
            return
        self.held[key] = accounts.appoint(
            by=EVERYWHERE,
            user=self.users[user],
            role=Role.COMMISSIONER,
            place=VILLAGES[place],
            since=self.clock,
            basis="试",
        )
        self.plain.offices.append(key)

    def leave(self, user: int, place: int) -> None:
        key = (self.users[user].pk, VILLAGES[place])
        if key in self.held:
            accounts.end(by=EVERYWHERE, appointment=self.held.pop(key), at=self.clock, reason="试")
            self.plain.offices.remove(key)

    def cover(self, place: int, number: int) -> None:
        code, association = VILLAGES[place], self.associations[number]
        if code in self.plain.covered:
            return
        Coverage.objects.create(association=association, path=code, place=code, since=self.today)
        covered_anew(association, self.clock)
        self.plain.covered[code] = str(association.pk)

    def uncover(self, place: int) -> None:
        code = VILLAGES[place]
        if code not in self.plain.covered:
            return
        row = Coverage.objects.get(path=code, until=None)
        row.until = self.today
        row.save()
        covered_anew(row.association, self.clock)
        del self.plain.covered[code]

    def move(self, number: int, place: int) -> None:
        name = f"p{number}"
        moved(self.people[name].household, VILLAGES[place], self.today)
        self.plain.people[name].lives = VILLAGES[place]

    def register(self, number: int, place: int) -> None:
        name, code = f"p{number}", [*VILLAGES, *ABROAD][place]
        Person.objects.filter(pk=self.people[name].pk).update(registered_code=code)
        moved(self.people[name].household, self.plain.people[name].lives, self.today)
        self.plain.people[name].registered = code

    def die(self, number: int) -> None:
        self.told(number, State.DECEASED)

    def __getattr__(self, name: str):
        if name == "return":
            return lambda number: self.told(number, State.LIVING)
        raise AttributeError(name)

    def told(self, number: int, state: State) -> None:
        person = self.people[f"p{number}"]
        record_state(by=EVERYWHERE, person=person, state=state, on=self.today, told_by="试")
        self.plain.people[f"p{number}"].living = state == State.LIVING

    def choose(self, number: int, user: int, association=None) -> None:
        name, contact = f"p{number}", self.users[user] if association is None else None
        person = self.plain.people[name]
        town = [place[:9] for key, place in self.plain.offices if contact and key == contact.pk]
        runs = association is None or str(association.pk) in self.plain.covered.values()
        if not person.living or not runs or (contact and person.lives[:9] not in town):
            with pytest.raises(actions.ValidationError):
                self.choosing(name, contact, association)
            return
        self.choosing(name, contact, association)
        self.plain.chosen[name] = (
            contact.pk if contact else None,
            str(association.pk) if association is not None else None,
        )

    def choosing(self, name, contact, association) -> None:
        keys = [self.people[name].pk]
        actions.choose(by=EVERYWHERE, people=keys, contact=contact, association=association, basis="试", at=self.clock)

    def choose_association(self, number: int, which: int) -> None:
        self.choose(number, 0, self.associations[which])

    def release(self, number: int) -> None:
        name = f"p{number}"
        if name in self.plain.chosen:
            actions.release(by=EVERYWHERE, person=self.people[name], kind=Kind.LEAD, at=self.clock)
            del self.plain.chosen[name]

    def second(self, number: int) -> None:
        name = f"p{number}"
        if name in self.plain.seconds:
            actions.release(by=EVERYWHERE, person=self.people[name], kind=Kind.SECONDARY, at=self.clock)
            self.plain.seconds.remove(name)
        elif self.plain.people[name].living:
            keys = [self.people[name].pk]
            actions.choose(by=EVERYWHERE, people=keys, kind=Kind.SECONDARY, basis="试", at=self.clock)
            self.plain.seconds.add(name)

    def base(self, registered: bool) -> None:  # drawn by chance
        self.version += 1
        value = "registered" if registered else "residence"
        said = {"key": "contact.base", "place": "379900", "version": self.version, "reason": "试", "set_by": 0}
        ParameterValue.objects.create(**said, value=value, valid_from=self.today)
        self.plain.registered_first = registered
        actions.reckon(by=EVERYWHERE, at=self.clock)

    def remembers(self) -> None:
        """Any past day still says what the plain world said at its end."""
        for day, expected in self.seen.items():
            for name, person in self.people.items():
                told = contact_of(person, day)
                found = told and (
                    told.contact.pk if told.contact else None,
                    str(told.association.pk) if told.association else None,
                )
                assert found == expected[name], (day, name)


class TestContacts(TestCase):
    """Each example rolls back; the county is small, so that everything meets everything."""

    @settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
    @example([("appoint", 0, 0), ("appoint", 1, 0), ("night",), ("leave", 0, 0)])
    @example([("appoint", 0, 0), ("appoint", 1, 1), ("choose", 0, 1), ("leave", 1, 1), ("appoint", 1, 0)])
    @example([("cover", 0, 0), ("choose_association", 2, 0), ("night",), ("uncover", 0), ("cover", 1, 0)])
    @example([("appoint", 1, 1), ("register", 0, 1), ("second", 0), ("second", 0)])
    @example([("appoint", 0, 0), ("choose", 0, 0), ("die", 0), ("night",), ("return", 0), ("release", 0)])
    @given(st.lists(STEP, min_size=8, max_size=20))
    def test_contacts_are_what_the_clause_says(self, steps):
        county = County()
        with time_machine.travel(county.clock, tick=False):
            actions.reckon(by=EVERYWHERE, at=county.clock)
        for step in steps:
            county.run(step)
        county.remembers()
