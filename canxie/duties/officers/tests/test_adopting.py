"""Appointed commissioners become members of their association: history kept, no second of lost access."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.officers.adopting import adopt
from canxie.duties.officers.models import OfficeTerm, Participant
from canxie.engine.scoping.scope import SYSTEM, OutOfScope, Scope
from canxie.ground.accounts.actions import appoint
from canxie.ground.accounts.models import Appointment, Post
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import scope_of
from canxie.ground.accounts.tests.factories import UserFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.powers import Power

pytestmark = pytest.mark.django_db

A, B, C, D = "379900001001", "379900001002", "379900001003", "379900001004"
COUNTY = "379900"
THEN, AT = datetime(2025, 3, 1, tzinfo=UTC), datetime(2026, 11, 24, 2, 0, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def county(*, user_id=SYSTEM):
    return Scope(user_id, {Power.ACCOUNTS_APPOINT: (COUNTY,)})


def appointed(path, name, *, user=None, role=Role.COMMISSIONER, until=None):
    user = user or UserFactory(name=name)
    appoint(by=county(), user=user, role=role, place=path, since=THEN, until=until, basis="县残联聘用文件")
    return user


@pytest.fixture
def villages():
    """A and B have one association together, C its own, D none."""
    for code in (A, B, C, D):
        VillageFactory(code=code)
    TownshipFactory()
    return AssociationFactory(path=A, villages=[A, B]), AssociationFactory(path=C)


def reach(user, moment):
    return scope_of(user.pk, at=moment).paths(Power.VISITS_RECORD)


def test_a_commissioner_keeps_every_second_and_gets_the_other_village_of_the_association(villages):
    joint, own = villages
    one, other = appointed(A, "周素琴"), appointed(C, "段小军")

    assert adopt(by=county(), place=COUNTY, at=AT) == 2

    for moment in (THEN, AT - SECOND):
        assert (reach(one, moment), reach(other, moment)) == ((A,), (C,))
    for moment in (AT, AT + SECOND, AT + timedelta(days=900)):
        assert (reach(one, moment), reach(other, moment)) == ((A, B), (C,))
    kept = Appointment.objects.get(user=one)
    assert (kept.since_at, kept.until_at, kept.ended_reason) == (THEN, AT, "转为残协任期")
    term = OfficeTerm.objects.get(association=joint)
    assert (term.state, term.position, term.commissioner, term.since_at, term.until_at, term.basis) == (
        "filed", "member", True, AT, None, "县残联聘用文件",
    )  # fmt: skip
    assert (term.participant.name, term.participant.user, term.participant.home) == ("周素琴", one, A)
    assert OfficeTerm.objects.get(association=own).participant.user == other
    assert {post.source for post in Post.objects.filter(until_at=None)} == {
        f"officers.OfficeTerm#{pk}" for pk in OfficeTerm.objects.values_list("pk", flat=True)
    }


def test_whoever_covers_two_villages_of_one_association_holds_one_term(villages):
    user = appointed(A, "周素琴")
    appointed(B, "", user=user)

    assert adopt(by=county(), place=COUNTY, at=AT) == 1

    assert reach(user, AT - SECOND) == reach(user, AT) == (A, B)
    assert Post.objects.filter(until_at=None).count() == 2


def test_covers_and_villages_without_an_association_and_other_roles_stay_as_they_are(villages):
    lone = appointed(D, "胡春梅")
    cover = appointed(C, "宋立新", until=AT + timedelta(days=30))
    chair = appointed(A, "高振海", role=Role.CHAIR)

    assert adopt(by=county(), place=COUNTY, at=AT) == 0

    assert [reach(user, AT) for user in (lone, cover)] == [(D,), (C,)]
    assert scope_of(chair.pk, at=AT).may(Power.ASSOCIATIONS_PREPARE)
    assert not OfficeTerm.objects.exists()


def test_a_cover_that_the_term_makes_needless_ends_in_that_second(villages):
    user = appointed(A, "周素琴")
    appointed(B, "", user=user, until=AT + timedelta(days=30))

    adopt(by=county(), place=COUNTY, at=AT)

    assert reach(user, AT - SECOND) == reach(user, AT) == reach(user, AT + timedelta(days=60)) == (A, B)
    assert Post.objects.held_at(AT).filter(user=user).count() == 2


def test_doing_it_again_does_nothing_and_somebody_known_is_not_entered_twice(villages):
    user = appointed(A, "周素琴")
    Participant.objects.create(
        path=A, place=A, name="周素琴", name_sort="z", user=user, classes=["person"], joined_on=date(2024, 1, 1)
    )
    adopt(by=county(), place=COUNTY, at=AT)

    assert adopt(by=county(), place=COUNTY, at=AT + SECOND) == 0
    assert Participant.objects.count() == OfficeTerm.objects.count() == 1
    assert Post.objects.count() == 3


def test_the_power_to_appoint_must_reach_the_place(villages):
    with pytest.raises(OutOfScope):
        adopt(by=Scope(1, {Power.ACCOUNTS_APPOINT: ("379901",)}), place=COUNTY, at=AT)


def test_the_command(villages, time_machine):
    time_machine.move_to(AT, tick=False)
    appointed(A, "周素琴")
    out = StringIO()
    call_command("adopt_commissioners", "379900001", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"terms": 1}
    call_command("adopt_commissioners", "379900001", stdout=out)
    assert "0 名专职委员" in out.getvalue()
    with pytest.raises(CommandError, match="没有代码为 380000 的地方") as refused:
        call_command("adopt_commissioners", "380000")
    assert refused.value.returncode == 2
