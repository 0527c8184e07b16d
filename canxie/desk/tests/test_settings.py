"""The screen of parameters."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from canxie.engine.audit.models import AuditEntry
from canxie.engine.parameters.models import ParameterValue
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from tests.matrix import COUNTY, TOWNSHIP

pytestmark = pytest.mark.django_db

A = "visit.interval.tier_a"


@pytest.fixture
def county(client):
    VillageFactory(code=COUNTY, name="示例县")
    post = PostFactory(user__name="林静", role=Role.COUNTY_CLERK, path=COUNTY)
    client.force_login(post.user)
    return post


def at(view, place, key=A):
    return f"{reverse(view, args=[key])}?at={place}"


def sets(client, place=COUNTY, key=A, **said):
    form = {"value": "45", "valid_from": timezone.localdate(), "reason": "县残联 3 号文", "seen": 0} | said
    return client.post(at("desk:setting_change", place, key), form)


def was_set(value, version=1, valid_from=date(2026, 3, 1), place=COUNTY, key=A, by=0):
    ParameterValue.objects.create(
        key=key, place=place, version=version, value=value, valid_from=valid_from, reason="试行", set_by=by
    )


class TestList:
    def test_shows_each_figure_with_its_origin(self, client, county):
        was_set(45, version=3)

        text = client.get(reverse("desk:settings")).text

        assert "示例县自己定了 1 项" in text
        for said in ("45 天", "示例县参数第 3 版，2026年3月1日起", "默认值，地方没有改过", "地方默认"):
            assert said in text

    def test_a_place_below_shows_what_it_inherits_and_what_is_its_own(self, client, county):
        TownshipFactory(name="青禾街道")
        was_set(45)
        was_set(7, key="need.ack_days", place=TOWNSHIP)

        text = client.get(reverse("desk:settings"), {"at": TOWNSHIP}).text

        assert "青禾街道自己定了 1 项" in text
        assert "示例县参数第 1 版，2026年3月1日起" in text
        assert "青禾街道参数第 1 版，2026年3月1日起" in text

    def test_offers_nothing_that_would_change_nothing(self, client, county):
        assert "哪些节日前走访" not in client.get(reverse("desk:settings")).text
        assert client.get(reverse("desk:setting", args=["visit.festival_days"])).status_code == 404

    @pytest.mark.parametrize("place", ["379901", "3799", "", "379900009", "x"])
    def test_a_place_that_is_not_mine_or_is_none_is_not_there(self, client, county, place):
        assert client.get(reverse("desk:settings"), {"at": place}).status_code == 404

    def test_asks_the_database_for_all_figures_at_once(self, client, county, django_assert_num_queries):
        TownshipFactory()
        for number, key in enumerate(("need.ack_days", "visit.interval.tier_b", A), start=2):
            was_set(number, key=key)

        # session, user, posts, names (own, above, shell), places below, figures, needs that wait
        with django_assert_num_queries(8):
            client.get(reverse("desk:settings"))


class TestOne:
    def test_tells_all_versions_and_who_set_them(self, client, county):
        was_set(45, by=county.user_id)
        was_set(60, version=2, valid_from=timezone.localdate() + timedelta(days=40))

        text = client.get(at("desk:setting", COUNTY)).text

        assert "现在是 45 天。" in text
        assert "示例县第 1 版，林静设置" in text
        assert "，还没到" in text
        assert text.index("60 天") < text.index("再用这个值")
        assert text.count("再用这个值") == 1

    def test_one_who_may_not_change_it_sees_no_way_to(self, client, county):
        TownshipFactory()
        client.force_login(PostFactory(at_township=True).user)
        was_set(45)

        text = client.get(at("desk:setting", TOWNSHIP)).text

        assert "示例县参数第 1 版" in text
        assert reverse("desk:setting_change", args=[A]) not in text

    @pytest.mark.parametrize("view", ["desk:setting", "desk:setting_change"])
    def test_what_nobody_declared_is_not_there(self, client, county, view):
        assert client.get(reverse(view, args=["visit.interval.tier_d"])).status_code == 404


class TestChange:
    def test_sets_it_and_leaves_a_trail(self, client, county):
        response = sets(client)

        row = ParameterValue.objects.get()
        assert (row.value, row.version, row.place, row.set_by) == (45, 1, COUNTY, county.user_id)
        assert AuditEntry.objects.get().action == "parameters.change"
        assert "现在是 45 天。" in client.get(response.url).text

    def test_sets_it_for_a_place_below(self, client, county):
        TownshipFactory()
        sets(client, place=TOWNSHIP)

        assert ParameterValue.objects.get().place == TOWNSHIP

    @pytest.mark.parametrize(
        ("said", "answer"),
        [
            ({"value": "0"}, "不能小于 1 天。"),
            ({"value": "三十"}, "这里要填整数。"),
            ({"valid_from": "2020-01-01"}, "起用日期不能早于今天：已经按原来的数算过了。"),
            ({"reason": " "}, "请写一句理由，以后的人看得懂。"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, client, county, said, answer):
        response = sets(client, **({"reason": "会议纪要"} | said))

        assert response.status_code == 422
        assert answer in response.text
        assert said.get("reason", "会议纪要").strip() in response.text
        assert not ParameterValue.objects.exists()

    def test_one_who_was_overtaken_sees_the_other_value_and_may_go_on(self, client, county):
        was_set(60)

        response = sets(client)
        assert response.status_code == 422
        assert "别人刚改过这一项，现在是 60 天。" in response.text
        assert 'name="seen" value="1"' in response.text

        assert sets(client, seen=1).status_code == 302
        assert ParameterValue.objects.get(version=2).value == 45

    def test_an_earlier_value_is_set_again_from_the_form(self, client, county):
        was_set(60)
        was_set(45, version=2)

        text = client.get(f"{at('desk:setting_change', COUNTY)}&version=1").text

        assert 'value="60"' in text
        assert 'name="seen" value="2"' in text

    @pytest.mark.parametrize(
        ("key", "value", "kept"),
        [
            ("visit.resets.phone", ["C", "B"], ["C", "B"]),
            ("visit.resets.at_home", [], []),
            ("cert.renew_notice", "6、1", [6, 1]),
        ],
    )
    def test_knows_lists_and_choices(self, client, county, key, value, kept):
        kind = "checkbox" if key.startswith("visit.resets") else "text"
        assert f'type="{kind}"' in client.get(at("desk:setting_change", COUNTY, key)).text
        sets(client, key=key, value=value)

        assert ParameterValue.objects.get(key=key).value == kept
