"""What the two lines put on the desk, and the figures of the month."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from canxie.duties.guidance.cards import given, objections, tasks
from canxie.duties.guidance.tests.factories import TaskFactory
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import scope_from
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.mechanisms.matters.models import Step
from canxie.mechanisms.measures.figures import by_child, figure
from tests.matrix import BESIDE, HERE, TOWNSHIP

pytestmark = pytest.mark.django_db


def scope(role, path):
    return scope_from(1, [(role, path)])


def test_a_commissioner_finds_the_tasks_of_both_lines_by_date(django_assert_num_queries):
    for days in range(6):
        TaskFactory(matter__title=f"第{days}天", matter__due_at=timezone.now() + timedelta(days=days, hours=-1))
    TaskFactory(matter__state="done", matter__closed_at=timezone.now())
    TaskFactory(matter__path=BESIDE)

    with django_assert_num_queries(1):
        card = tasks(scope(Role.COMMISSIONER, HERE))

    assert [task.title for task in card.shows["tasks"]] == [f"第{days}天" for days in range(5)]
    assert (card.beside, card.lead, card.tone) == ("6 条", "1 条任务超时。6 条新任务等接受。", "late")
    assert tasks(scope(Role.COMMISSIONER, "379900001003")) is None


def test_the_card_is_drawn_and_offers_to_accept(client):
    client.force_login(PostFactory(path=HERE).user)
    TaskFactory()

    text = client.get("/").text

    assert "乡镇残联交办 · 清单：协助核对两项补贴 · 等专职委员接受" in text
    assert "接受任务<span" in text
    assert "提出异议<span" in text


def objected(**told):
    task = TaskFactory(matter__state="objected", **told)
    Step.objects.create(
        matter=task.matter, number=2, at=timezone.now(), move="object", to_state="objected", text="人手不够。"
    )
    return task


def test_an_objection_waits_with_whoever_gave_the_task(client):
    objected()
    objected(matter__category="leadership", matter__title="打扫文化广场")

    chairs = objections(scope(Role.CHAIR, HERE))
    towns = objections(scope(Role.TOWNSHIP_CLERK, TOWNSHIP))

    assert [task.title for task in chairs.shows["tasks"]] == ["打扫文化广场"]
    assert [task.title for task in towns.shows["tasks"]] == ["核对两项补贴领取情况"]
    assert objections(scope(Role.CHAIR, BESIDE)) is None
    client.force_login(PostFactory(path=TOWNSHIP, role=Role.TOWNSHIP_CLERK).user)
    text = client.get("/").text
    assert "1 条任务有异议，等答复。" in text
    assert "人手不够。" in text


def test_a_township_sees_how_far_its_villages_are():
    states = {"accepted": HERE, "given": BESIDE, "done": "379900001003", "insisted": "379900001004"}
    for state, path in states.items():
        TaskFactory(matter__state=state, matter__path=path)
    TaskFactory(batch=UUID(int=7), matter__category="leadership")

    (batch,) = given(scope(Role.TOWNSHIP_CLERK, TOWNSHIP)).shows["batches"]

    assert (batch.title, batch.words) == ("核对两项补贴领取情况", "4 个村：接受在办 2，等接受 1，办结 1")
    assert given(scope(Role.CHAIR, HERE)) is None
    assert given(scope(Role.TOWNSHIP_CLERK, "379900002")) is None


class TestMeasures:
    @pytest.fixture(autouse=True)
    def march(self):
        VillageFactory(code=HERE, name="槐里村")
        VillageFactory(code=BESIDE, name="柳湾村")
        TaskFactory()
        TaskFactory(matter__path=BESIDE, list_item="")
        TaskFactory(matter__category="leadership", list_item="", matter__state="withdrawn")
        # four in the afternoon of 31 March by universal time is 1 April here
        TaskFactory(matter__opened_at=datetime(2026, 3, 31, 16, tzinfo=UTC))

    def test_tasks_of_a_month_are_counted_by_line(self):
        on = date(2026, 3, 31)

        assert figure("guidance.guidance", TOWNSHIP, on).value == 2
        assert figure("guidance.leadership", TOWNSHIP, on).value == 1
        assert figure("guidance.leadership", BESIDE, on).value == 0
        assert {line.name: line.figure.value for line in by_child("guidance.guidance", TOWNSHIP, on)} == {
            "槐里村": 1,
            "柳湾村": 1,
        }

    def test_two_of_three_stood_outside_the_list(self):
        assert str(figure("guidance.outside", TOWNSHIP, date(2026, 3, 31)).value) == "66.7"

    def test_a_month_without_tasks_has_no_data(self):
        assert figure("guidance.guidance", TOWNSHIP, date(2026, 2, 28)).value is None
