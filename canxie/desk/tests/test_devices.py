"""A commissioner binds a telephone and comes in by PIN; few wrong ones, and the password is asked for again."""

import time

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.db import connection
from django.test import Client
from time_machine import travel

from canxie.engine.audit.models import AuditEntry
from canxie.ground.accounts.models import Device
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db

RIGHT, PIN, HERE = "woshijiankang2026", "402913", "379900001001"
AGENT = {"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile"}
DAY = 24 * 3600


@pytest.fixture
def user():
    return PostFactory(user=UserFactory(username="zhousuqin", password=make_password(RIGHT)), path=HERE).user


@pytest.fixture
def phone(user):
    """A telephone that is bound, whose session has been left."""
    client = Client(headers=AGENT)
    client.post("/sign-in/", {"username": "zhousuqin", "password": RIGHT})
    assert client.post("/me/device/new/", {"current": RIGHT, "pin": PIN, "again": PIN}).status_code == 302
    return client


def try_pin(client, pin=PIN):
    return client.post("/sign-in/pin/", {"pin-pin": pin})


def is_in(client):
    return client.get("/me/").status_code == 200


def test_a_bound_device_stays_for_thirty_days_then_asks_for_the_pin(phone):
    assert "安卓手机，Chrome" in phone.get("/me/").text
    began = time.time()
    with travel(began + 29 * DAY, tick=False):
        assert is_in(phone)
    with travel(began + 31 * DAY, tick=False):
        assert not is_in(phone)
        page = phone.get("/sign-in/").text
        assert "用 PIN 登录" in page
        assert try_pin(phone)["Location"] == "/"
        assert is_in(phone)
    with travel(began + 60 * DAY, tick=False):
        assert is_in(phone)


def test_password_on_a_bound_device_stays_too(phone):
    phone.post("/sign-out/")
    phone.post("/sign-in/", {"username": "zhousuqin", "password": RIGHT})

    with travel(time.time() + 29 * DAY, tick=False):
        assert is_in(phone)


def test_neither_secret_nor_pin_lies_in_clear(phone):
    secret = phone.cookies["canxie_device"].value
    cookie = phone.cookies["canxie_device"]
    with connection.cursor() as cursor:
        for table in ("accounts_device", "accounts_session", "audit_auditentry"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 -- constants
            assert not {secret, PIN} & {str(value) for row in cursor.fetchall() for value in row}
    assert identify_hasher(Device.objects.get().pin)
    assert (cookie["httponly"], cookie["samesite"], len(secret)) == (True, "Lax", 43)


def test_five_wrong_pins_unbind_it_and_the_password_still_works(phone):
    phone.post("/sign-out/")
    for _ in range(5):
        response = try_pin(phone, "902913")
        assert response.status_code == 422
        assert "PIN 不对" in response.text

    assert "这台设备解绑了" in try_pin(phone).text

    assert Device.objects.get().ended_at is not None
    assert "用 PIN 登录" not in phone.get("/sign-in/").text
    assert try_pin(phone)["Location"] == "/sign-in/"
    assert phone.post("/sign-in/", {"username": "zhousuqin", "password": RIGHT})["Location"] == "/"
    assert AuditEntry.objects.filter(action="accounts.refuse_pin").count() == 5


def test_a_right_pin_forgets_the_wrong_ones(phone):
    for _ in range(3):
        phone.post("/sign-out/")
        for _ in range(4):
            try_pin(phone, "902913")
        assert try_pin(phone)["Location"] == "/"


def test_a_pin_opens_nothing_without_the_device(phone):
    other = Client()
    other.cookies["canxie_device"] = "x" * 43

    assert try_pin(other)["Location"] == "/sign-in/"
    assert not is_in(other)


def test_who_becomes_an_official_comes_in_by_pin_no_more(phone, user):
    phone.post("/sign-out/")
    PostFactory(user=user, role=Role.TOWNSHIP_CLERK, path="379900001")

    assert "用 PIN 登录" not in phone.get("/sign-in/").text
    assert try_pin(phone)["Location"] == "/sign-in/"


def test_unbound_it_opens_nothing(phone, user):
    elsewhere = Client()
    elsewhere.force_login(user)
    elsewhere.post("/me/device/", {"device": Device.objects.get().pk})

    assert not is_in(phone)
    assert try_pin(phone)["Location"] == "/sign-in/"


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"current": "falsch"}, "这不是现在的密码。"),
        ({"pin": "123456", "again": "123456"}, "不要用一样的或者连着的数字"),
        ({"pin": "111111", "again": "111111"}, "不要用一样的或者连着的数字"),
        ({"pin": "98765", "again": "98765"}, "PIN 是 6 位数字。"),
        ({"pin": "ab2913", "again": "ab2913"}, "PIN 是 6 位数字。"),
        ({"again": "402914"}, "两遍写得不一样"),
    ],
)
def test_what_binds_nothing_is_said(client, user, sent, says):
    client.force_login(user)

    response = client.post("/me/device/new/", {"current": RIGHT, "pin": PIN, "again": PIN} | sent)

    assert response.status_code == 422
    assert says in response.text
    assert not Device.objects.exists()


def test_officials_are_told_that_they_bind_nothing(client):
    client.force_login(PostFactory(at_township=True).user)

    assert "只有专职委员能绑定设备" in client.get("/me/device/new/").text
    client.post("/me/device/new/", {"current": RIGHT, "pin": PIN, "again": PIN})
    assert not Device.objects.exists()
