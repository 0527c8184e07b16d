"""Signing in and out, oneself, and one's password."""

import time

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.test import Client
from django.urls import reverse
from time_machine import travel

from canxie.engine.audit.models import AuditEntry
from canxie.ground.accounts.models import Post, Session
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from tests.matrix import HERE

pytestmark = pytest.mark.django_db

SIGN_IN, SIGN_OUT, ME, PASSWORD = (reverse(f"desk:{name}") for name in ("sign_in", "sign_out", "me", "password"))
RIGHT, NEW = "woshijiankang2026", "mingtianhuigenghao"


@pytest.fixture
def user():
    user = UserFactory(username="zhousuqin", name="周素琴", password=make_password(RIGHT))
    PostFactory(user=user, path=HERE)
    VillageFactory(code=HERE, name="槐里村")
    return user


def sign_in(client, username="zhousuqin", password=RIGHT, **more):
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


class TestSigningIn:
    def test_leads_home_and_leaves_a_line(self, client, user):
        response = sign_in(client)

        assert (response.status_code, response["Location"]) == (302, "/")
        assert client.get("/").status_code == 200
        assert AuditEntry.objects.get().action == "accounts.sign_in"

    @pytest.mark.parametrize(
        ("wanted", "leads_to"),
        [
            ("/people/", "/people/"),
            ("", "/"),
            ("https://example.com/", "/"),
            ("//example.com/", "/"),
            ("javascript:alert(1)", "/"),
        ],
    )
    def test_leads_where_one_was_going_within_the_house(self, client, user, wanted, leads_to):
        assert sign_in(client, next=wanted)["Location"] == leads_to

    def test_the_way_one_was_going_is_kept_in_the_form(self, client):
        response = client.get("/people/", follow=True)

        assert 'name="next" value="/people/"' in response.text

    def test_takes_a_new_session_key(self, client, user):
        sign_in(client, username="nobody")
        session = client.session
        session["something"] = "kept"
        session.save()
        client.cookies["sessionid"] = before = session.session_key

        sign_in(client)

        assert client.session.session_key != before
        assert not Session.objects.filter(session_key=before).exists()

    @pytest.mark.parametrize("username", ["zhousuqin", "nobody"])
    def test_says_the_same_whether_the_name_exists_or_not(self, client, user, username):
        response = sign_in(client, username=username, password="falsch")

        assert response.status_code == 422
        assert "用户名或密码不对" in response.text
        assert "上一级残联重设" in response.text
        assert "falsch" not in response.text
        assert username in response.text

    @pytest.mark.parametrize("username", ["zhousuqin", "nobody"])
    def test_says_when_to_try_again_and_whom_to_ring(self, client, user, settings, username):
        settings.HELP_PHONE = "00012345678"
        with travel("2026-03-10T02:00:00Z", tick=False):
            answers = [sign_in(client, username=username, password="falsch") for _ in range(5)]

        last = answers[-1].text
        assert "这个用户名在这里停 15 分钟，10:15 以后再试" in last
        assert "打帮助电话 000 1234 5678，或者找上一级残联" in last
        assert "以后再试" not in answers[-2].text

    def test_says_so_without_a_number_that_is_not_there(self, client, user, settings):
        settings.HELP_PHONE = ""
        for _ in range(4):
            sign_in(client, password="falsch")

        assert "等不了，就找上一级残联" in sign_in(client, password="falsch").text

    def test_asks_for_what_is_missing(self, client):
        text = sign_in(client, username="", password="").text

        assert "请写用户名。" in text
        assert "请写密码。" in text

    def test_an_address_that_asks_all_the_time_has_to_wait(self, client, user, settings):
        settings.SIGN_IN_PER_MINUTE = 2
        for name in ("one", "two"):
            sign_in(client, username=name)

        response = sign_in(client)

        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 60

    def test_a_form_that_is_not_ours_is_refused_with_what_to_do(self, user):
        response = sign_in(Client(enforce_csrf_checks=True))

        assert response.status_code == 403
        assert "什么都没有改动" in response.text

    def test_says_beforehand_what_wrong_passwords_lead_to(self, client):
        assert "连续输错 5 次，这个用户名在这里停 15 分钟。" in client.get(SIGN_IN).text

    def test_keeps_the_pages_out_of_caches(self, client):
        assert "no-store" in client.get(SIGN_IN)["Cache-Control"]


def test_signing_out_ends_the_session_and_leaves_a_line(client, user):
    sign_in(client)

    response = client.post(SIGN_OUT)

    assert (response.status_code, response["Location"]) == (302, SIGN_IN)
    assert client.get("/").status_code == 302
    assert not Session.objects.exists()
    assert [*AuditEntry.objects.order_by("number").values_list("action", flat=True)] == [
        "accounts.sign_in",
        "accounts.sign_out",
    ]


def test_after_thirty_idle_minutes_an_official_signs_in_again_and_goes_on(client):
    client.force_login(PostFactory(at_township=True).user)

    with travel(time.time() + 31 * 60):
        response = client.get("/people/")

    assert response["Location"] == f"{SIGN_IN}?next=/people/"


class TestMe:
    def test_says_who_one_is_where_and_for_how_long(self, client, user):
        Post.objects.update(until_at="2099-02-28T16:00:00Z")
        PostFactory(user=user, at_township=True)
        PostFactory(user=user, role=Role.CHAIR, path=HERE, until_at="2026-02-01T00:00:00Z")
        TownshipFactory()
        client.force_login(user)

        text = client.get(ME).text

        assert "周素琴" in text
        assert "专职委员" in text
        assert "槐里村，2026年1月1日起，到2099年3月1日" in text
        assert "青禾街道，2026年1月1日起" in text
        assert "残协主席" not in text

    def test_leads_to_all_one_may_do_with_oneself(self, client, user):
        client.force_login(user)

        text = client.get(ME).text

        for address in (PASSWORD, SIGN_OUT, reverse("ui:look")):
            assert f'"{address}"' in text

    def test_asks_no_more_for_more_posts(self, client, user, django_assert_max_num_queries):
        PostFactory.create_batch(20, user=user)
        client.force_login(user)

        with django_assert_max_num_queries(10):
            client.get(ME)


class TestNewPassword:
    def change(self, client, **other):
        return client.post(PASSWORD, {"current": RIGHT, "new": NEW, "again": NEW} | other)

    def test_is_the_one_that_counts(self, client, user):
        client.force_login(user)

        response = self.change(client)

        user.refresh_from_db()
        assert (response.status_code, response["Location"]) == (302, ME)
        assert check_password(NEW, user.password)
        assert "密码已改" in client.get(ME).text

    def test_ends_all_sessions_but_this_one(self, client, user):
        elsewhere = Client()
        for one in (client, elsewhere):
            one.force_login(user)
        before = client.session.session_key

        self.change(client)

        assert client.get("/").status_code == 200
        assert elsewhere.get("/").status_code == 302
        assert client.session.session_key != before

    @pytest.mark.parametrize(
        ("sent", "says"),
        [
            ({"current": "falsch"}, "这不是现在的密码。"),
            ({"current": ""}, "请写现在的密码。"),
            ({"new": RIGHT, "again": RIGHT}, "新密码要和现在的不一样。"),
            ({"again": "falsch"}, "两遍写得不一样，请再写一遍。"),
            ({"new": "a1b2c3", "again": "a1b2c3"}, "8 个字符"),
            ({"new": "20260310", "again": "20260310"}, "数字"),
            ({"new": "password1", "again": "password1"}, "常见"),
            ({"new": "zhousuqin1", "again": "zhousuqin1"}, "用户名"),
        ],
    )
    def test_is_refused_with_what_to_do(self, client, user, sent, says):
        client.force_login(user)

        response = self.change(client, **sent)

        user.refresh_from_db()
        assert response.status_code == 422
        assert says in response.text
        assert check_password(RIGHT, user.password)
        assert not AuditEntry.objects.exists()

    def test_cannot_be_tried_for_ever_in_a_session_left_open(self, client, user):
        client.force_login(user)

        codes = [self.change(client, current="falsch").status_code for _ in range(6)]

        assert codes == [422] * 5 + [429]
