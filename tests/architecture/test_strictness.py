"""The tests are as strict as they say they are (tests/strictness.py)."""

import socket
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.hashers import make_password

from canxie.ground.accounts.models import User
from canxie.ground.accounts.tests.factories import UserFactory
from canxie.ground.divisions.models import Division, Level
from canxie.ground.divisions.tests.factories import VillageFactory
from tests.strictness import NetworkUsed

MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_no_test_reaches_another_machine():
    with socket.socket() as abroad, pytest.raises(NetworkUsed):
        abroad.connect(("192.0.2.1", 443))
    with pytest.raises(NetworkUsed):
        socket.create_connection(("example.com", 443), timeout=1)


def test_this_machine_may_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as here:
        socket.create_connection(here.getsockname()).close()


@pytest.mark.django_db
def test_rows_come_in_any_order_unless_one_is_asked_for():
    UserFactory.create_batch(12)

    as_they_come = {tuple(User.objects.values_list("pk", flat=True)) for _ in range(5)}
    in_order = {tuple(User.objects.order_by("pk").values_list("pk", flat=True)) for _ in range(5)}

    assert (len(as_they_come) > 1, len(in_order)) == (True, 1)


@pytest.mark.django_db
def test_what_has_no_order_to_lose_is_left_alone():
    VillageFactory.create_batch(3)

    assert Division.objects.count() == 3
    assert [*Division.objects.values_list("level", flat=True).distinct()] == [Level.VILLAGE]
    assert Division.objects.filter(pk__in=Division.objects.all()).exists()
    assert Division.objects.all().union(Division.objects.all()).count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("use", ["filter", "create"])
def test_a_moment_is_no_day(use):
    asked = {"code": "379900001001", "name": "村", "level": Level.VILLAGE}

    getattr(Division.objects, use)(**asked, valid_from=date(2026, 3, 1))
    with pytest.raises(TypeError, match="takes a day"):
        getattr(Division.objects, use)(**asked, valid_from=MOMENT)


def test_passwords_are_hashed_fast_here():
    assert make_password("canxie-demo").startswith("md5$")
