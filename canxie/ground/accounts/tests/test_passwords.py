"""First passwords come from above, are told once, kept nowhere, and open one page."""

import json
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from time_machine import travel

from canxie.engine.audit.models import AuditEntry
from canxie.engine.parameters.models import ParameterValue
from canxie.engine.scoping.scope import OutOfScope
from canxie.ground.accounts.actions import appoint, open_post
from canxie.ground.accounts.models import Session, User
from canxie.ground.accounts.passwords import give, lies_below, reset, slips, waiting
from canxie.ground.accounts.roles import POWERS, Role
from canxie.ground.accounts.scopes import scope_of
from canxie.ground.accounts.sign_in import NotLetIn, change_password, knock
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.powers import Power

pytestmark = pytest.mark.django_db

VILLAGE, OTHER_VILLAGE, TOWNSHIP, OTHER_TOWNSHIP = "379900001001", "379900002001", "379900001", "379900002"
COUNTY, OTHER_COUNTY, CITY = "379900", "379901", "3799"
NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)


def holding(*posts, **more):
    user = UserFactory(password=make_password(None), **more)
    for role, path in posts:
        PostFactory(user=user, role=role, path=path)
    return user


def scope(*posts):
    return scope_of(holding(*posts).pk, at=timezone.now())


def try_(user, password):
    return knock(username=user.username, password=password, address="192.0.2.1")


TOWN_CLERK, COUNTY_CLERK = (Role.TOWNSHIP_CLERK, TOWNSHIP), (Role.COUNTY_CLERK, COUNTY)
COMMISSIONER = (Role.COMMISSIONER, VILLAGE)


@pytest.mark.parametrize(
    ("who", "whom", "may"),
    [
        ([TOWN_CLERK], [COMMISSIONER], True),
        ([TOWN_CLERK], [(Role.CHAIR, VILLAGE)], True),
        ([TOWN_CLERK], [COMMISSIONER, (Role.CHAIR, VILLAGE)], True),
        ([TOWN_CLERK], [(Role.COMMISSIONER, OTHER_VILLAGE)], False),
        ([TOWN_CLERK], [TOWN_CLERK], False),
        ([TOWN_CLERK], [(Role.TOWNSHIP_CLERK, OTHER_TOWNSHIP)], False),
        ([TOWN_CLERK], [COUNTY_CLERK], False),
        ([TOWN_CLERK], [COMMISSIONER, TOWN_CLERK], False),
        ([TOWN_CLERK], [COMMISSIONER, COUNTY_CLERK], False),
        ([TOWN_CLERK], [COMMISSIONER, (Role.COMMISSIONER, OTHER_VILLAGE)], False),
        ([TOWN_CLERK], [], False),
        ([COUNTY_CLERK], [TOWN_CLERK], True),
        ([COUNTY_CLERK], [COMMISSIONER], True),
        ([COUNTY_CLERK], [COUNTY_CLERK], False),
        ([COUNTY_CLERK], [(Role.SYSTEM_ADMIN, COUNTY)], False),
        ([COUNTY_CLERK], [(Role.SECURITY_ADMIN, COUNTY)], False),
        ([COUNTY_CLERK], [(Role.CITY_CLERK, CITY)], False),
        ([COUNTY_CLERK], [(Role.TOWNSHIP_CLERK, f"{OTHER_COUNTY}001")], False),
        ([(Role.SECURITY_ADMIN, COUNTY)], [COMMISSIONER], False),
        ([COMMISSIONER], [COMMISSIONER], False),
        ([(Role.CITY_CLERK, CITY)], [COUNTY_CLERK], False),
    ],
)
def test_only_who_stands_above_every_office_of_somebody_resets_them(who, whom, may):
    by, user = scope(*who), holding(*whom)

    assert lies_below(by, user) is may
    if may:
        assert reset(by=by, user=user, reason="忘了密码")
    else:
        with pytest.raises(OutOfScope):
            reset(by=by, user=user, reason="忘了密码")
        assert User.objects.get(pk=user.pk).password == user.password


def test_nobody_resets_themselves_even_from_above():
    user = holding(COUNTY_CLERK)
    PostFactory(user=user, role=Role.TOWNSHIP_CLERK, path=TOWNSHIP)

    with pytest.raises(OutOfScope):
        reset(by=scope_of(user.pk, at=timezone.now()), user=user, reason="自己改")


class TestReset:
    def test_leaves_its_reason_and_no_password_anywhere(self):
        user = holding(COMMISSIONER)
        password = reset(by=scope(TOWN_CLERK), user=user, reason="本人当面来说")

        entry = AuditEntry.objects.get(action="accounts.reset_password")
        assert (entry.target_id, entry.place, entry.changes["reason"]) == (str(user.pk), VILLAGE, "本人当面来说")
        with connection.cursor() as cursor:
            for table in ("accounts_user", "audit_auditentry"):
                cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 -- a constant
                assert password not in str(cursor.fetchall())

    def test_ends_what_the_old_password_had_opened(self, client):
        user = holding(COMMISSIONER)
        client.force_login(user)
        assert client.get("/me/").status_code == 200

        reset(by=scope(TOWN_CLERK), user=user, reason="丢了手机")

        assert client.get("/me/").status_code == 302
        assert not Session.objects.filter(user=user).exists()

    def test_gives_what_nobody_guesses_and_nobody_misreads(self):
        given = {give(UserFactory()) for _ in range(20)}

        assert len(given) == 20
        assert all(len(one) == 14 and one.count("-") == 2 and not {*one} & {*"ilo01"} for one in given)

    def test_lets_a_name_that_rests_try_again(self):
        user = holding(COMMISSIONER)
        for _ in range(5):
            with pytest.raises(NotLetIn):
                try_(user, "falsch")

        password = reset(by=scope(TOWN_CLERK), user=user, reason="忘了密码")

        assert try_(user, password) == user


class TestFromTheMachine:
    def test_the_county_clerk_gets_one_and_the_trail_says_so(self, capsys):
        user = holding(COUNTY_CLERK, username="linjing")
        Authenticator.objects.create(user=user, type="totp", data={})

        call_command("first_password", "linjing", "--reason", "忘了密码", "--factors", "--json")

        password = json.loads(capsys.readouterr().out)["first_password"]
        assert try_(User.objects.get(pk=user.pk), password) == user
        assert User.objects.get(pk=user.pk).first_password_until is not None
        assert not Authenticator.objects.exists()
        entry = AuditEntry.objects.get(action="accounts.reset_password")
        assert (entry.actor_id, entry.place, entry.changes["reason"]) == (0, COUNTY, "忘了密码")

    @pytest.mark.parametrize("said", [["nobody", "--reason", "x"], ["linjing", "--reason", " "]])
    def test_what_is_wrong_is_said(self, said):
        holding(COUNTY_CLERK, username="linjing")

        with pytest.raises(CommandError) as refused:
            call_command("first_password", *said)
        assert refused.value.returncode == 2


class TestFirstPassword:
    @pytest.fixture
    def given(self):
        user = holding(COMMISSIONER)
        return user, reset(by=scope(TOWN_CLERK), user=user, reason="忘了密码")

    def test_lets_in_until_its_days_are_over(self, given):
        user, password = given
        assert try_(user, password) == user

        with travel(time.time() + timedelta(days=14).total_seconds() + 1, tick=False), pytest.raises(NotLetIn):
            try_(user, password)

    def test_lasts_as_long_as_the_place_says(self):
        said = {"key": "accounts.first_password_days", "place": COUNTY, "value": 3, "valid_from": date(2026, 1, 1)}
        ParameterValue.objects.create(**said, version=1, reason="试行", set_by=0)
        with travel(NOW, tick=False):
            user = holding(COMMISSIONER)
            reset(by=scope(TOWN_CLERK), user=user, reason="忘了密码")

        assert User.objects.get(pk=user.pk).first_password_until == datetime(2026, 11, 27, 4, tzinfo=UTC)

    def test_opens_one_page_until_it_is_changed(self, client, given):
        user, password = given
        client.force_login(User.objects.get(pk=user.pk))

        for address in ("/", "/people/", "/me/", "/staff/", "/me/password/", "/jobs/"):
            assert client.get(address)["Location"] == "/me/first-password/"
        assert client.post("/visits/record/").status_code in {302, 404}
        for address in ("/me/first-password/", "/help/", "/accessibility/", "/healthz"):
            assert client.get(address).status_code == 200

        new = "mingtianhuigenghao"
        answer = client.post("/me/first-password/", {"current": password, "new": new, "again": new})

        assert (answer.status_code, answer["Location"]) == (302, "/")
        assert client.get("/").status_code == 200
        assert User.objects.get(pk=user.pk).first_password_until is None
        assert client.get("/me/first-password/")["Location"] == "/me/password/"

    def test_changed_it_lasts(self, given):
        user, _ = given
        change_password(
            by=scope_of(user.pk, at=timezone.now()), user=User.objects.get(pk=user.pk), password="xinmima2026"
        )

        with travel(time.time() + timedelta(days=400).total_seconds(), tick=False):
            assert try_(user, "xinmima2026") == user


class TestSlips:
    def test_are_for_those_who_have_no_password_yet(self):
        waits, has = holding(COMMISSIONER, name="周素琴"), holding((Role.COMMISSIONER, OTHER_VILLAGE))
        User.objects.filter(pk=has.pk).update(password=make_password("something-else"))
        holding((Role.COMMISSIONER, "379901001001"))
        holding(COMMISSIONER, is_active=False)
        by = scope(COUNTY_CLERK)
        assert {*waiting(by)} == {waits, User.objects.get(pk=by.user_id)}

        made = slips(by=by, place=COUNTY, users=[waits, has])

        assert [(slip.user, slip.where, slip.role) for slip in made] == [(waits, VILLAGE, "专职委员")]
        assert check_password(made[0].password, User.objects.get(pk=waits.pk).password)
        assert AuditEntry.objects.get(action="accounts.print_slips").changes == {"users": [waits.pk]}
        assert waits not in waiting(by)

    def test_are_made_by_who_appoints_alone(self):
        user = holding(COMMISSIONER)

        with pytest.raises(OutOfScope):
            slips(by=scope(TOWN_CLERK), place=TOWNSHIP, users=[user])


class TestTheThree:
    """系统、安全、审计: nobody holds two of them, or one beside other work."""

    ROLES = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)

    def appointed(self, user, role, place=COUNTY):
        VillageFactory(code=place, name="某地")
        said = {"user": user, "role": role, "place": place, "since": NOW, "basis": "示例〔2026〕1号"}
        return appoint(by=scope(COUNTY_CLERK), **said)

    @pytest.mark.parametrize("first", ROLES)
    @pytest.mark.parametrize("second", [*ROLES, Role.COUNTY_CLERK])
    def test_nobody_holds_one_of_them_and_another(self, first, second):
        user = UserFactory()
        self.appointed(user, first)

        with pytest.raises(ValidationError):
            self.appointed(user, second)

    def test_nobody_who_reads_files_becomes_one(self):
        user = UserFactory()
        self.appointed(user, Role.COMMISSIONER, VILLAGE)

        with pytest.raises(ValidationError, match="这个账号这段时间是专职委员，不能同时是审计管理员。"):
            self.appointed(user, Role.AUDIT_ADMIN)

    def test_a_term_of_office_keeps_them_apart_too(self):
        user, by = UserFactory(), scope(COUNTY_CLERK)
        source = self.appointed(user, Role.AUDIT_ADMIN)

        with pytest.raises(ValidationError):
            open_post(by=by, source=source, user=user, role=Role.CHAIR, place=VILLAGE, since=NOW, until=None)

    def test_none_of_them_reads_files(self):
        files = {power for power in Power if power.split(".")[0] in {"registry", "visits", "needs", "registers"}}
        for role in self.ROLES:
            assert not POWERS[role] & files
        powers = [POWERS[role] for role in self.ROLES]
        assert sum(map(len, powers)) == len(frozenset.union(*powers))
