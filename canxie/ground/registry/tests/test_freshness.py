"""Which of the six clears the next visit should ask."""

from datetime import date, timedelta

import pytest

from canxie.ground.registry.actions import confirm
from canxie.ground.registry.choices import Clear, Source, State
from canxie.ground.registry.freshness import fresh_days, told, told_of
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory
from canxie.ground.registry.tests.scopes import HER, HERE

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)


def states(household, days=180):
    return {
        (one.clear, one.person.name if one.person else ""): one.state
        for one in told_of(household, as_of=TODAY, days=days)
    }


def test_each_of_the_six_is_fresh_old_or_never_asked():
    person = PersonFactory(name="李秀兰", household__path=HERE)
    for clear, days in ((Clear.HOUSING, 180), (Clear.NEEDS, 181)):
        on = TODAY - timedelta(days=days)
        confirm(by=HER, household=person.household, clear=clear, on=on, source=Source.VISIT, text="有")

    assert states(person.household) == {
        (Clear.ADDRESS, ""): "never",
        (Clear.HOUSING, ""): "new",
        (Clear.NEEDS, ""): "old",
        (Clear.FAMILY, ""): "never",
        (Clear.PHONE, "李秀兰"): "never",
        (Clear.POLICIES, "李秀兰"): "never",
    }


def test_a_new_text_is_what_counts():
    household = HouseholdFactory(path=HERE)
    for text, on in (("砖房", date(2026, 1, 1)), ("砖房，装了扶手", TODAY)):
        confirm(by=HER, household=household, clear=Clear.HOUSING, on=on, source=Source.VISIT, text=text)

    assert [one.text for one in told_of(household, as_of=TODAY, days=1) if one.state == "new"] == ["砖房，装了扶手"]


def test_nobody_asks_the_dead():
    person = PersonFactory(household__path=HERE, state=State.DECEASED)

    assert {clear for clear, _ in states(person.household)} == {"address", "housing", "needs", "family"}


@pytest.mark.parametrize("households", [1, 20])
def test_many_households_take_two_queries(households, django_assert_num_queries):
    several = [person.household for person in PersonFactory.create_batch(households, household__path=HERE)]

    with django_assert_num_queries(2):
        found = told(several, as_of=TODAY, days=180)

    assert {len(clears) for clears in found.values()} == {6}


def test_how_long_is_a_parameter():
    assert fresh_days(HERE, on=TODAY) == 180
