"""Several people and the schedule at one matter at the same moment."""

from functools import partial
from uuid import uuid4

import pytest

from canxie.engine.audit.chain import verify
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.actions import renumber
from canxie.ground.divisions.changes import Renumbering
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.powers import Power
from canxie.ground.registry.tests.factories import HouseholdFactory
from canxie.mechanisms.matters.actions import Said, move, open_matter
from canxie.mechanisms.matters.escalation import escalate_overdue
from canxie.mechanisms.matters.models import Hop, Matter, Step
from canxie.mechanisms.matters.refusals import Overtaken
from canxie.mechanisms.matters.tests.people import HERE, NEXT_DAY, TOWNSHIP, TUESDAY, Office, at, opening, told
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def village():
    return Office(Role.COMMISSIONER, HERE)


@pytest.fixture
def township():
    return Office(Role.TOWNSHIP_CLERK, TOWNSHIP)


@pytest.fixture
def need(village, township):
    return told(village, HouseholdFactory(path=HERE))


def tries(office, need, key, **said):
    def trying():
        try:
            return move(by=office.scope, matter=need, key=key, said=Said(**said), seen=1, at=NEXT_DAY).state
        except Overtaken as told:
            return str(told)

    return trying


def test_of_two_who_move_it_at_once_one_is_told(need, village, township):
    answers = at_once(
        tries(village, need, "answer", text="好。"),
        tries(township, need, "not_possible", why="waiting", text="要等。"),
        tries(village, need, "hand_on", text="请镇里办。"),
    )

    done = [answer for answer in answers if answer in {"verified", "not_possible", "referred"}]
    assert len(done) == 1
    assert len([answer for answer in answers if "先看看再办" in answer]) == 2
    assert (Matter.objects.get().state, Step.objects.count()) == (done[0], 2)
    assert verify() == {}


def test_two_schedules_send_it_up_once(need):
    assert sorted(at_once(*[lambda: escalate_overdue(at(3, 16))] * 2)) == [0, 1]
    assert Hop.objects.count() == 1


def test_a_need_sent_twice_at_once_is_stored_once(village, township):
    household, same = HouseholdFactory(path=HERE), uuid4()

    at_once(*[lambda: told(village, household, id=same)] * 4)

    assert (Matter.objects.count(), Step.objects.count()) == (1, 1)


def test_a_need_that_is_recorded_meanwhile_follows_its_village(village, township):
    VillageFactory(code=HERE)
    household, new = HouseholdFactory(path=HERE), "379900001099"
    both = Scope(village.user.pk, {Power.DIVISIONS_CHANGE: ("379900",), Power.NEEDS_RECORD: ("379900",)})
    openings = [opening(TUESDAY) for _ in range(6)]

    at_once(
        lambda: renumber(by=both, change=Renumbering(HERE, new, TUESDAY.date())),
        *[partial(tell, both, household, said) for said in openings],
    )

    places = set(Matter.objects.values_list("path", "owner_path", "sent_to"))
    assert places == {(new, new, "")}
    assert Matter.objects.count() == 6


def tell(by, household, said):
    return open_matter(by=by, kind="need", household=household, person=None, opening=said, at=TUESDAY)
