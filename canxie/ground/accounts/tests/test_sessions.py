"""How long one stays signed in, and as what."""

import time
from datetime import date, timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from canxie.engine.parameters.models import ParameterValue
from canxie.ground.accounts.models import Post, Session
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.sessions import BOUND
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
VILLAGE, TOWNSHIP = "379900001001", "379900001"
COMMISSIONER, CLERK = (Role.COMMISSIONER, VILLAGE), (Role.TOWNSHIP_CLERK, TOWNSHIP)


@pytest.fixture
def signed_in(client):
    def sign_in(*posts):
        user = UserFactory()
        for role, path in posts:
            PostFactory(user=user, role=role, path=path)
        client.force_login(user)
        return user

    return sign_in


def is_in(client, after=timedelta()):
    with travel(time.time() + after.total_seconds(), tick=False):
        return client.get("/").status_code == 200


@pytest.mark.parametrize("posts", [[CLERK], [(Role.CHAIR, VILLAGE)], [COMMISSIONER, CLERK], []])
def test_an_official_stays_for_thirty_idle_minutes(client, signed_in, posts):
    signed_in(*posts)

    assert is_in(client, 29 * MINUTE)
    assert is_in(client, 58 * MINUTE)
    assert not is_in(client, 88 * MINUTE)
    assert not is_in(client, 88 * MINUTE)


def test_a_place_may_say_otherwise_and_the_strictest_holds(client, signed_in):
    for place, minutes in [(TOWNSHIP, 10), ("379901", 5)]:
        said = {"key": "session.idle_minutes", "place": place, "value": minutes, "valid_from": date(2026, 1, 1)}
        ParameterValue.objects.create(**said, version=1, reason="试行", set_by=0)
    signed_in(CLERK, (Role.COUNTY_CLERK, "379902"))

    assert is_in(client, 9 * MINUTE)
    assert not is_in(client, 19 * MINUTE)


@pytest.fixture
def bound(client):
    """Let the session be one that a bound device has opened."""

    def bind():
        session = client.session
        session[BOUND] = 1
        session.save()

    return bind


def test_a_commissioner_without_a_bound_device_stays_as_an_official_does(client, signed_in):
    signed_in(COMMISSIONER)

    assert is_in(client, 29 * MINUTE)
    assert not is_in(client, 60 * MINUTE)


@pytest.mark.parametrize("beside", [[], [(Role.CHAIR, VILLAGE)], [(Role.GROUP_LEADER, "379900001002")]])
def test_a_commissioner_on_a_bound_device_stays_for_thirty_days_busy_or_not(client, signed_in, bound, beside):
    signed_in(COMMISSIONER, *beside)
    bound()

    assert is_in(client, 29 * DAY)
    assert not is_in(client, 30 * DAY)


def test_a_bound_device_is_nothing_to_those_who_are_no_commissioners(client, signed_in, bound):
    signed_in((Role.CHAIR, VILLAGE))
    bound()

    assert not is_in(client, 31 * MINUTE)


def test_who_becomes_an_official_is_one_at_the_next_request(client, signed_in, bound):
    user = signed_in(COMMISSIONER)
    bound()
    PostFactory(user=user, role=Role.TOWNSHIP_CLERK, path=TOWNSHIP)

    assert not is_in(client, 31 * MINUTE)


def test_a_session_that_has_ended_leaves_nothing_behind(client, signed_in):
    signed_in(CLERK)

    assert not is_in(client, 31 * MINUTE)

    assert Session.objects.count() == 0


def test_a_session_is_written_once_a_minute_at_most(client, signed_in, django_assert_num_queries):
    signed_in(CLERK)
    kept = Session.objects.get().session_data

    assert is_in(client, timedelta(seconds=50))
    assert Session.objects.get().session_data == kept
    assert is_in(client, timedelta(seconds=70))
    assert Session.objects.get().session_data != kept


def test_a_session_that_does_not_know_when_it_began_has_ended(client, signed_in):
    signed_in(CLERK)
    session = client.session
    del session["began_at"]
    session.save()

    assert not is_in(client)


def test_a_closed_account_is_out_at_once(client, signed_in):
    user = signed_in(CLERK)
    user.is_active = False
    user.save()

    assert not is_in(client)


def test_the_last_post_that_ends_ends_the_session_at_its_next_request(client, signed_in):
    signed_in(CLERK)
    assert is_in(client)

    Post.objects.update(until_at=timezone.now())

    assert not is_in(client)
    assert Session.objects.count() == 0


def test_who_never_held_a_post_may_wait_for_one(client, signed_in):
    user = signed_in()
    assert is_in(client)
    PostFactory(user=user, role=Role.TOWNSHIP_CLERK, path=TOWNSHIP)

    assert client.get("/people/").status_code == 200
