"""Giving tasks on two lines, and what becomes of them."""

from datetime import date
from uuid import uuid4

import pytest

from canxie.duties.guidance.actions import Given, give
from canxie.duties.guidance.models import Task
from canxie.engine.audit.models import AuditEntry
from canxie.engine.scoping.scope import OutOfScope
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.mechanisms.matters.actions import Said, move
from canxie.mechanisms.matters.models import Matter, Step
from canxie.mechanisms.matters.refusals import Incomplete, NotNow, NotYours
from canxie.mechanisms.matters.tests.people import COUNTY, HERE, TOWNSHIP, Office, at, midnight_after

BESIDE = "379900001002"
MONDAY, TUESDAY = at(3, 2), at(3, 3)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def villages():
    VillageFactory(code=HERE, name="槐里村")
    VillageFactory(code=BESIDE, name="柳湾村")


@pytest.fixture
def commissioner():
    return Office(Role.COMMISSIONER, HERE)


@pytest.fixture
def chair():
    return Office(Role.CHAIR, HERE)


@pytest.fixture
def township():
    return Office(Role.TOWNSHIP_CLERK, TOWNSHIP)


def given(office, *places, when=MONDAY, **changes):
    said = {
        "id": uuid4(),
        "text": "核对两项补贴领取情况，入户看一看。",
        "basis": "示例县残联〔2026〕8号文",
        "until": date(2026, 3, 10),
        "list_item": "协助核对两项补贴",
    }
    return give(by=office.scope, villages=places or [HERE], task=Given(**said | changes), at=when)


class TestGiving:
    def test_one_act_gives_every_village_its_own(self, commissioner, township):
        here, beside = given(township, HERE, BESIDE)

        assert (here.path, here.category, here.state, here.owner) == (HERE, "guidance", "given", commissioner.user)
        assert (here.title, here.due_at) == ("核对两项补贴领取情况", midnight_after(3, 10))
        assert (beside.path, beside.owner) == (BESIDE, None)  # nobody is in office there: it waits for whoever comes
        assert {(task.basis, task.list_item) for task in Task.objects.order_by("pk")} == {
            ("示例县残联〔2026〕8号文", "协助核对两项补贴")
        }
        entry = AuditEntry.objects.get(action="guidance.give")
        assert (entry.place, entry.changes["villages"], entry.changes["outside"]) == (TOWNSHIP, 2, False)

    def test_the_villages_own_committee_leads(self, commissioner, chair):
        (task,) = given(chair)

        assert (task.category, task.owner) == ("leadership", commissioner.user)

    def test_sent_twice_it_is_given_once(self, commissioner, township):
        same = uuid4()

        assert given(township, id=same) == given(township, id=same)
        assert (Matter.objects.count(), Task.objects.count()) == (1, 1)

    @pytest.mark.parametrize(
        ("role", "path"), [(Role.CHAIR, BESIDE), (Role.TOWNSHIP_CLERK, "379900002"), (Role.COMMISSIONER, HERE)]
    )
    def test_nobody_else_gives_anything(self, role, path):
        with pytest.raises(OutOfScope):
            given(Office(role, path))

    @pytest.mark.parametrize(
        ("changes", "field", "sentence"),
        [
            ({"text": " "}, "text", "请写下要办什么。"),
            ({"basis": ""}, "basis", "请写下依据：哪个文件、哪次会，没有依据的任务不能交办。"),
            ({"until": date(2026, 3, 1)}, "until", "办完的日期不能早于今天。"),
        ],
    )
    def test_what_is_missing_is_said_and_nothing_is_stored(self, township, changes, field, sentence):
        with pytest.raises(Incomplete) as refused:
            given(township, **changes)

        assert refused.value.missing == {field: sentence}
        assert not Matter.objects.exists()

    def test_a_village_that_is_no_more_gets_none_and_the_others_neither(self, township):
        Division.objects.filter(code=BESIDE).update(valid_to=date(2026, 3, 1))

        with pytest.raises(Incomplete) as refused:
            given(township, HERE, BESIDE)

        assert refused.value.missing == {"villages": "柳湾村已经撤销或改了代码，请重新选村。"}
        assert not Matter.objects.exists()


class TestLife:
    def test_accepted_and_done_with_what_came_of_it(self, commissioner, township):
        (task,) = given(township)

        commissioner.does(task, "accept")
        commissioner.does(task, "add", text="走了 12 户。")
        done = commissioner.does(task, "close", text="36 户都核对了，2 户的卡已经换。")

        assert (done.state, done.reason) == ("done", "36 户都核对了，2 户的卡已经换。")
        assert [*Step.objects.order_by("number").values_list("move", flat=True)] == ["open", "accept", "add", "close"]

    def test_an_objection_is_answered_by_whoever_gave_it(self, commissioner, chair, township):
        (task,) = given(township, list_item="")
        commissioner.does(task, "object", text="这是民政所的事。")

        with pytest.raises(NotYours, match="要由交办的单位来坚持交办。"):
            chair.does(task, "insist", text="办吧。")
        insisted = township.does(task, "insist", text="民政所这周没有人。")

        assert insisted.state == "insisted"
        with pytest.raises(NotNow):
            commissioner.does(task, "object", text="还是不该我们办。")

    def test_the_villages_task_is_withdrawn_by_the_village_alone(self, commissioner, chair, township):
        (task,) = given(chair)
        commissioner.does(task, "object", text="人手不够。")

        with pytest.raises(NotYours):
            township.does(task, "withdraw", text="不办了。")
        withdrawn = chair.does(task, "withdraw", text="改到下个月。")

        assert (withdrawn.state, withdrawn.reason, withdrawn.closed_at) == ("withdrawn", "改到下个月。", at(3, 11))

    @pytest.mark.parametrize("key", ["accept", "object", "close"])
    def test_nobody_answers_for_the_commissioner(self, chair, township, key):
        (task,) = given(chair)

        for office in (chair, township, Office(Role.COUNTY_CLERK, COUNTY)):
            with pytest.raises(OutOfScope):
                move(by=office.scope, matter=task, key=key, said=Said(text="好。"), seen=task.version, at=TUESDAY)

    def test_an_objection_and_an_answer_need_words(self, commissioner, township):
        (task,) = given(township)

        with pytest.raises(Incomplete, match="请写下有什么异议。"):
            commissioner.does(task, "object")
        commissioner.does(task, "object", text="不在清单里。")
        with pytest.raises(Incomplete, match="请写下为什么还要办，专职委员先看这一句。"):
            township.does(task, "insist")
