"""A village gets another code, perhaps in another township: its matters go along, and whoever has them from now on."""

from datetime import date

import pytest

from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.handovers import owned
from canxie.ground.divisions.actions import renumber
from canxie.ground.divisions.changes import Renumbering
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.powers import Power
from canxie.mechanisms.matters.models import Matter
from canxie.mechanisms.matters.tests.factories import MatterFactory

pytestmark = pytest.mark.django_db
OLD, BESIDE, ELSEWHERE = "379900001001", "379900001009", "379900002001"


def becomes(new):
    VillageFactory(code=OLD)
    changing = Scope(1, {Power.DIVISIONS_CHANGE: ("379900",)})
    renumber(by=changing, change=Renumbering(OLD, new, date(2026, 4, 1)))
    return Matter.objects.get()


def test_the_villages_own_matter_stays_with_its_owner():
    owner = MatterFactory(household__path=OLD).owner

    need = becomes(BESIDE)

    assert (need.path, need.place, need.owner_path, need.owner, need.sent_to) == (BESIDE, OLD, BESIDE, owner, "")


def test_what_was_sent_up_waits_in_the_new_township():
    owner = MatterFactory(household__path=OLD, state="referred", sent_to="379900001").owner

    need = becomes(ELSEWHERE)

    assert (need.owner_path, need.owner, need.sent_to) == (ELSEWHERE, owner, "379900002")


def test_what_the_old_township_had_is_the_new_ones_and_nobodys_yet():
    MatterFactory(household__path=OLD, answered=True, owner_path="379900001")

    need = becomes(ELSEWHERE)

    assert (need.path, need.owner_path, need.owner) == (ELSEWHERE, "379900002", None)


def test_what_the_township_has_stays_there_when_the_village_stays():
    owner = MatterFactory(household__path=OLD, answered=True, owner_path="379900001").owner

    need = becomes(BESIDE)

    assert (need.owner_path, need.owner) == ("379900001", owner)


def test_what_someone_in_office_leaves_behind_is_listed():
    need = MatterFactory()
    MatterFactory(owner=need.owner, done=True)

    assert [*owned["没办完的事项"](need.owner_id)] == [need]
