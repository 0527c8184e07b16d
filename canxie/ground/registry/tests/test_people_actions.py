"""Entering and correcting people and households, and what became of them."""

from datetime import date

import pytest

from canxie.engine.audit.models import AuditEntry
from canxie.engine.scoping.scope import OutOfScope
from canxie.ground.registry.actions import (
    NumberTaken,
    OtherVillage,
    correct_household,
    correct_person,
    enter_household,
    enter_person,
    join,
    record_state,
)
from canxie.ground.registry.changes import said
from canxie.ground.registry.choices import Relation, State
from canxie.ground.registry.models import Change, Household, Person
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory
from canxie.ground.registry.tests.scopes import BESIDE, HER, HERE, READER

pytestmark = pytest.mark.django_db

NUMBER = "37990019791231011X"
OTHER_NUMBER = "37990019791231046X"


def latest():
    return AuditEntry.objects.order_by("-number").first()


class TestEnter:
    def test_somebody_lives_where_the_household_does(self):
        household = enter_household(by=HER, path=HERE, head="李秀兰", group="三组", door="17号")

        person = enter_person(by=HER, household=household, name="李秀兰", number=NUMBER, relation=Relation.HEAD)

        person.refresh_from_db()
        assert (person.path, person.name_sort, person.identifier.clear()) == (HERE, "li xiu lan", NUMBER)
        assert latest().action == "registry.person.enter"
        assert NUMBER not in str(latest().changes)

    def test_a_number_that_somebody_has_is_refused_even_beyond_ones_reach(self):
        PersonFactory(number=NUMBER, household__path="379901001001")

        with pytest.raises(NumberTaken):
            enter_person(by=HER, household=HouseholdFactory(path=HERE), name="李四", number=NUMBER)

        assert not Person.objects.filter(name="李四").exists()

    def test_two_people_may_both_have_no_number(self):
        household = HouseholdFactory(path=HERE)

        enter_person(by=HER, household=household, name="李一")
        enter_person(by=HER, household=household, name="李二")

        assert household.people.count() == 2

    @pytest.mark.parametrize("scope", [READER, HER])
    def test_nobody_enters_where_they_may_not_write(self, scope):
        with pytest.raises(OutOfScope):
            enter_household(by=scope, path=HERE if scope == READER else BESIDE, head="李四")

        assert not Household.objects.exists()


class TestCorrect:
    def test_what_differs_is_written_and_what_it_was_is_kept(self):
        person = PersonFactory(name="李秀蓝", path=HERE, household__path=HERE, dibao=None)

        correct_person(by=HER, person=person, name="李秀兰", sex=person.sex, dibao=True)

        person.refresh_from_db()
        assert (person.name, person.name_sort, person.dibao) == ("李秀兰", "li xiu lan", True)
        assert said(Change.objects.get()) == {
            "name": ("李秀蓝", "李秀兰"),
            "dibao": (None, True),
            "head": ("李秀蓝", "李秀兰"),
        }
        assert latest().changes == {"fields": ["name", "dibao", "head"]}

    def test_a_number_is_corrected_with_its_indexes(self):
        person = PersonFactory(number=NUMBER, household__path=HERE)
        before = person.identifier_index

        correct_person(by=HER, person=person, number=OTHER_NUMBER)

        person.refresh_from_db()
        assert person.identifier.clear() == OTHER_NUMBER
        assert person.identifier_index != before
        assert said(Change.objects.get()) == {"identifier": (NUMBER, OTHER_NUMBER)}

    def test_ones_own_number_is_not_taken(self):
        person = PersonFactory(number=NUMBER, household__path=HERE)

        correct_person(by=HER, person=person, number=NUMBER)

        assert not Change.objects.exists()

    def test_nothing_changed_is_noted_and_nothing_is_stored(self):
        household = HouseholdFactory(path=HERE, head="李秀兰")

        correct_household(by=HER, household=household, head="李秀兰")

        assert not Change.objects.exists()
        assert latest().action == "registry.household.correct.unchanged"

    def test_a_day_is_kept_as_a_day(self):
        household = HouseholdFactory(path=HERE)

        correct_household(by=HER, household=household, shock="火灾", shock_on=date(2026, 2, 28))

        assert said(Change.objects.get()) == {"shock": ("", "火灾"), "shock_on": (None, "2026-02-28")}


class TestState:
    def test_the_latest_day_holds_whatever_is_recorded_after_it(self):
        person = PersonFactory(household__path=HERE)

        record_state(by=HER, person=person, state=State.DECEASED, on=date(2026, 3, 1), told_by="家属告知")
        record_state(by=HER, person=person, state=State.MOVED_AWAY, on=date(2026, 1, 1), told_by="派出所")

        person.refresh_from_db()
        assert person.state == State.DECEASED

    def test_a_mistake_is_followed_by_what_is_true(self):
        person = PersonFactory(household__path=HERE)

        record_state(by=HER, person=person, state=State.DECEASED, on=date(2026, 3, 1), told_by="同名的人")
        record_state(by=HER, person=person, state=State.LIVING, on=date(2026, 3, 1), told_by="当面核实")

        person.refresh_from_db()
        assert person.state == State.LIVING
        assert person.life_events.count() == 2


class TestJoin:
    def test_one_comes_into_another_household_of_the_village(self):
        person, home = PersonFactory(household__path=HERE), HouseholdFactory(path=HERE, head="李大山")
        old = person.household

        join(by=HER, person=person, household=home, relation=Relation.SON)

        person.refresh_from_db()
        assert (person.household, person.relation, person.path) == (home, Relation.SON, HERE)
        assert {change.household for change in Change.objects.all()} == {old, home}

    def test_another_village_is_moving_away(self):
        both = READER.__class__(7, dict.fromkeys(HER.grants, ("379900001",)))
        person, home = PersonFactory(household__path=HERE), HouseholdFactory(path=BESIDE)

        with pytest.raises(OtherVillage):
            join(by=both, person=person, household=home, relation=Relation.SON)
