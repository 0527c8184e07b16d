"""The pages of those who appoint, who reset, and who secure."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.test import Client
from django.utils import timezone

from canxie.ground.accounts.models import Appointment, Device, Post, User
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import AppointmentFactory, PostFactory, UserFactory
from canxie.ground.divisions.tests.factories import VillageFactory

pytestmark = pytest.mark.django_db

COUNTY, TOWNSHIP, HERE, BESIDE = "379900", "379900001", "379900001001", "379900001002"


@pytest.fixture(autouse=True)
def places():
    for code, name in [
        (COUNTY, "示例县"),
        (TOWNSHIP, "榆岭镇"),
        (HERE, "槐里村"),
        (BESIDE, "槐树底村"),
        ("379901", "邻县"),
        ("379901001001", "槐荫村"),
    ]:
        VillageFactory(code=code, name=name)


@pytest.fixture
def county(client):
    client.force_login(PostFactory(role=Role.COUNTY_CLERK, path=COUNTY, user__name="林静").user)
    return client


@pytest.fixture
def security(client):
    client.force_login(PostFactory(role=Role.SECURITY_ADMIN, path=COUNTY).user)
    return client


def commissioner(**more):
    user = UserFactory(password=make_password("something-long"), **more)
    PostFactory(user=user, path=HERE)
    return user


NEW = {
    "name": "周素琴",
    "username": "zhousuqin",
    "role": "commissioner",
    "where": "hlc",
    "since": "2026-01-05",
    "basis": "示例县残联聘用文件〔2026〕3号",
}


class TestANewAccount:
    def test_comes_with_its_appointment_and_without_a_password(self, county):
        response = county.post("/staff/new/", NEW)

        user = User.objects.get(username="zhousuqin")
        assert response["Location"] == f"/staff/{user.pk}/"
        post = Post.objects.get(user=user)
        assert (post.role, post.path, post.since_at) == (
            Role.COMMISSIONER,
            HERE,
            datetime.fromisoformat("2026-01-05T00:00+08:00"),
        )
        assert Appointment.objects.get(user=user).basis == NEW["basis"]
        assert not user.has_usable_password()
        page = county.get(f"/staff/{user.pk}/").text
        assert "槐里村专职委员" in page
        assert "还没发首次密码" in page
        assert "1 个账号还没发首次密码" in county.get("/staff/?q=zhou").text.replace("2 个", "1 个")

    def test_asks_which_when_a_place_is_several(self, county):
        response = county.post("/staff/new/", NEW | {"where": "槐"})

        assert response.status_code == 422
        assert "像的有 2 个，选一个。" in response.text
        assert "示例县榆岭镇 379900001002" in response.text
        assert "槐荫村" not in response.text
        assert not User.objects.filter(username="zhousuqin").exists()
        county.post("/staff/new/", NEW | {"where": "槐", "which": BESIDE})
        assert Post.objects.get(user__username="zhousuqin").path == BESIDE

    def test_takes_what_the_picker_writes(self, county):
        county.post("/staff/new/", NEW | {"where": f"槐树底村 {BESIDE}"})

        assert Post.objects.get(user__username="zhousuqin").path == BESIDE

    @pytest.mark.parametrize(
        ("sent", "says"),
        [
            ({"where": "379901001001"}, "没有找到这个地方"),
            ({"where": "榆岭"}, "没有找到这个地方"),
            ({"where": ""}, "请写在哪里。"),
            ({"role": "city_clerk"}, "市残联干事由上一级任命。"),
            ({"role": "chair"}, "请选一个岗位。"),
            ({"username": "Zhou Suqin"}, "用户名至少 3 个"),
            ({"username": "taken"}, "已经有人用了"),
            ({"basis": ""}, "请写依据"),
        ],
    )
    def test_is_refused_with_what_to_do_and_nothing_is_lost(self, county, sent, says):
        UserFactory(username="taken")
        response = county.post("/staff/new/", NEW | sent)

        assert response.status_code == 422
        assert says in response.text
        assert 'value="周素琴"' in response.text
        assert not User.objects.filter(name="周素琴").exists()

    def test_of_the_county_needs_no_place(self, county):
        county.post("/staff/new/", NEW | {"role": "audit_admin", "where": ""})

        assert Post.objects.get(user__username="zhousuqin").path == COUNTY


class TestAppointments:
    def test_another_office_beside_the_first(self, county):
        user = commissioner()
        county.post(f"/staff/{user.pk}/appoint/", NEW | {"where": BESIDE})

        assert {post.path for post in user.posts.all()} == {HERE, BESIDE}

    def test_a_refusal_of_the_action_stands_above_the_form(self, county):
        user = commissioner()
        response = county.post(f"/staff/{user.pk}/appoint/", NEW | {"role": "audit_admin", "where": ""})

        assert response.status_code == 422
        assert "不能同时是审计管理员" in response.text

    def test_one_that_ends_cuts_a_live_session_at_its_next_request(self, county):
        user = UserFactory(name="段小军")
        county.post(f"/staff/{PostFactory(user=user, path=BESIDE).user_id}/appoint/", NEW | {"where": HERE})
        Post.objects.filter(user=user, path=BESIDE).update(until_at=timezone.now())
        one, live = Appointment.objects.get(user=user), Client()
        live.force_login(user)
        assert live.get("/people/").status_code == 200

        page = county.get(f"/staff/appointments/{one.pk}/end/").text
        assert "槐里村专职委员" in page
        today = timezone.localdate().isoformat()
        response = county.post(f"/staff/appointments/{one.pk}/end/", {"on": today, "reason": "本人辞去"})

        assert response.status_code == 302
        assert live.get("/people/")["Location"] == "/sign-in/?next=/people/"
        one.refresh_from_db()
        assert (one.ended_reason, one.until_at is not None) == ("本人辞去", True)
        assert "本人辞去" in county.get(f"/staff/{user.pk}/").text

    def test_one_that_has_ended_is_refused(self, county):
        past = timezone.now() - timedelta(days=9)
        one = AppointmentFactory(path=HERE, until_at=past)
        response = county.post(
            f"/staff/appointments/{one.pk}/end/", {"on": timezone.localdate().isoformat(), "reason": "辞去"}
        )

        assert response.status_code == 422
        assert "已经结束了" in response.text


class TestSlips:
    def test_are_shown_once_and_open_the_first_page(self, county):
        county.post("/staff/new/", NEW)
        user = User.objects.get(username="zhousuqin")
        assert "周素琴" in county.get("/staff/slips/").text

        response = county.post("/staff/slips/", {"user": [user.pk]})

        password = re.search(r'<span class="secret">([a-z0-9-]{14})</span>', response.text)[1]
        user.refresh_from_db()
        assert check_password(password, user.password)
        assert "no-store" in response["Cache-Control"]
        for said in ("http://testserver/", "周素琴", "槐里村专职委员", "zhousuqin", "第一次登录要换成自己的密码"):
            assert said in response.text
        assert "周素琴" not in county.get("/staff/slips/").text
        assert password not in county.get(f"/staff/{user.pk}/").text

    def test_a_county_whose_people_all_have_passwords_is_told_so(self, county):
        User.objects.update(password=make_password("something-long"))
        county.force_login(User.objects.get(name="林静"))

        assert "没有等密码条的账号" in county.get("/staff/slips/").text


class TestReset:
    def test_by_the_township_shows_a_slip_once(self, client):
        user = commissioner(name="周素琴")
        client.force_login(PostFactory(role=Role.TOWNSHIP_CLERK, path=TOWNSHIP).user)
        assert "重设密码" in client.get(f"/staff/{user.pk}/").text
        assert client.get(f"/staff/{user.pk}/reset/").status_code == 200
        refused = client.post(f"/staff/{user.pk}/reset/", {"reason": ""})
        assert (refused.status_code, check_password("something-long", User.objects.get(pk=user.pk).password)) == (
            422,
            True,
        )

        response = client.post(f"/staff/{user.pk}/reset/", {"reason": "本人当面来说忘了"})

        password = re.search(r'<span class="secret">([a-z0-9-]{14})</span>', response.text)[1]
        assert check_password(password, User.objects.get(pk=user.pk).password)

    @pytest.mark.parametrize("role", [Role.TOWNSHIP_CLERK, Role.COMMISSIONER])
    def test_is_not_there_for_those_beside(self, client, role):
        user = UserFactory()
        PostFactory(user=user, role=Role.TOWNSHIP_CLERK, path=TOWNSHIP)
        client.force_login(PostFactory(role=role, path=TOWNSHIP).user)

        assert client.post(f"/staff/{user.pk}/reset/", {"reason": "试"}).status_code in {403, 404}
        if role == Role.TOWNSHIP_CLERK:
            assert "不能重设同级和上级的" in client.get(f"/staff/{user.pk}/").text


class TestTheList:
    def test_is_searched_and_narrowed(self, security):
        commissioner(name="周素琴", username="zsq")
        commissioner(name="段小军", username="dxj", is_active=False)
        PostFactory(user=UserFactory(name="外县人"), path="379901001001")

        assert "外县人" not in security.get("/accounts/").text
        assert "段小军" not in security.get("/accounts/?q=周").text
        assert "周素琴" not in security.get("/accounts/?state=off").text
        assert "段小军" not in security.get("/accounts/?state=open").text
        assert "周素琴" not in security.get("/accounts/?role=township_clerk").text
        assert "没有符合条件的账号" in security.get("/accounts/?q=没有这个人").text
        for state in ("waiting", "first", "nonsense"):
            assert security.get(f"/accounts/?state={state}").status_code == 200

    def test_goes_page_by_page_by_key(self, security):
        for number in range(60):
            commissioner(username=f"w{number:03d}", name=f"工作人员{number:03d}")
        first = security.get("/accounts/?q=w").text
        assert "60 个账号" in first
        assert "w049" in first
        assert "w050" not in first

        after = re.search(r'href="(/accounts/\?[^"]*after=w049)"', first)[1].replace("&amp;", "&")
        second = security.get(after).text

        assert "w050" in second
        assert "w059" in second
        assert "w049" not in second.partition("<table")[2]

    def test_asks_no_more_for_more_people(self, security, django_assert_max_num_queries):
        for number in range(20):
            commissioner(username=f"w{number:03d}")

        with django_assert_max_num_queries(14):
            security.get("/accounts/")


class TestAnAccount:
    def test_shows_what_is_open_and_ends_it_one_by_one(self, security):
        user, live = commissioner(), Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126.0"})
        live.post("/sign-in/", {"username": user.username, "password": "something-long"})
        device = Device.objects.create(user=user, digest="d", name="安卓手机，微信", pin="!")
        text = security.get(f"/accounts/{user.pk}/").text
        assert "安卓手机，Chrome" in text
        assert "安卓手机，微信" in text
        tag = re.search(r'name="tag"\s+value="([0-9a-f]{16})"', text)[1]

        security.post(f"/accounts/{user.pk}/session/", {"tag": tag})
        security.post(f"/accounts/{user.pk}/device/", {"device": device.pk})

        assert live.get("/me/").status_code == 302
        text = security.get(f"/accounts/{user.pk}/").text
        assert "微信" not in text

    def test_is_switched_off_and_on_and_ended_with_a_reason(self, security):
        user = commissioner()
        page = f"/accounts/{user.pk}/"
        assert security.post(page, {"do": "off", "reason": ""}).status_code == 422
        assert User.objects.get(pk=user.pk).is_active

        for do, says in [("off", "停用了"), ("on", "又能用了"), ("end", "全部结束了")]:
            assert says in security.post(page, {"do": do, "reason": "离岗"}, follow=True).text
        assert User.objects.get(pk=user.pk).is_active

    def test_of_ones_own_cannot_be_switched_off(self, security):
        me = User.objects.get(posts__role=Role.SECURITY_ADMIN)
        response = security.post(f"/accounts/{me.pk}/", {"do": "off", "reason": "不小心"})

        assert response.status_code == 422
        assert "不能停用自己的账号" in response.text

    def test_that_rests_is_unlocked(self, security):
        user, stranger = commissioner(username="zhousuqin"), Client()
        for _ in range(5):
            stranger.post("/sign-in/", {"username": "zhousuqin", "password": "falsch"})
        assert "输错密码，暂停" in security.get("/accounts/").text
        assert "解开" in security.get(f"/accounts/{user.pk}/").text

        security.post(f"/accounts/{user.pk}/unlock/")

        right = {"username": "zhousuqin", "password": "something-long"}
        assert stranger.post("/sign-in/", right).status_code == 302


class TestThePicker:
    def test_answers_with_places_where_one_works(self, county):
        assert [one["code"] for one in county.get("/places/find/?q=hl").json()["places"]] == [HERE]
        assert county.get("/places/find/?q=槐荫").json() == {"places": []}
        assert county.get("/places/find/?q=").json() == {"places": []}
        assert county.get("/places/find/?q=榆岭").json() == {
            "places": [{"code": TOWNSHIP, "name": "榆岭镇", "where": "示例县 379900001"}]
        }
