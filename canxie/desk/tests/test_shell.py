"""The frame around every page."""

import re

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.fallback import FallbackStorage
from django.template.loader import render_to_string
from django.urls import reverse

from canxie.desk.shell import Place, barred
from canxie.engine.ui.cards import Entry
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.powers import Power
from tests.matrix import CITY, COUNTY, HERE, TOWNSHIP

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    post = PostFactory(role=Role.TOWNSHIP_CLERK, path=TOWNSHIP, user__name="吴海峰")
    client.force_login(post.user)
    return post


@pytest.fixture
def alone(monkeypatch):
    """No room has said anything yet."""
    monkeypatch.setattr("canxie.desk.shell.entries", said := {})
    return said


def entry(label, group="", count=None, power=Power.VISITS_READ):
    return Entry(label, "door", "ui:gallery", power, group=group, count=count)


def words(response):
    nav = response.text.split('aria-label="主导航"')[1].split("</nav>")[0]
    return re.findall(r"nav__item([\w-]*)|nav__group|<span>([^<]+)</span>|aria-hidden=\"true\">([^<\s]+)</li>", nav)


def labels(response):
    return [label or group for _, label, group in words(response) if label or group]


class TestNavigation:
    def test_five_words_fill_the_bar_of_a_phone(self, client, clerk, alone):
        alone.update({str(n): entry(f"第{n}") for n in range(3)})

        assert labels(client.get("/")) == ["工作台", "第0", "第1", "第2", "我的"]

    def test_more_than_five_leave_a_word_for_the_rest(self, client, clerk, alone):
        alone.update({str(n): entry(f"第{n}") for n in range(5)})

        assert labels(client.get("/")) == ["工作台", "第0", "第1", "第2", "更多", "第3", "第4", "我的"]
        page = client.get(reverse("desk:more"))
        assert re.findall(r'rowlink__name">([^<]+)<', page.text) == [
            "工作台",
            "第0",
            "第1",
            "第2",
            "第3",
            "第4",
            "我的",
        ]

    def test_groups_stand_together_behind_what_has_none(self, client, clerk, alone):
        alone.update(
            {"a": entry("导入", "数据"), "b": entry("名册"), "c": entry("残协", "组织"), "d": entry("打印", "数据")}
        )

        assert labels(client.get("/more/")) == [
            *["工作台", "名册", "数据", "导入", "打印", "更多", "组织", "残协", "账号", "我的"]
        ]

    def test_offers_nothing_that_the_reader_may_not_open(self, client, clerk, alone):
        alone.update({"a": entry("任命", power=Power.ACCOUNTS_APPOINT)})

        assert labels(client.get("/")) == ["工作台", "我的"]

    def test_says_how_many_things_wait(self, client, clerk, alone):
        alone.update({"a": entry("需求", count=lambda scope: 3 if scope.may(Power.NEEDS_READ) else 0)})

        assert '<span class="nav__count">3<span class="vh"> 件要办</span></span>' in client.get("/").text

    @pytest.mark.parametrize(
        ("address", "here"), [("/", "工作台"), ("/me/", "我的"), ("/help/", None), ("/nowhere/", None)]
    )
    def test_marks_where_the_reader_is(self, client, clerk, alone, address, here):
        nav = client.get(address).text.split('aria-label="主导航"')[1]

        assert re.findall(r'aria-current="page">.*?<span>([^<]+)', nav, re.DOTALL) == ([here] if here else [])


def test_the_rest_is_here_when_one_of_it_is():
    places = [Place(str(n), "door", f"/{n}/", here=n == 6) for n in range(7)]

    more = next(place for place in barred(places, "/6/") if place.only == "narrow")

    assert more.here
    assert [place.label for place in barred(places, "/6/") if place.only == "wide"] == ["4", "5", "6"]


class TestFrame:
    @pytest.mark.parametrize(
        ("role", "path", "who"),
        [
            (Role.COMMISSIONER, HERE, "槐里村残协 · 周素琴"),
            (Role.COUNTY_CLERK, COUNTY, "379900残联 · 周素琴"),
            (Role.SYSTEM_ADMIN, CITY, "3799 · 周素琴"),
        ],
    )
    def test_says_who_works_where(self, client, role, path, who):
        VillageFactory(code=HERE, name="槐里村")
        client.force_login(PostFactory(role=role, path=path, user__name="周素琴").user)

        assert f'<p class="top__who">{who}</p>' in client.get("/").text

    def test_says_that_all_is_invented_only_where_it_is(self, client, clerk, settings):
        settings.DEMO = False
        assert "演示数据" not in client.get("/").text

        settings.DEMO = True
        assert "演示数据，人名都是编的" in client.get("/").text

    def test_a_stranger_gets_neither_navigation_nor_a_way_to_it(self, client):
        text = client.get(reverse("desk:help")).text

        assert "主导航" not in text
        assert "#nav" not in text

    @pytest.mark.parametrize(("role", "ways"), [(Role.COMMISSIONER, 2), (Role.CHAIR, 0)])
    def test_finds_people_only_where_one_can(self, client, role, ways):
        client.force_login(PostFactory(role=role, path=HERE).user)

        assert client.get("/nowhere/").text.count(f'class="top__tool" href="{reverse("desk:people")}"') == bool(ways)
        assert client.get("/nowhere/").text.count("找人</") == ways

    @pytest.mark.parametrize(
        ("level", "kind"),
        [(constants.SUCCESS, "good"), (constants.INFO, "info"), (constants.WARNING, "soon"), (constants.ERROR, "late")],
    )
    def test_what_just_happened_is_told(self, client, clerk, level, kind):
        request = client.get("/").wsgi_request
        request._messages = FallbackStorage(request)
        request._messages.add(level, "导入好了。")

        drawn = render_to_string("desk/more.html", {}, request=request)

        assert f'<div class="notice notice--{kind}" role="alert">' in drawn
