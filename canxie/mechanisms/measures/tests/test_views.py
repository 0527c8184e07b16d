from datetime import date

import pytest
import time_machine

from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.registry.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def county():
    with time_machine.travel("2026-11-24 09:00+08:00", tick=False):
        VillageFactory(code="3799", name="示例市")
        VillageFactory(code="379900", name="示例县")
        VillageFactory(code="379900001", name="榆岭镇")
        for number, name in enumerate(["槐里村", "磨盘村", "柳湾村"], start=1):
            VillageFactory(code=f"37990000100{number}", name=name)
        yield


@pytest.fixture
def reader(client):
    def signed_in(role, path):
        client.force_login(PostFactory(role=role, path=path).user)
        return client

    return signed_in


def people(village, expired, valid):
    until = [date(2026, 1, 1)] * expired + [date(2030, 1, 1)] * valid
    for day in until:
        PersonFactory(household__path=f"37990000100{village}", certified_until=day)


def text_of(response):
    return " ".join(response.text.split())


class TestIndex:
    def test_shows_each_measure_of_ones_own_place(self, reader):
        people(1, expired=2, valid=1)
        client = reader(Role.TOWNSHIP_CLERK, "379900001")

        told = text_of(client.get("/measures/"))

        assert "榆岭镇，截至11月24日 周二。" in told
        assert "残疾人证过期" in told
        assert "3 里有 2" in told
        assert '<p class="figure__value"> 2<small>人</small> </p>' in told

    def test_no_data_is_said(self, reader):
        assert "没有数据" in text_of(reader(Role.CHAIR, "379900001001").get("/measures/"))


class TestMeasure:
    def test_says_what_it_counts_and_goes_down_to_the_villages(self, reader):
        people(1, expired=6, valid=0)
        client = reader(Role.COUNTY_CLERK, "379900")

        county = text_of(client.get("/measures/expired/"))
        town = text_of(client.get("/measures/expired/?place=379900001"))

        assert "残疾人证有效期早于当天的在册残疾人" in county
        assert "口径" in county
        assert 'href="/measures/expired/?place=379900001">榆岭镇</a>' in county
        assert "磨盘村" in town
        assert "没有数据" in town
        assert 'href="/measures/expired/?place=379900">示例县</a>' in town

    @pytest.mark.parametrize(
        "asked",
        [
            "expired/?place=379900002",
            "expired/?place=3799",
            "expired/?place=槐里",
            "nothing/",
            "expired/?on=2026-11-23",
            "expired/?on=yesterday",
            "expired/?on=2026-11-25",
        ],
    )
    def test_what_is_not_there(self, reader, asked):
        assert reader(Role.TOWNSHIP_CLERK, "379900001").get(f"/measures/{asked}").status_code == 404

    def test_costs_as_many_queries_for_a_county_as_for_a_village(self, reader, django_assert_max_num_queries):
        client = reader(Role.COUNTY_CLERK, "379900")
        for number in range(4, 24):
            VillageFactory(code=f"379900001{number:03d}")
        with django_assert_max_num_queries(9):
            client.get("/measures/expired/?place=379900001")


class TestAboveTheCounty:
    @pytest.fixture
    def city(self, reader):
        return reader(Role.CITY_CLERK, "3799")

    def test_small_numbers_are_hidden_and_cannot_be_reckoned(self, city):
        people(1, expired=3, valid=9)
        people(2, expired=8, valid=6)
        people(3, expired=7, valid=9)

        told = text_of(city.get("/measures/expired/?place=379900001"))
        beside = text_of(city.get("/measures/expired/?place=379900001002"))

        assert told.count("人数太少") == 2
        assert "<strong>7</strong>" in told
        assert "不显示" in beside, "hidden beside the small one, and on its own page too"
        assert "不显示" in text_of(city.get("/measures/expired/?place=379900001001"))
        assert "16 里有 7" in text_of(city.get("/measures/expired/?place=379900001003"))

    def test_the_county_sees_them(self, reader):
        people(1, expired=3, valid=9)

        assert "12 里有 3" in text_of(reader(Role.COUNTY_CLERK, "379900").get("/measures/expired/"))

    def test_under_a_hidden_figure_everything_is(self, city):
        people(1, expired=3, valid=0)

        told = text_of(city.get("/measures/expired/"))

        assert "不显示" in told
        assert "人数太少" in told
