"""Who is let in, who is not, and that nobody learns which names there are."""

import time
from datetime import date, timedelta
from statistics import median

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from time_machine import travel

from canxie.engine.audit.models import AuditEntry
from canxie.engine.parameters.models import ParameterValue
from canxie.engine.scoping.scope import OutOfScope, Scope
from canxie.ground.accounts.sign_in import NotLetIn, change_password, knock
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db

RIGHT, WRONG, OFFICE, HOME = "woshijiankang2026", "canxie-demo", "192.0.2.1", "192.0.2.2"
COUNTY = "379900"
ARGON = "canxie.ground.accounts.hashers.Argon2"


@pytest.fixture
def user():
    user = PostFactory(user=UserFactory(username="zhousuqin", password=make_password(RIGHT))).user
    UserFactory(username="closed", password=make_password(RIGHT), is_active=False)
    UserFactory(username="without", password=make_password(None))
    return user


def knocks(username="zhousuqin", password=RIGHT, address=OFFICE):
    return knock(username=username, password=password, address=address)


def say(key, value, place=COUNTY, valid_from=date(2026, 1, 1)):
    said = {"key": key, "place": place, "value": value, "valid_from": valid_from}
    ParameterValue.objects.create(**said, version=1, reason="试行", set_by=0)


def refused(**kwargs):
    with pytest.raises(NotLetIn) as refusal:
        knocks(**kwargs)
    return refusal.value.wait


def test_who_has_the_password_is_let_in_and_on_the_trail(user):
    assert knocks() == user

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor_id, entry.target_id, entry.place) == (
        "accounts.sign_in",
        user.pk,
        str(user.pk),
        user.posts.get().path,
    )


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("zhousuqin", WRONG),
        ("zhousuqin", ""),
        ("nobody", RIGHT),
        ("closed", RIGHT),
        ("without", ""),
        ("ZHOUSUQIN", RIGHT),
    ],
)
def test_all_others_are_not_and_are_told_the_same(user, username, password):
    assert refused(username=username, password=password) == timedelta()

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor_id) == ("accounts.refuse_sign_in", 0)
    assert {RIGHT, WRONG, OFFICE, "nobody"} & {*map(str, entry.changes.values())} == set()


def test_a_refusal_stands_where_the_user_works(user):
    refused(password=WRONG)
    refused(username="nobody")

    assert {(entry.target_id, entry.place) for entry in AuditEntry.objects.all()} == {
        (str(user.pk), user.posts.get().path),
        ("0", ""),
    }


@pytest.mark.parametrize("username", ["zhousuqin", "nobody", "closed"])
def test_a_name_rests_after_five_wrong_passwords_whether_anybody_has_it_or_not(user, username):
    waits = [refused(username=username, password=WRONG) for _ in range(6)]

    assert waits[:4] == [timedelta()] * 4
    assert all(timedelta(minutes=14) < wait <= timedelta(minutes=15) for wait in waits[4:])
    assert AuditEntry.objects.count() == 5


def test_the_right_password_waits_too_and_comes_in_afterwards(user):
    for _ in range(5):
        refused(password=WRONG)
    assert refused() > timedelta()

    with travel(time.time() + 15 * 60 + 1):
        assert knocks() == user


def test_nobody_is_locked_out_by_somebody_elsewhere(user):
    for _ in range(5):
        refused(password=WRONG)

    assert knocks(address=HOME) == user


def test_one_name_that_rests_does_not_stop_the_office(user):
    for _ in range(5):
        refused(username="nobody")

    assert knocks() == user


def test_coming_in_forgets_the_wrong_ones(user):
    for _ in range(3):
        for _ in range(4):
            assert refused(password=WRONG) == timedelta()
        knocks()


@pytest.mark.parametrize("username", ["zhousuqin", "nobody"])
def test_the_strictest_of_what_places_have_set_holds_for_every_name(user, username):
    for place, tries, minutes in [(COUNTY, 8, 20), ("379901", 7, 60)]:
        say("sign_in.tries", tries, place)
        say("sign_in.pause_minutes", minutes, place)

    waits = [refused(username=username, password=WRONG) for _ in range(7)]

    assert waits[:6] == [timedelta()] * 6
    assert timedelta(minutes=59) < waits[6] <= timedelta(minutes=60)


class TestHashing:
    @pytest.fixture(autouse=True)
    def argon(self, settings):
        settings.PASSWORD_HASHERS = [ARGON, *settings.PASSWORD_HASHERS]

    def test_is_argon2_with_46_megabytes_in_one_pass(self):
        assert make_password(RIGHT).startswith("argon2$argon2id$v=19$m=47104,t=1,p=1$")

    def test_an_older_hash_is_replaced_at_the_next_sign_in(self, user):
        user.password = make_password(RIGHT, hasher="md5")
        user.save()

        knocks()

        user.refresh_from_db()
        assert identify_hasher(user.password).algorithm == "argon2"
        assert check_password(RIGHT, user.password)

    def test_a_name_that_nobody_has_takes_as_long(self, user):
        knocks()
        say("sign_in.tries", 1_000)

        spent = {"zhousuqin": [], "nobody": [], "without": []}
        for _ in range(9):
            for username, times in spent.items():
                begin = time.process_time()
                refused(username=username, password=WRONG)
                times.append(time.process_time() - begin)

        middle = {username: median(times) for username, times in spent.items()}
        assert min(middle.values()) > 0.6 * max(middle.values()), middle


class TestChangingThePassword:
    def test_leaves_the_new_one_and_a_line_without_it(self, user):
        change_password(by=Scope(user.pk, {}), user=user, password="xinmima2026")

        assert knocks(password="xinmima2026") == user
        assert AuditEntry.objects.get(action="accounts.change_password").changes == {}

    def test_is_for_oneself_alone(self, user):
        with pytest.raises(OutOfScope):
            change_password(by=Scope(user.pk + 1, {}), user=user, password="xinmima2026")
