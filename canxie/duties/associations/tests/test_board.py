"""The board of coverage, the command and the measure: one figure, on any day."""

import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from canxie.duties.associations import counting
from canxie.duties.associations.models import Coverage, GapPlan
from canxie.duties.associations.rules import Covered
from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.associations.tests.places import (
    COUNTY,
    DAHUAISHU,
    FAR,
    HUAILI,
    LIUWAN,
    MOPAN,
    PROVINCE,
    TODAY,
    TOWN,
    WUTONG,
    province,
)
from canxie.duties.associations.tests.reading import text_of
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.mechanisms.measures.figures import by_child, figure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 11, 24, 2, tzinfo=UTC), tick=False):
        province()
        yield


@pytest.fixture
def joint():
    """槐里村 since 18 April 2022, joined by 大槐树村 on New Year's Day 2024."""
    made = AssociationFactory(path=HUAILI, name="槐里村残协", form="joint", since=date(2022, 4, 18))
    Coverage.objects.create(association=made, path=DAHUAISHU, place=DAHUAISHU, since=date(2024, 1, 1))
    return made


def reader(role, path):
    client = Client()
    client.force_login(PostFactory(role=role, path=path, user__name="吴海峰").user)
    return client


def command(code, *said):
    out = StringIO()
    call_command("coverage", code, "--json", *said, stdout=out)
    return json.loads(out.getvalue())


def test_both_villages_of_a_joint_association_count_once_each(joint):
    assert counting.covered(TOWN, TODAY) == Covered(4, 2)
    assert counting.covered(COUNTY, TODAY) == Covered(5, 2)
    assert counting.covered(PROVINCE, TODAY) == Covered(6, 2)


@pytest.mark.parametrize(
    ("day", "covered"),
    [
        (date(2022, 4, 17), 0),
        (date(2022, 4, 18), 1),
        (date(2023, 12, 31), 1),
        (date(2024, 1, 1), 2),
    ],
)
def test_a_day_is_counted_as_it_was(joint, day, covered):
    assert counting.covered(TOWN, day) == Covered(4, covered)
    assert counting.over_time(TOWN, [day]) == [Covered(4, covered)]


def test_an_abolished_village_drops_out_and_the_past_stays(joint):
    Division.objects.filter(code=DAHUAISHU).update(valid_to=date(2026, 3, 1))

    assert counting.over_time(TOWN, [date(2026, 2, 28), date(2026, 3, 1)]) == [Covered(4, 2), Covered(3, 1)]
    assert [counting.covered(TOWN, day) for day in (date(2026, 2, 28), date(2026, 3, 1))] == [
        Covered(4, 2),
        Covered(3, 1),
    ]
    assert [gap.code for gap in counting.gaps(TOWN, date(2026, 3, 1))] == [LIUWAN, MOPAN]


def test_a_new_village_is_missing_from_its_first_day_on(joint):
    VillageFactory(code="379900100001", name="新苑社区", valid_from=date(2026, 7, 26))

    gap = counting.gaps(TOWN, TODAY)[-1]

    assert (gap.name, (TODAY - gap.since).days) == ("新苑社区", 121)
    assert counting.covered(TOWN, date(2026, 7, 25)) == Covered(4, 2)
    assert counting.covered(TOWN, date(2026, 7, 26)) == Covered(5, 2)


def test_a_gap_counts_from_the_day_the_last_association_left(joint):
    joint.coverages.filter(path=DAHUAISHU).update(until=date(2026, 5, 5))

    assert [(gap.code, gap.since) for gap in counting.gaps(TOWN, TODAY)] == [
        (LIUWAN, date(2020, 1, 1)),
        (MOPAN, date(2020, 1, 1)),
        (DAHUAISHU, date(2026, 5, 5)),
    ]
    assert [gap.code for gap in counting.gaps(TOWN, TODAY, limit=1)] == [LIUWAN]


def test_the_measure_says_the_same(joint):
    assert (figure("associations.coverage", TOWN, TODAY).part, figure("associations.coverage", TOWN, TODAY).of) == (
        2,
        4,
    )
    assert figure("associations.coverage", TOWN, date(2023, 12, 31)).part == 1
    towns = {line.name: (line.figure.part, line.figure.of) for line in by_child("associations.coverage", COUNTY, TODAY)}
    assert towns == {"青禾街道": (0, 1), "榆岭镇": (2, 4)}


def test_the_command_answers_with_the_reason_of_each_gap(joint):
    GapPlan.objects.create(path=LIUWAN, place=LIUWAN, reason="主席人选没定", said_on=TODAY, by=UserFactory())

    assert command(TOWN) == {
        "villages": 4,
        "covered": 2,
        "gaps": [
            {"code": LIUWAN, "name": "柳湾村", "reason": "主席人选没定"},
            {"code": MOPAN, "name": "磨盘村", "reason": "还没有登记原因"},
        ],
    }
    assert command(TOWN, "--on", "2023-12-31")["covered"] == 1
    assert command(HUAILI) == {"villages": 1, "covered": 1, "gaps": []}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (["999999"], "2026-11-24 没有代码为 999999 的区划。"),
        (["abc"], "2026-11-24 没有代码为 abc 的区划。"),
        ([TOWN, "--on", "昨天"], "日期写成 2026-03-01 这样，“昨天”看不懂。"),
        ([TOWN, "--on", "2026-02-30"], "日期写成 2026-03-01 这样，“2026-02-30”看不懂。"),
        ([TOWN, "--on", "2026-11-25"], "2026-11-25 还没到，没有数。"),
        ([TOWN, "--on", "2019-12-31"], "2019-12-31 没有代码为 379900100 的区划。"),
    ],
)
def test_the_command_says_what_is_wrong(said, sentence):
    with pytest.raises(CommandError, match=sentence) as refused:
        command(*said)
    assert refused.value.returncode == 2


def test_the_command_says_no_where_there_is_no_village():
    VillageFactory(code="379900101", name="空镇")

    with pytest.raises(CommandError) as refused:
        command("379900101")
    assert refused.value.returncode == 1


class TestPage:
    def test_the_county_reads_what_is_missing_why_and_what_is_planned(self, joint):
        PostFactory(role=Role.TOWNSHIP_CLERK, path=TOWN, user__name="吴海峰")
        GapPlan.objects.create(
            path=LIUWAN,
            place=LIUWAN,
            reason="残疾人 6 位，邻村也少，联合没谈成",
            form="joint",
            beside=MOPAN,
            due_on=date(2026, 12, 15),
            said_on=TODAY,
            by=UserFactory(),
        )

        told = text_of(reader(Role.COUNTY_CLERK, COUNTY).get("/associations/coverage/"))

        assert "示例县 5 个村（社区），2 个有残协，<strong>还差 3 个</strong>。" in told
        assert "示例省" in told
        assert 'href="/associations/coverage/?place=3799"' not in told
        assert "和磨盘村联合，12月15日前" in told
        assert "2519 天" in told  # since 1 January 2020
        assert "吴海峰" in told
        assert "青禾街道残联" in told  # nobody is in office there
        assert "没有计划" in told

    def test_the_city_reads_figures_and_villages_but_no_persons(self, joint):
        PostFactory(role=Role.TOWNSHIP_CLERK, path=TOWN, user__name="吴海峰")
        told = text_of(reader(Role.CITY_CLERK, "3799").get("/associations/coverage/"))

        assert "示例市 6 个村（社区），2 个有残协，<strong>还差 4 个</strong>。" in told
        assert "柳湾村" in told
        assert "榆岭镇残联" in told
        assert 'href="/associations/villages/' not in told
        city = reader(Role.CITY_CLERK, "3799")
        assert "<strong>还差 3 个</strong>" in text_of(city.get(f"/associations/coverage/?place={COUNTY}"))
        assert "人数太少" not in text_of(city.get("/measures/associations.coverage/?place=3799"))

    def test_a_township_reads_village_by_village(self, joint):
        told = text_of(reader(Role.TOWNSHIP_CLERK, TOWN).get("/associations/coverage/"))

        assert "槐里村残协" in told
        assert "2024年1月1日" in told

    def test_a_past_day_is_shown_as_it_was(self, joint):
        told = text_of(reader(Role.COUNTY_CLERK, COUNTY).get("/associations/coverage/?on=2023-12-31"))

        assert "示例县 5 个村（社区），1 个有残协，<strong>还差 4 个</strong>。" in told

    @pytest.mark.parametrize(
        ("on", "sentence"),
        [
            ("2026-11-25", "还没到的日子没有数。"),
            ("昨天", "日期“昨天”看不懂"),
            ("2026-13-01", "日期“2026-13-01”看不懂"),
        ],
    )
    def test_a_day_that_is_none_is_told_and_kept(self, joint, on, sentence):
        response = reader(Role.COUNTY_CLERK, COUNTY).get("/associations/coverage/", {"on": on})

        assert response.status_code == 422
        assert sentence in text_of(response)
        assert f'value="{on}"' in text_of(response)

    def test_a_place_of_others_is_not_there(self, joint):
        assert reader(Role.TOWNSHIP_CLERK, TOWN).get(f"/associations/coverage/?place={WUTONG}").status_code == 404
        assert reader(Role.COUNTY_CLERK, COUNTY).get(f"/associations/coverage/?place={FAR}").status_code == 404
        assert reader(Role.COUNTY_CLERK, COUNTY).get("/associations/coverage/?place=x").status_code == 404

    def test_the_pace_of_half_a_year_is_carried_on(self, joint):
        """Four gaps on 30 June, three on 24 November: the last would close 441 days later."""
        AssociationFactory(path=MOPAN, since=date(2026, 10, 1))

        told = text_of(reader(Role.COUNTY_CLERK, COUNTY).get("/associations/coverage/"))

        assert "一季少 1 个" in told
        assert "要到 2027年9月才能全部覆盖" in told
        assert "<strong>按期有困难</strong>" in told

    def test_it_asks_the_database_as_often_for_many_gaps_as_for_few(self, joint, django_assert_max_num_queries):
        client = reader(Role.COUNTY_CLERK, COUNTY)
        for number in range(300, 320):
            VillageFactory(code=f"379900100{number}")
        client.get("/associations/coverage/?all=1")

        with django_assert_max_num_queries(22):
            client.get("/associations/coverage/?all=1")
