"""The pages of a township: who has nobody comes first, and a cover is three fields away."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from canxie.duties.townships import actions, presenters
from canxie.duties.townships.models import Cover, Resource, Vacancy
from canxie.duties.townships.reading import Held, Village
from canxie.duties.townships.tests.factories import ResourceFactory
from canxie.duties.townships.tests.places import (
    COUNTY,
    COUNTY_OFFICE,
    EMPTY,
    FAR,
    NEAR,
    NOW,
    TOWN,
    clerk,
    commissioner,
    town,
)
from canxie.ground.accounts import actions as accounts
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.changes import Renumbering, lines
from canxie.ground.divisions.models import Neighbour
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.tests.factories import PersonFactory
from canxie.mechanisms.measures.figures import by_child, figure

pytestmark = pytest.mark.django_db

PAGE, COVER = f"/townships/{TOWN}/", f"/townships/{EMPTY}/cover/"


@pytest.fixture
def zhou():
    town()
    return commissioner(NEAR, "周素琴").user


@pytest.fixture
def officer(client, zhou):
    user = PostFactory(at_township=True, user__name="吴海峰").user
    client.force_login(user)
    return user


@pytest.fixture
def county(client, zhou):
    VillageFactory(code=COUNTY, name="示例县")
    user = PostFactory(role=Role.COUNTY_CLERK, path=COUNTY).user
    client.force_login(user)
    return user


def leaves(village, days):
    made = commissioner(village, "高明礼", since=date(2020, 1, 1))
    accounts.end(by=COUNTY_OFFICE, appointment=made, at=timezone.now() - timedelta(days), reason="辞职")


class TestTownship:
    def test_says_who_has_nobody_first_and_offers_a_cover(self, client, officer):
        PersonFactory.create_batch(2, household__path=EMPTY)
        commissioner(FAR, "孟庆云")
        leaves(EMPTY, 15)

        text = client.get(PAGE).text

        assert "1 个村没有专职委员，也没有人代管，2 人没人联系。" in text
        assert "空缺 15 天" in text
        assert f'href="{COVER}"' in text
        assert "吴海峰" in text

    def test_says_in_words_that_nobody_is_left_alone(self, client, officer):
        for code in (EMPTY, FAR):
            commissioner(code, "孟庆云")

        text = client.get(PAGE).text

        assert "3 个村都有专职委员或有人代管，没有一个人没人联系。" in text
        assert "没有专职委员的村" not in text

    def test_shows_what_the_township_has_today(self, client, officer):
        ResourceFactory(name="如康家园", kind="station", amount=20, unit="张床", hours="周一到周五")
        ResourceFactory(name="旧轮椅", kind="equipment", until=date(2026, 1, 2))

        text = client.get(PAGE).text

        assert "20 张床" in text
        assert "旧轮椅" not in text

    def test_another_townships_page_is_not_found(self, client, officer):
        TownshipFactory(code="379900002", name="青石镇")

        assert client.get("/townships/379900002/").status_code == 404
        assert client.get(f"/townships/{EMPTY}/").status_code == 404
        assert client.get("/townships/neverland/").status_code == 404

    @pytest.mark.parametrize("count", [1, 20])
    def test_asks_the_database_the_same_whatever_the_number_of_villages(
        self, client, officer, django_assert_num_queries, count
    ):
        for number in range(100, 100 + count):
            VillageFactory(code=f"{TOWN}{number}")
            PostFactory(path=f"{TOWN}{number}")
            ResourceFactory()

        # session, user, posts; the town, five of its villages, parameter, means, their names, clerks; the shell's three
        with django_assert_num_queries(14):
            client.get(PAGE)


class TestCounty:
    def test_lists_townships_the_worst_first(self, client, county):
        TownshipFactory(code="379900002", name="青石镇")
        VillageFactory(code="379900002001")
        PersonFactory.create_batch(3, household__path="379900002001")
        PersonFactory(household__path=EMPTY)

        text = client.get("/townships/").text

        assert "3 个村没有专职委员，也没有人代管，4 人没人联系。" in text
        assert text.index("青石镇") < text.index("榆岭镇")

    def test_reads_and_changes_nothing(self, client, county):
        text = client.get(PAGE).text

        assert "回各乡镇" in text
        assert "安排代管" not in text
        assert "登记一项" not in text


class TestCover:
    def send(self, client, who, **changes):
        today = timezone.localdate()
        form = {"user": who.pk, "since": f"{today}", "last": f"{today + timedelta(20)}", "basis": "镇残联会议"}
        return client.post(COVER, form | changes, follow=True)

    def test_neighbours_come_first_then_who_has_fewest_people(self, client, officer):
        commissioner(FAR, "孟庆云")
        PersonFactory.create_batch(4, household__path=FAR)
        PersonFactory(household__path=EMPTY)
        assert client.get(COVER).text.index("周素琴（槐里村）") < client.get(COVER).text.index("孟庆云（磨盘村）")

        client.post(f"/townships/{EMPTY}/neighbours/", {"others": [FAR]})

        text = client.get(COVER).text
        assert text.index("孟庆云（磨盘村）") < text.index("周素琴（槐里村）")
        assert "邻村。现在管 4 人，代管以后 5 人。" in text
        assert "登记了 1 个邻村。" in text

    def test_is_made_and_said_and_shown_with_its_last_day(self, client, officer, zhou):
        text = self.send(client, zhou).text

        assert "柳湾村由周素琴代管，现在就能看到村里的人。" in text
        assert "周素琴（槐里村）" in text
        last = timezone.localdate() + timedelta(20)
        assert f"{last.month}月{last.day}日" in text
        assert Post.objects.held_at(timezone.now()).filter(path=EMPTY, user=zhou).exists()

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"user": ""}, "选一下请谁代管。"),
            ({"basis": ""}, "写上依据。"),
            ({"last": ""}, "写上代管到哪天。"),
            ({"since": "2020-01-01"}, "代管不能从过去的日子起。"),
            ({"since": "2999-01-02", "last": "2999-01-01"}, "最后一天不能早于第一天。"),
            ({"last": "2999-01-01"}, "代管一次最长 180 天"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, client, officer, zhou, changes, sentence):
        response = self.send(client, zhou, **({"basis": "镇残联会议纪要"} | changes))

        assert response.status_code == 422
        assert sentence in response.text
        assert "basis" in changes or "镇残联会议纪要" in response.text
        assert not Cover.objects.exists()

    def test_a_village_that_somebody_has_got_meanwhile_is_said(self, client, officer, zhou):
        commissioner(EMPTY, "高明礼")

        response = self.send(client, zhou)

        assert response.status_code == 422
        assert "这个村那时有专职委员，不用代管。" in response.text

    def test_is_ended_with_a_reason(self, client, officer, zhou):
        self.send(client, zhou)
        address = reverse("townships:end_cover", args=[Cover.objects.get().pk])

        assert client.post(address, {"reason": ""}).status_code == 422
        text = client.post(address, {"reason": "新委员到岗"}, follow=True).text
        again = client.post(address, {"reason": "再来一次"})

        assert "代管已结束，权限这一秒起收回。" in text
        assert again.status_code == 422
        assert "已经结束" in again.text

    def test_nobody_to_ask_says_whom_to_turn_to(self, client, officer, zhou):
        Post.objects.filter(user=zhou).update(until_at=timezone.now())

        assert "请县残联先任命一名专职委员" in client.get(COVER).text


class TestMeans:
    def test_names_stand_in_the_order_of_their_characters_on_either_database(self, client, officer):
        """一, 三, 二 by number; by sound, as a Chinese collation has it, 二 would come first."""
        for name in ("二号轮椅库", "一号轮椅库", "三号轮椅库"):
            ResourceFactory(kind="equipment", name=name)

        for page in (PAGE, "/registers/townships/"):
            text = client.get(page).text
            places = [text.index(name) for name in ("一号轮椅库", "三号轮椅库", "二号轮椅库")]
            assert places == sorted(places)

    def test_one_is_written_down_and_changed(self, client, officer):
        form = {"kind": "funds", "name": "残疾人工作经费", "path": TOWN, "amount": 50000, "unit": "元"}
        client.post(f"/townships/{TOWN}/resources/add/", form | {"since": "2026-01-01"})
        made = Resource.objects.get()

        client.post(f"/townships/resources/{made.pk}/", form | {"since": "2026-01-01", "until": "2026-12-31"})

        made.refresh_from_db()
        assert (made.name, made.amount, made.unit, made.until) == ("残疾人工作经费", 50000, "元", date(2026, 12, 31))

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"name": ""}, "写上名称。"),
            ({"kind": ""}, "选一下是哪一类。"),
            ({"amount": "3"}, "写了多少，也写上单位。"),
            ({"until": "2026-01-01"}, "停用的日子要晚于启用的日子。"),
        ],
    )
    def test_says_what_is_wrong(self, client, officer, changes, sentence):
        form = {"kind": "doctor", "name": "李文斌", "path": TOWN, "since": "2026-01-01", "where": "镇卫生院"}

        response = client.post(f"/townships/{TOWN}/resources/add/", form | changes)

        assert response.status_code == 422
        assert sentence in response.text
        assert "镇卫生院" in response.text
        assert not Resource.objects.exists()

    def test_they_are_a_register(self, client, officer):
        ResourceFactory(name="如康家园", kind="station", amount=20, unit="张床")

        text = client.get(reverse("registers:register", args=["townships"])).text

        assert "如康家园" in text
        assert "20 张床" in text


class TestWorkbench:
    def test_the_township_sees_a_vacancy_from_its_first_second(self, client, officer):
        commissioner(FAR, "孟庆云")
        PersonFactory(household__path=EMPTY)
        leaves(EMPTY, 0)

        text = client.get("/").text

        assert "1 个村没有专职委员，1 人没人联系。" in text
        assert "柳湾村：安排代管" in text

    def test_nothing_is_said_where_there_is_none(self, client, officer):
        for code in (EMPTY, FAR):
            commissioner(code, "孟庆云")

        assert "专职委员空缺" not in client.get("/").text

    @pytest.mark.parametrize(("step", "seen"), [(1, False), (2, True), (3, True)])
    def test_the_county_sees_what_has_climbed_to_it(self, client, county, step, seen):
        PersonFactory(household__path=EMPTY)
        Vacancy.objects.create(path=EMPTY, place=EMPTY, began_at=NOW, step=step)

        text = client.get("/").text

        assert ("榆岭镇柳湾村" in text) == seen

    def test_the_county_is_told_no_more_than_holds_now(self, client, county):
        commissioner(EMPTY, "高明礼")
        Vacancy.objects.create(path=EMPTY, place=EMPTY, began_at=NOW, step=3)

        assert "榆岭镇柳湾村" not in client.get("/").text


def test_the_measure_counts_villages_with_nobody(zhou):
    today = timezone.localdate()

    counted = figure("townships.uncovered", TOWN, today)

    assert (counted.part, counted.of) == (2, 3)
    assert [line.figure.part for line in by_child("townships.uncovered", TOWN, today)] == [1, 0, 1]


def test_colleagues_share_a_village_and_covers_add_up():
    one, other = Held(1, "甲", NOW, None), Held(2, "乙", NOW, None)
    helps = Held(1, "甲", NOW, None, cover=5, home="a")
    places = [
        Village("a", "甲村", 41, [one, other]),
        Village("b", "乙村", 10, [helps]),
        Village("c", "丙村", 7),
    ]

    rows = presenters.lines(places)

    assert [(row.name, row.each) for row in rows] == [("丙村", None), ("甲村", 31), ("乙村", 31)]
    assert [(one.user, one.load, one.after) for one in presenters.candidates(places[2], places, ())] == [
        (2, 21, 28),
        (1, 31, 38),
    ]


def test_neighbours_follow_a_village_that_is_renumbered(zhou):
    actions.declare_neighbours(by=clerk(), village=EMPTY, others=[NEAR])
    for line in lines(Renumbering(NEAR, "379900001099", date(2026, 12, 1))):
        line.apply()

    assert {*Neighbour.objects.values_list("path", "other")} == {(EMPTY, "379900001099"), ("379900001099", EMPTY)}
