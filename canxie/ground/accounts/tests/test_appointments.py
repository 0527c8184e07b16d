"""Posts come from appointments alone, and end with them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from canxie.engine.audit.models import AuditEntry
from canxie.engine.audit.trail import UnauditedAction
from canxie.engine.scoping.scope import SYSTEM, OutOfScope, Scope
from canxie.ground.accounts.actions import appoint, create_user, end, open_post
from canxie.ground.accounts.models import Appointment, Post, User
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import scope_of
from canxie.ground.accounts.tests.factories import UserFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.powers import Power
from tests.threads import at_once

pytestmark = pytest.mark.django_db

VILLAGE, TOWNSHIP, COUNTY = "379900001001", "379900001", "379900"
NEW_YEAR, MAY, JUNE = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 5, 6))
SECOND = timedelta(seconds=1)
BASIS = "示例残联〔2026〕1号"


def appointing(*paths, user_id=SYSTEM):
    return Scope(user_id, {Power.ACCOUNTS_APPOINT: paths})


@pytest.fixture
def user():
    VillageFactory(code=VILLAGE)
    TownshipFactory()
    return UserFactory()


def make(user, *, by=None, role=Role.COMMISSIONER, place=VILLAGE, since=NEW_YEAR, until=None):
    return appoint(
        by=by or appointing(COUNTY), user=user, role=role, place=place, since=since, until=until, basis=BASIS
    )


def test_an_appointment_opens_its_post_and_names_who_made_it(user):
    clerk = UserFactory()

    made = make(user, by=appointing(COUNTY, user_id=clerk.pk))

    assert (made.place, made.path, made.basis, made.appointed_by) == (VILLAGE, VILLAGE, BASIS, clerk)
    post = Post.objects.get()
    assert (post.user, post.role, post.path, post.since_at, post.until_at) == (
        user,
        "commissioner",
        VILLAGE,
        NEW_YEAR,
        None,
    )
    assert post.source == f"accounts.Appointment#{made.pk}"
    assert [*AuditEntry.objects.order_by("number").values_list("action", "place", "actor_id")] == [
        ("accounts.open_post", VILLAGE, clerk.pk),
        ("accounts.appoint", VILLAGE, clerk.pk),
    ]


def test_the_system_appoints_in_nobodys_name(user):
    assert make(user).appointed_by is None


@pytest.mark.parametrize("paths", [(), ("379901",), ("379900002",), ("379900001002",)])
def test_the_power_must_cover_the_place(user, paths):
    with pytest.raises(OutOfScope):
        make(user, by=appointing(*paths))

    assert not Post.objects.exists()


def test_nobody_appoints_oneself(user):
    with pytest.raises(ValidationError, match="上一级"):
        make(user, by=appointing(COUNTY, user_id=user.pk))


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.COMMISSIONER, TOWNSHIP),
        (Role.TOWNSHIP_CLERK, VILLAGE),
        (Role.COMMISSIONER, "379900001009"),
    ],
    ids=["a commissioner of a township", "a township clerk of a village", "a village there is not"],
)
def test_role_and_place_must_fit(user, role, place):
    with pytest.raises(ValidationError):
        make(user, role=role, place=place)

    assert not Post.objects.exists()


def test_a_village_that_is_gone_takes_nobody(user):
    VillageFactory(code="379900001009", valid_to=date(2026, 3, 1))

    with pytest.raises(ValidationError):
        make(user, place="379900001009")


@pytest.mark.parametrize(
    ("since", "until", "fits"),
    [
        (MAY, JUNE, False),
        (NEW_YEAR, None, False),
        (JUNE - SECOND, None, False),
        (NEW_YEAR, MAY + SECOND, False),
        (JUNE, None, True),
        (NEW_YEAR, MAY, True),
    ],
)
def test_the_same_office_is_not_held_twice_at_a_time(user, since, until, fits):
    make(user, since=MAY, until=JUNE)

    if fits:
        make(user, since=since, until=until)
    else:
        with pytest.raises(ValidationError, match="已经在这里"):
            make(user, since=since, until=until)

    assert Post.objects.count() == 1 + fits


def test_one_may_hold_two_offices_and_two_may_hold_one(user):
    make(user)
    make(user, role=Role.CHAIR)
    make(user, role=Role.TOWNSHIP_CLERK, place=TOWNSHIP)
    make(UserFactory())

    assert Post.objects.count() == 4


def test_an_office_that_ends_before_it_begins_is_refused(user):
    with pytest.raises(ValidationError, match="晚于"):
        make(user, since=MAY, until=MAY)


@pytest.mark.django_db(transaction=True)
def test_two_who_appoint_at_once_make_one_post(user):
    def trying():
        try:
            return make(user, since=MAY, until=JUNE)
        except ValidationError:
            return None

    made = at_once(*[trying] * 4)

    assert len([one for one in made if one]) == Post.objects.count() == Appointment.objects.count() == 1


def test_an_end_takes_the_powers_away_to_the_second(user):
    made = make(user)

    end(by=appointing(COUNTY), appointment=made, at=MAY, reason="辞职")

    made.refresh_from_db()
    assert (made.until_at, made.ended_reason) == (MAY, "辞职")
    held = [scope_of(user.pk, at=MAY + step * SECOND).may(Power.VISITS_RECORD) for step in (-1, 0)]
    assert held == [True, False]
    assert [*AuditEntry.objects.order_by("number").values_list("action", flat=True)][2:] == [
        "accounts.close_post",
        "accounts.end",
    ]


def test_an_end_leaves_other_posts_alone(user):
    make(UserFactory())
    make(user, role=Role.CHAIR)

    end(by=appointing(COUNTY), appointment=make(user), at=MAY, reason="辞职")

    assert Post.objects.filter(until_at=None).count() == 2


def test_what_is_called_off_before_it_begins_never_was_and_may_be_made_again(user):
    made = make(user, since=JUNE)

    end(by=appointing(COUNTY), appointment=made, at=MAY, reason="改派")
    make(user, since=JUNE)

    assert [*Post.objects.order_by("id").values_list("since_at", "until_at")] == [(JUNE, JUNE), (JUNE, None)]
    assert scope_of(user.pk, at=JUNE).may(Power.VISITS_RECORD)


def test_what_has_ended_does_not_end_again_but_may_end_earlier(user):
    made = make(user, until=JUNE)

    with pytest.raises(ValidationError, match="已经结束"):
        end(by=appointing(COUNTY), appointment=made, at=JUNE, reason="辞职")
    end(by=appointing(COUNTY), appointment=made, at=MAY, reason="辞职")

    assert Post.objects.get().until_at == MAY


@pytest.mark.parametrize("paths", [(), ("379901",)])
def test_an_end_must_be_ones_own_to_make(user, paths):
    made = make(user)

    with pytest.raises(OutOfScope):
        end(by=appointing(*paths), appointment=made, at=MAY, reason="辞职")

    assert Post.objects.get().until_at is None


def test_a_post_is_opened_inside_an_action_only(user):
    with pytest.raises(UnauditedAction):
        open_post(
            by=appointing(COUNTY),
            source=user,
            user=user,
            role=Role.CHAIR,
            place=VILLAGE,
            since=MAY,
            until=None,
        )


def test_an_account_has_no_right_and_without_a_password_no_way_in(user):
    made = create_user(by=appointing(COUNTY), username="lixiaohe", name="李小荷", place=VILLAGE)

    assert User.objects.get(username="lixiaohe").name == "李小荷"
    assert not made.has_usable_password()
    assert not scope_of(made.pk, at=MAY).grants
    assert "password" not in AuditEntry.objects.get().changes


def test_a_user_name_is_given_once_and_by_those_who_may(user):
    with pytest.raises(ValidationError, match="换一个"):
        create_user(by=appointing(COUNTY), username=user.username, name="李小荷", place=VILLAGE)
    with pytest.raises(OutOfScope):
        create_user(by=appointing("379901"), username="lixiaohe", name="李小荷", place=VILLAGE)
