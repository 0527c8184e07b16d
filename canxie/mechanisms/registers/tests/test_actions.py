"""The actions refuse by themselves what the views would not let through."""

from datetime import date

import pytest

from canxie.engine.scoping.scope import OutOfScope, Scope
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.powers import Power
from canxie.mechanisms.registers.actions import Digest, issue, read
from canxie.mechanisms.registers.models import Copy
from canxie.mechanisms.registers.reading import Form

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
PRINTS = Scope(7, {Power.REGISTERS_PRINT: ("379900001",)})


def given_out(form, place="379900001001"):
    said = {"register": "roster", "purpose": "年度归档", "digest": Digest(["1"]), "today": TODAY}
    return issue(by=PRINTS, form=form, place=VillageFactory(code=place), **said)


def test_gives_out_where_the_power_reaches():
    copy = given_out(Form.PAPER)

    assert (copy.made_by_id, copy.place, copy.form, copy.rows) == (7, "379900001001", "paper", 1)


@pytest.mark.parametrize(("form", "place"), [(Form.FILE, "379900001001"), (Form.PAPER, "379900002001")])
def test_gives_out_nothing_elsewhere(form, place):
    with pytest.raises(OutOfScope):
        given_out(form, place)
    assert not Copy.objects.exists()


def test_reading_takes_the_power_to_read():
    with pytest.raises(OutOfScope):
        read(by=PRINTS, register="roster", place=VillageFactory(), digest=Digest())


def test_a_digest_is_of_the_keys_in_their_order():
    """SM3 of "a", a line's end, "b", a line's end; computed by `openssl dgst -sm3`."""
    assert Digest("ab").hex() == "c7510cee96af791e6a7adafc6461260d45f3ab44d58479da4a9eb61add71bbc1"
    assert Digest("ba").hex() != Digest("ab").hex()
    assert Digest("ab").count == 2
