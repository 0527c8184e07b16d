"""The screens of the tasks, seen by those who give them and by those who do them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from canxie.duties.guidance.models import Task
from canxie.duties.guidance.tests.factories import BATCH, TaskFactory
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.mechanisms.matters.models import Matter, Step
from tests.matrix import BESIDE, COUNTY, HERE, TOWNSHIP

pytestmark = pytest.mark.django_db
LIST, GIVE = "/guidance/", "/guidance/give/"


def signed_in(client, role=Role.COMMISSIONER, path=HERE, name="周素琴"):
    post = PostFactory(role=role, path=path, user__name=name)
    client.force_login(post.user)
    return post


def soon(days, hours=0):
    return timezone.now() + timedelta(days=days, hours=hours)


def led(**told):
    """A task of the village's own committee."""
    matter = {"matter__category": "leadership", "matter__title": "村里开会通知", "matter__words": "村里开会通知"}
    return TaskFactory(**matter | told)


@pytest.fixture(autouse=True)
def villages():
    TownshipFactory(name="榆岭镇")
    VillageFactory(code=HERE, name="槐里村")
    VillageFactory(code=BESIDE, name="柳湾村")


class TestList:
    def test_both_lines_stand_in_one_list_by_date(self, client):
        signed_in(client)
        TaskFactory(matter__due_at=soon(3))
        led(matter__due_at=soon(1))
        TaskFactory(matter__path=BESIDE, matter__title="外村的任务")

        text = client.get(LIST).text

        assert text.index("村里开会通知") < text.index("核对两项补贴领取情况")
        assert "2 条，没有超时的。" in text
        assert "示例县残联〔2026〕8号文" in text
        assert "清单：协助核对两项补贴" in text
        assert "外村的任务" not in text
        assert "交办一条任务" not in text

    def test_can_be_narrowed_to_one_line_and_to_what_is_outside_the_list(self, client):
        signed_in(client)
        TaskFactory()
        led(list_item="")

        assert "核对两项补贴领取情况" not in client.get(LIST, {"category": "leadership"}).text
        text = client.get(LIST, {"outside": "on", "sort": "opened"}).text
        assert "村里开会通知" in text
        assert "核对两项补贴领取情况" not in text
        assert "不在清单里" in text
        assert 'href="?sort=opened"' in text
        assert "去掉一个条件再看看。" in client.get(LIST, {"state": "withdrawn"}).text

    def test_a_township_sees_whose_each_is_and_what_was_objected(self, client):
        signed_in(client, Role.TOWNSHIP_CLERK, TOWNSHIP)
        task = TaskFactory(matter__state="objected")
        Step.objects.create(
            matter=task.matter, number=2, at=timezone.now(), move="object", to_state="objected", text="是民政所的事。"
        )

        text = client.get(LIST, {"place": HERE}).text

        assert "交给槐里村，还没有专职委员" in text
        assert "“是民政所的事。”" in text
        assert f'<option value="{HERE}" selected>槐里村</option>' in text

    def test_without_any_says_what_will_stand_here(self, client):
        signed_in(client)

        assert "村“两委”或乡镇残联交办了任务，就会出现在这里" in client.get(LIST).text

    @pytest.mark.parametrize("rows", [1, 20])
    def test_asks_the_database_the_same_whatever_the_number_of_rows(self, client, django_assert_num_queries, rows):
        signed_in(client, Role.TOWNSHIP_CLERK, TOWNSHIP)
        TaskFactory.create_batch(rows, matter__state="objected")

        # session, user, posts; villages to choose from, rows, names, objections; how many, how many late; the shell
        client.get(LIST)
        with django_assert_num_queries(10):
            client.get(LIST)


class TestTask:
    def at(self, task, *key):
        return reverse("guidance:move" if key else "guidance:task", args=[task.pk, *key])

    def test_says_what_is_to_be_done_on_what_basis_and_what_comes_next(self, client):
        signed_in(client)
        task = TaskFactory(list_item="")

        text = client.get(self.at(task)).text

        assert "核对两项补贴领取情况，入户看一看。" in text
        assert "乡镇（街道）残联指导，吴海峰" in text
        assert "下一步：接受任务" in text
        assert "不在清单里" in text
        assert reverse("guidance:batch", args=[BATCH]) not in text

    def test_is_accepted_with_one_button_and_done_with_what_came_of_it(self, client):
        signed_in(client)
        task = TaskFactory()

        text = client.post(self.at(task, "accept"), {"version": 1}, follow=True).text
        assert "核对两项补贴领取情况：接受了任务。" in text
        text = client.post(self.at(task, "close"), {"version": 2, "text": ""}).text
        assert "出错：核对两项补贴领取情况" in text
        assert "请写下办成什么样，交办的单位看这一句。" in text
        text = client.post(self.at(task, "close"), {"version": 2, "text": "36 户都看了。"}, follow=True).text
        assert "已经结束，不用再做什么。" in text
        assert "36 户都看了。" in text

    def test_the_giver_reads_the_objection_and_answers_it(self, client):
        task = TaskFactory()
        signed_in(client)
        client.post(self.at(task, "object"), {"version": 1, "text": "是民政所的事。"})
        assert "现在由乡镇残联办，这里不用做什么。" in client.get(self.at(task)).text
        signed_in(client, Role.TOWNSHIP_CLERK, TOWNSHIP)

        text = client.get(self.at(task)).text
        assert "专职委员的异议" in text
        assert "下一步：坚持交办" in text
        assert reverse("guidance:batch", args=[BATCH]) in text
        text = client.post(self.at(task, "insist"), {"version": 2, "text": "所里没有人。"}, follow=True).text

        assert "坚持交办，在办" in text
        assert Matter.objects.get().state == "insisted"

    def test_of_two_at_once_one_is_told_and_keeps_what_was_typed(self, client):
        signed_in(client)
        task = TaskFactory()
        client.post(self.at(task, "accept"), {"version": 1})

        response = client.post(self.at(task, "object"), {"version": 1, "text": "不在清单里。"})

        assert response.status_code == 422
        assert "周素琴在 " in response.text
        assert "不在清单里。" in response.text

    def test_a_move_that_there_is_not_and_one_that_is_not_now(self, client):
        signed_in(client)
        task = TaskFactory()

        assert client.get(self.at(task, "vanish")).status_code == 404
        text = client.post(self.at(task, "close"), {"version": 1, "text": "办了。"}).text
        assert "现在是“等专职委员接受”，不能办结。" in text


class TestGiving:
    def filled(self, **changes):
        said = {
            "task_id": str(uuid4()),
            "text": "核对两项补贴领取情况",
            "basis": "示例县残联〔2026〕8号文",
            "listed": "yes",
            "list_item": "协助核对两项补贴",
            "until": f"{soon(9):%Y-%m-%d}",
        }
        return said | changes

    def test_a_chair_gives_to_the_own_village_without_being_asked_which(self, client):
        signed_in(client, Role.CHAIR)

        assert "交给槐里村的专职委员。" in client.get(GIVE).text
        text = client.post(GIVE, self.filled(), follow=True).text

        assert "核对两项补贴领取情况：交给了 1 个村的专职委员。" in text
        assert Matter.objects.get().category == "leadership"

    def test_a_township_gives_to_many_at_once_and_sees_who_accepted(self, client):
        PostFactory(path=HERE, user__name="周素琴")
        signed_in(client, Role.TOWNSHIP_CLERK, TOWNSHIP)

        form = client.get(GIVE).text
        text = client.post(GIVE, self.filled(everywhere="on"), follow=True).text

        assert "全部 2 个村（社区）" in form
        assert "还没有专职委员" in form
        assert "核对两项补贴领取情况：交给了 2 个村的专职委员。" in text
        assert "2 个村：等接受 2。" in text
        Matter.objects.filter(path=HERE).update(state="accepted")
        text = client.get(reverse("guidance:batch", args=[Task.objects.values_list("batch", flat=True)[:1].get()])).text
        assert "2 个村：接受在办 1，等接受 1。" in text
        assert text.index("柳湾村") < text.index("槐里村")

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"text": ""}, "请写下要办什么。"),
            ({"basis": ""}, "请写下依据：哪个文件、哪次会，没有依据的任务不能交办。"),
            ({"listed": ""}, "请选在不在清单里。"),
            ({"list_item": ""}, "请写下是清单里哪一项。"),
            ({"until": ""}, "请选办完的日期。"),
            ({"until": "2020-01-01"}, "办完的日期不能早于今天。"),
            ({"villages": []}, "请选交给哪些村。"),
            ({"villages": ["379900009001"]}, "有的村已经不在这里，请重新选。"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_typed_is_lost(self, client, changes, sentence):
        signed_in(client, Role.TOWNSHIP_CLERK, TOWNSHIP)

        response = client.post(GIVE, self.filled(**{"villages": [HERE]} | changes))

        assert response.status_code == 422
        assert sentence in response.text
        assert response.text.count("还没交办") == 1
        assert ("核对两项补贴领取情况" in response.text) == ("text" not in changes)
        assert not Matter.objects.exists()

    def test_what_is_outside_the_list_needs_no_item(self, client):
        signed_in(client, Role.CHAIR)

        client.post(GIVE, self.filled(listed="no"))

        assert Task.objects.get().list_item == ""

    def test_a_township_without_villages_is_told_what_comes_first(self, client):
        signed_in(client, Role.TOWNSHIP_CLERK, "379900002")

        assert "还没有可以交办的村" in client.get(GIVE).text


def test_a_batch_of_others_is_not_there(client):
    TaskFactory()
    signed_in(client, Role.TOWNSHIP_CLERK, "379900002")

    assert client.get(reverse("guidance:batch", args=[BATCH])).status_code == 404


def test_a_county_reads_and_gives_nothing(client):
    TaskFactory()
    signed_in(client, Role.COUNTY_CLERK, COUNTY)

    assert "交办一条任务" not in client.get(LIST).text
    assert client.get(GIVE).status_code == 403
