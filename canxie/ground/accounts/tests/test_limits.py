"""So many goes and no more, however many ask at once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from time_machine import travel

from canxie.ground.accounts.limits import Limit, TooMany, address_of, forget, limited, take, wait
from canxie.ground.accounts.middleware import too_many_wait
from canxie.ground.accounts.models import Tally
from canxie.ground.accounts.tests.factories import UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
THREE = Limit(3, timedelta(minutes=10))
AGAIN = Limit(3, timedelta(minutes=10), from_last=True)
NOTHING = timedelta()


def waits(limit, *minutes, who="周素琴"):
    """How many minutes each of some goes has to wait, at these minutes after noon."""
    found = []
    for minute in minutes:
        with travel(NOON + timedelta(minutes=minute), tick=False):
            found.append(take("knocking", who, limit=limit) / timedelta(minutes=1))
    return found


def test_the_span_runs_from_the_first_go():
    assert waits(THREE, 0, 4, 8, 9, 9.5, 10, 11) == [0, 0, 0, 1, 0.5, 0, 0]


def test_or_from_the_latest_that_was_granted():
    assert waits(AGAIN, 0, 4, 8, 9, 17, 18, 19) == [0, 0, 0, 9, 1, 0, 0]


def test_goes_that_lie_far_apart_never_add_up():
    assert waits(AGAIN, 0, 10, 20, 30, 40) == [0, 0, 0, 0, 0]


def test_everybody_and_everything_is_counted_apart():
    assert waits(THREE, 0, 0, 0, 0) == [0, 0, 0, 10]
    assert waits(THREE, 0, who="李小荷") == [0]
    with travel(NOON, tick=False):
        assert take("searching", "周素琴", limit=THREE) == NOTHING


def test_two_words_are_not_one():
    waits(THREE, 0, 0, 0)

    with travel(NOON, tick=False):
        assert take("knock", "ing周素琴", limit=THREE) == NOTHING


def test_one_may_ask_how_long_without_a_go():
    with travel(NOON, tick=False):
        assert wait("knocking", "周素琴", limit=THREE) == NOTHING
        assert waits(THREE, 0, 0) == [0, 0]
        assert wait("knocking", "周素琴", limit=THREE) == NOTHING
        assert waits(THREE, 0) == [0]
        assert wait("knocking", "周素琴", limit=THREE) == timedelta(minutes=10)


def test_what_is_forgotten_begins_again():
    waits(THREE, 0, 0, 0)
    forget("knocking", "周素琴")

    assert waits(THREE, 0) == [0]


def test_neither_name_nor_address_can_be_read():
    waits(THREE, 0)

    key = Tally.objects.get().key
    assert len(key) == 64
    assert set(key) <= set("0123456789abcdef")


@pytest.mark.django_db(transaction=True)
def test_at_once_no_more_are_granted():
    granted = at_once(*[lambda: take("knocking", "周素琴", limit=THREE)] * 8)

    assert granted.count(NOTHING) == 3


class TestLimited:
    def request(self, rf, user=None, **meta):
        request = rf.get("/", **meta)
        request.user = user or AnonymousUser()
        return request

    def test_counts_users_apart_and_strangers_by_address(self, rf):
        one, two = UserFactory.create_batch(2)
        limited("search", self.request(rf, one), per_minute=1)
        limited("search", self.request(rf, two), per_minute=1)
        limited("search", self.request(rf), per_minute=1)
        limited("search", self.request(rf, REMOTE_ADDR="192.0.2.9"), per_minute=1)

        for again in (self.request(rf, one), self.request(rf)):
            with pytest.raises(TooMany):
                limited("search", again, per_minute=1)

    def test_whoever_has_to_wait_is_told_how_long(self, client):
        request = client.get("/sign-in/").wsgi_request
        middleware = too_many_wait(lambda request: HttpResponse())

        response = middleware.process_exception(request, TooMany(timedelta(seconds=61)))

        assert (response.status_code, response["Retry-After"]) == (429, "61")
        assert "过 2 分钟再试" in response.text
        assert middleware.process_exception(request, KeyError()) is None


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "192.0.2.1"),
        (0, "192.0.2.7", "192.0.2.1"),
        (1, "192.0.2.7", "192.0.2.7"),
        (1, "made up, 192.0.2.7", "192.0.2.7"),
        (2, "made up, 192.0.2.7, 192.0.2.8", "192.0.2.7"),
        (2, "192.0.2.7", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_an_address_is_believed_of_our_own_proxies_alone(rf, settings, proxies, forwarded, address):
    settings.PROXIES = proxies

    assert address_of(rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)) == address
