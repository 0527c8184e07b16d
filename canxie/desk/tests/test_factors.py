"""The second factor: who has to have one, what lets in, what does not, and that nothing of it lies in clear."""

import hmac
import re
from base64 import b32decode
from datetime import date
from hashlib import sha1

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from time_machine import travel

from canxie.engine.audit.models import AuditEntry
from canxie.engine.parameters.models import ParameterValue
from canxie.ground.accounts.models import Session, User
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db

RIGHT, NOW = "woshijiankang2026", 1_795_492_800  # 2026-11-24 16:00 in China
COUNTY = "379900"


@pytest.fixture(autouse=True)
def at_noon():
    with travel(NOW, tick=False):
        yield


def code_at(secret, moment):
    """What an authenticator shows: RFC 6238, written here once more."""
    digest = hmac.new(b32decode(secret), int(moment // 30).to_bytes(8, "big"), sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def test_the_authenticator_of_these_tests_is_that_of_the_standard():
    assert code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 59) == "287082"  # RFC 6238, appendix B


def someone(role=Role.TOWNSHIP_CLERK, path="379900001", username="wuhaifeng"):
    return PostFactory(user=UserFactory(username=username, password=make_password(RIGHT)), role=role, path=path).user


def knocks(client, username="wuhaifeng", **more):
    return client.post("/sign-in/", {"username": username, "password": RIGHT, **more})


def enrol(client):
    """Come in, be asked for a second factor, take one; returns its secret and the recovery codes."""
    knocks(client)
    page = client.get("/me/factors/code/").text
    secret = re.search(r'密钥：<span class="cell">([A-Z2-7 ]+)</span>', page)[1].replace(" ", "")
    answer = client.post("/me/factors/code/", {"code": code_at(secret, NOW)})
    codes = [one.replace(" ", "") for one in re.findall(r'<span class="secret">([0-9 ]{11})</span>', answer.text)]
    return secret, codes


def second(client, code):
    return client.post("/sign-in/second/", {"code": code})


class TestWhoMustHaveOne:
    @pytest.mark.parametrize(
        ("role", "path", "must"),
        [
            (Role.COMMISSIONER, "379900001001", False),
            (Role.CHAIR, "379900001001", False),
            (Role.TOWNSHIP_CLERK, "379900001", True),
            (Role.COUNTY_CLERK, COUNTY, True),
            (Role.CITY_CLERK, "3799", True),
            (Role.PROVINCE_CLERK, "37", True),
            (Role.SYSTEM_ADMIN, COUNTY, True),
            (Role.SECURITY_ADMIN, COUNTY, True),
            (Role.AUDIT_ADMIN, COUNTY, True),
        ],
    )
    def test_gets_no_further_without(self, client, role, path, must):
        someone(role, path)
        knocks(client)

        for address in ("/", "/people/", "/me/"):
            response = client.get(address)
            assert (response.status_code == 302 and response["Location"] == "/me/factors/") is must
        assert client.get("/me/factors/").status_code == 200

    def test_is_nobody_in_demo_mode(self, client, settings):
        settings.DEMO = True
        someone()

        knocks(client)

        assert client.get("/").status_code == 200

    def test_is_what_a_place_says(self, client):
        said = {"key": "accounts.second_factor", "place": COUNTY, "value": ["county"], "valid_from": date(2026, 1, 1)}
        ParameterValue.objects.create(**said, version=1, reason="试行", set_by=0)
        someone()

        knocks(client)

        assert client.get("/").status_code == 200

    def test_changes_a_first_password_before(self, client):
        user = someone()
        User.objects.update(first_password_until="2026-12-01T00:00:00Z")
        knocks(client)

        assert client.get("/")["Location"] == "/me/first-password/"
        new = "mingtianhuigenghao"
        client.post("/me/first-password/", {"current": RIGHT, "new": new, "again": new})

        assert client.get("/")["Location"] == "/me/factors/"
        assert User.objects.get(pk=user.pk).first_password_until is None


class TestACode:
    def test_is_taken_once_it_was_shown_right_and_gives_recovery_codes_once(self, client):
        someone()
        secret, codes = enrol(client)

        assert len(codes) == 10
        assert len({*codes}) == 10
        assert client.get("/").status_code == 200
        assert codes[0][:5] not in client.get("/me/factors/").text
        with connection.cursor() as cursor:
            for table in ("mfa_authenticator", "accounts_session", "audit_auditentry"):
                cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 -- constants
                assert secret not in str(cursor.fetchall())
        assert secret not in str([session.get_decoded() for session in Session.objects.order_by("pk")])

    def test_lies_sealed_in_the_session_before_it_is_taken(self, client):
        someone()
        knocks(client)
        page = client.get("/me/factors/code/").text
        secret = re.search(r'密钥：<span class="cell">([A-Z2-7 ]+)</span>', page)[1].replace(" ", "")

        assert secret not in str([session.get_decoded() for session in Session.objects.order_by("pk")])

    def test_a_wrong_one_enrols_nothing(self, client):
        someone()
        knocks(client)
        client.get("/me/factors/code/")

        response = client.post("/me/factors/code/", {"code": "000000"})

        assert response.status_code == 422
        assert "动态口令不对" in response.text
        assert not Authenticator.objects.exists()
        assert client.get("/")["Location"] == "/me/factors/"

    def test_lets_in_after_the_password_alone_does_not(self, client):
        user = someone()
        secret, _ = enrol(client)
        other = Client()

        assert knocks(other, next="/people/")["Location"] == "/sign-in/second/"
        assert other.get("/").status_code == 302
        assert "_auth_user_id" not in other.session
        with travel(NOW + 60, tick=False):
            response = second(other, code_at(secret, NOW + 60))
        assert (response.status_code, response["Location"]) == (302, "/people/")
        assert other.get("/").status_code == 200
        steps = AuditEntry.objects.filter(actor_id=user.pk).order_by("number").values_list("action", flat=True)
        assert [*steps] == ["accounts.sign_in", "accounts.enrol_factor", "accounts.first_step", "accounts.sign_in"]

    @pytest.mark.parametrize("late", [-60, 60, 300])
    def test_of_another_time_does_not(self, client, late):
        someone()
        secret, _ = enrol(client)
        other = Client()
        knocks(other)

        response = second(other, code_at(secret, NOW + late))

        assert response.status_code == 422
        assert "没有对上" in response.text
        assert AuditEntry.objects.filter(action="accounts.refuse_second_step").count() == 1

    def test_counts_once(self, client):
        someone()
        secret, _ = enrol(client)
        with travel(NOW + 60, tick=False):
            one, two = Client(), Client()
            knocks(one)
            knocks(two)
            code = code_at(secret, NOW + 60)

            assert second(one, code).status_code == 302
            assert second(two, code).status_code == 422

    def test_rests_after_five_wrong_ones_wherever_they_come_from(self, client):
        someone()
        secret, _ = enrol(client)
        for number in range(5):
            other = Client(REMOTE_ADDR=f"192.0.2.{number}")
            knocks(other)
            second(other, "000000")
        other = Client(REMOTE_ADDR="192.0.2.9")
        knocks(other)

        with travel(NOW + 60, tick=False):
            response = second(other, code_at(secret, NOW + 60))

        assert response.status_code == 422
        assert "错了太多次" in response.text
        with travel(NOW + 16 * 60, tick=False):
            knocks(other)
            assert second(other, code_at(secret, NOW + 16 * 60)).status_code == 302

    def test_comes_too_late_five_minutes_after_the_password(self, client):
        someone()
        secret, _ = enrol(client)
        other = Client()
        knocks(other)

        with travel(NOW + 301, tick=False):
            response = second(other, code_at(secret, NOW + 301))

        assert (response.status_code, response["Location"]) == (302, "/sign-in/")
        assert "_auth_user_id" not in other.session


class TestRecoveryCodes:
    def test_each_lets_in_once(self, client):
        someone()
        _, codes = enrol(client)
        one, two = Client(), Client()
        knocks(one)
        knocks(two)

        assert second(one, f"{codes[3][:5]} {codes[3][5:]}").status_code == 302
        assert second(two, codes[3]).status_code == 422
        assert second(two, codes[4]).status_code == 302
        assert "恢复码还剩 8 个" in two.get("/me/factors/").text

    def test_a_new_set_ends_the_old_one_and_asks_for_the_password(self, client):
        someone()
        _, codes = enrol(client)
        assert client.post("/me/factors/", {"current": "falsch", "renew": "1"}).status_code == 422

        new = re.findall(
            r'<span class="secret">([0-9 ]{11})</span>',
            client.post("/me/factors/", {"current": RIGHT, "renew": "1"}).text,
        )

        assert len(new) == 10
        other = Client()
        knocks(other)
        assert second(other, codes[0]).status_code == 422
        assert second(other, new[0]).status_code == 302


class TestTakingOneAway:
    def test_the_last_one_stays_where_one_is_asked_for(self, client):
        someone()
        enrol(client)
        factor = Authenticator.objects.get(type="totp")

        response = client.post("/me/factors/", {"current": RIGHT, "remove": factor.pk})

        assert response.status_code == 422
        assert "先加一个新的" in response.text

    def test_goes_where_none_is_asked_for_with_its_recovery_codes(self, client):
        someone(Role.COMMISSIONER, "379900001001")
        enrol(client)
        factor = Authenticator.objects.get(type="totp")
        assert client.post("/me/factors/", {"current": "falsch", "remove": factor.pk}).status_code == 422

        client.post("/me/factors/", {"current": RIGHT, "remove": factor.pk})

        assert not Authenticator.objects.exists()

    def test_of_somebody_else_is_not_there(self, client):
        someone()
        enrol(client)
        factor = Authenticator.objects.get(type="totp")
        someone(Role.COMMISSIONER, "379900001001", "zhousuqin")
        other = Client()
        knocks(other, "zhousuqin")

        assert other.post("/me/factors/", {"current": RIGHT, "remove": factor.pk}).status_code == 404

    def test_who_has_lost_all_is_freed_by_the_security_administrator_alone(self, client):
        user = someone()
        enrol(client)
        admin = Client()
        admin.force_login(PostFactory(role=Role.SECURITY_ADMIN, path=COUNTY).user)
        assert "清掉第二道验证" in admin.get(f"/accounts/{user.pk}/").text

        admin.post(f"/accounts/{user.pk}/", {"do": "factors", "reason": "手机丢了，本人当面来"})

        assert not Authenticator.objects.exists()
        entry = AuditEntry.objects.get(action="accounts.clear_factors")
        assert (entry.changes["reason"], entry.changes["kinds"]) == ("手机丢了，本人当面来", ["recovery_codes", "totp"])
        other = Client()
        assert knocks(other)["Location"] == "/"
        assert other.get("/")["Location"] == "/me/factors/"

    def test_nobody_frees_themselves(self, client):
        admin = someone(Role.SECURITY_ADMIN, COUNTY)
        enrol(client)

        response = client.post(f"/accounts/{admin.pk}/", {"do": "factors", "reason": "丢了"})

        assert response.status_code == 422
        assert Authenticator.objects.exists()


def test_a_passkey_that_answers_nothing_is_refused(client):
    someone()
    knocks(client)
    client.get("/me/factors/passkey/")
    for said in ("", "nonsense", "[]", "{}", '{"id": "x", "response": {}}'):
        response = client.post("/me/factors/passkey/", {"name": "办公室电脑", "credential": said})
        assert response.status_code == 422
    enrol(client)
    other = Client()
    knocks(other)
    assert other.post("/sign-in/second/", {"credential": "{}"}).status_code == 422
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_none_of_the_addresses_of_the_library_is_there(client):
    client.force_login(someone())

    for address in ("/accounts/login/", "/accounts/2fa/", "/accounts/signup/", "/accounts/email/"):
        assert client.get(address).status_code == 404
