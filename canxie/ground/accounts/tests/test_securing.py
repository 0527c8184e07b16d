"""What the security administrator does about an account, and everybody about their own ways in."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from canxie.engine.audit.models import AuditEntry
from canxie.engine.scoping.scope import OutOfScope
from canxie.ground.accounts.models import Device, Session, User
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import scope_of
from canxie.ground.accounts.securing import end_all, end_device, end_session, switch, unlock
from canxie.ground.accounts.sign_in import NotLetIn, knock
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db

COUNTY, NOW = "379900", datetime(2026, 11, 24, tzinfo=UTC)
RIGHT = "woshijiankang2026"


@pytest.fixture
def admin():
    return scope_of(PostFactory(role=Role.SECURITY_ADMIN, path=COUNTY).user_id, at=timezone.now())


@pytest.fixture
def user():
    return PostFactory(user=UserFactory(username="zhousuqin", password=make_password(RIGHT))).user


def signed_in(user):
    client = Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile"})
    client.post("/sign-in/", {"username": user.username, "password": RIGHT})
    return client


def is_in(client):
    return client.get("/me/").status_code == 200


def test_a_name_is_unlocked_wherever_it_rests(admin, user):
    addresses = ("192.0.2.1", "192.0.2.2")
    for address in addresses:
        for _ in range(5):
            with pytest.raises(NotLetIn):
                knock(username="zhousuqin", password="falsch", address=address)
        with pytest.raises(NotLetIn):
            knock(username="zhousuqin", password=RIGHT, address=address)

    unlock(by=admin, user=user)

    assert [knock(username="zhousuqin", password=RIGHT, address=address) for address in addresses] == [user, user]
    assert AuditEntry.objects.get(action="accounts.unlock").changes == {"addresses": 2}


def test_switched_off_is_out_at_once_and_comes_in_no_more_until_switched_on(admin, user):
    client = signed_in(user)
    assert is_in(client)

    switch(by=admin, user=user, is_on=False, reason="离岗")

    assert not is_in(client)
    with pytest.raises(NotLetIn):
        knock(username="zhousuqin", password=RIGHT, address="192.0.2.1")
    switch(by=admin, user=user, is_on=True, reason="回来了")
    assert knock(username="zhousuqin", password=RIGHT, address="192.0.2.1") == user
    assert [
        entry.changes["reason"] for entry in AuditEntry.objects.filter(action="accounts.switch").order_by("number")
    ] == [
        "离岗",
        "回来了",
    ]


def test_nobody_switches_off_themselves(admin):
    with pytest.raises(ValidationError):
        switch(by=admin, user=User.objects.get(pk=admin.user_id), is_on=False, reason="不小心")


def test_all_that_is_open_is_ended(admin, user):
    one, two = signed_in(user), signed_in(user)
    Device.objects.create(user=user, digest="d", name="华为平板", pin="!")

    end_all(by=admin, user=user, reason="丢了手机")

    assert not is_in(one)
    assert not is_in(two)
    assert not Device.objects.filter(ended_at=None).exists()


def test_one_of_ones_own_sessions_is_ended_and_the_others_go_on(user):
    here, there = signed_in(user), signed_in(user)
    tag = Session.objects.get(session_key=there.session.session_key).tag
    page = here.get("/me/").text
    assert page.count("安卓手机，Chrome") >= 2
    assert tag in page
    assert there.session.session_key not in page

    here.post("/me/session/", {"tag": tag})

    assert is_in(here)
    assert not is_in(there)


def test_a_device_that_is_unbound_ends_what_it_has_opened(user):
    here, there = signed_in(user), signed_in(user)
    device = Device.objects.create(user=user, digest="d", name="华为平板", pin="!")
    session = there.session
    session["device"] = device.pk
    session.save()

    here.post("/me/device/", {"device": device.pk})

    assert is_in(here)
    assert not is_in(there)
    assert "华为平板" not in here.get("/me/").text


def test_nobody_ends_what_is_somebody_elses(user):
    other = signed_in(PostFactory(user__password=make_password(RIGHT)).user)
    session = Session.objects.get(session_key=other.session.session_key)
    client = signed_in(user)

    client.post("/me/session/", {"tag": session.tag})

    assert is_in(other)


@pytest.mark.parametrize("role", [Role.COUNTY_CLERK, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN])
def test_nobody_else_secures_accounts(role, user):
    by = scope_of(PostFactory(role=role, path=COUNTY).user_id, at=timezone.now())

    for act in (
        lambda: unlock(by=by, user=user),
        lambda: end_all(by=by, user=user, reason="试"),
        lambda: switch(by=by, user=user, is_on=False, reason="试"),
        lambda: end_session(by=by, user=user, tag="x"),
        lambda: end_device(by=by, user=user, device=1, at=NOW),
    ):
        with pytest.raises(OutOfScope):
            act()
    assert not AuditEntry.objects.exists()


def test_an_account_of_another_county_is_out_of_reach(admin):
    user = PostFactory(path="379901001001").user

    with pytest.raises(OutOfScope):
        unlock(by=admin, user=user)
