"""What participants are asked to do, what came of it, and thanking them: actions and pages."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from canxie.duties.officers.contributing import finish_task, give_task, strike_out, thank
from canxie.duties.officers.models import Contribution
from canxie.duties.officers.tests.conftest import HERE
from canxie.duties.officers.tests.factories import ContributionFactory, ParticipantFactory, TermFactory
from canxie.engine.audit.models import AuditEntry
from canxie.engine.scoping.scope import OutOfScope, Scope
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.powers import Power
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

TOWNSHIP = "379900001"
TODAY = date(2026, 11, 24)


@pytest.fixture
def chair(client, association):
    user = PostFactory(path=HERE, role=Role.CHAIR, user__name="刘长河").user
    client.force_login(user)
    return user


@pytest.fixture
def by(chair):
    return Scope(chair.pk, {Power.ASSOCIATIONS_PREPARE: (HERE,)})


def address(name, association, who, *more):
    return reverse(f"officers:{name}", args=[association.pk, who.pk, *more])


# --- the actions


def test_a_task_is_given_done_and_thanked_for_and_all_of_it_is_on_the_trail(by):
    who = ParticipantFactory(name="董海燕")
    task = give_task(by=by, participant=who, text="教大家用手机", on=date(2026, 11, 30), where="村委会")
    finish_task(by=by, task=task, done_on=date(2026, 11, 23), hours=4, done="来了六位", today=TODAY)
    thank(by=by, participant=who, text="会上致谢", on=TODAY, today=TODAY)

    task.refresh_from_db()
    assert (task.done_on, task.hours, task.done, task.done_by_id) == (date(2026, 11, 23), 4, "来了六位", by.user_id)
    told = AuditEntry.objects.filter(action__startswith="officers.").order_by("number").values_list("action", flat=True)
    assert [*told] == ["officers.give_task", "officers.finish_task", "officers.thank"]


@pytest.mark.parametrize(
    ("does", "field", "sentence"),
    [
        (
            lambda by, who, task: give_task(by=by, participant=who, text="甲", on=date(2022, 3, 31)),
            "on",
            "2022年4月1日",
        ),
        (
            lambda by, who, task: finish_task(by=by, task=task, done_on=date(2026, 11, 25), hours=1, today=TODAY),
            "done_on",
            "日期不能晚于今天。",
        ),
        (
            lambda by, who, task: finish_task(by=by, task=task, done_on=date(2022, 3, 1), hours=1, today=TODAY),
            "done_on",
            "赵玉那时还没有参加",
        ),
        (
            lambda by, who, task: thank(by=by, participant=who, text="谢谢", on=date(2026, 11, 25), today=TODAY),
            "on",
            "日期不能晚于今天。",
        ),
    ],
)
def test_days_that_cannot_be_are_refused_in_one_sentence(by, does, field, sentence):
    who = ParticipantFactory(name="赵玉", joined_on=date(2022, 4, 1))
    task = ContributionFactory(participant=who)

    with pytest.raises(ValidationError) as refused:
        does(by, who, task)

    assert sentence in refused.value.message_dict[field][0]
    assert Contribution.objects.filter(done_on=None).count() == 1
    assert not AuditEntry.objects.exists()


def test_what_is_done_or_struck_out_is_not_done_again_and_whoever_left_gets_no_task(by):
    done, struck = ContributionFactory(finished=True), ContributionFactory(struck_out=True)
    left = ParticipantFactory(left_on=date(2026, 11, 1))
    for task, sentence in ((done, "已经记过做完了"), (struck, "已经作废")):
        with pytest.raises(ValidationError, match=sentence):
            finish_task(by=by, task=task, done_on=TODAY, hours=1, today=TODAY)
    with pytest.raises(ValidationError, match="已经退出"):
        give_task(by=by, participant=left, text="甲", on=TODAY)
    with pytest.raises(ValidationError, match="已经作废了"):
        strike_out(by=by, contribution=struck, why="又错")
    thank(by=by, participant=left, text="走的时候谢过", on=TODAY, today=TODAY)


def test_nobody_writes_in_the_pool_of_another_village(by):
    beside = ParticipantFactory(path="379900001002")
    task = ContributionFactory(participant=beside)

    for does in (
        lambda: give_task(by=by, participant=beside, text="甲", on=TODAY),
        lambda: finish_task(by=by, task=task, done_on=TODAY, hours=1, today=TODAY),
        lambda: thank(by=by, participant=beside, text="谢谢", on=TODAY, today=TODAY),
        lambda: strike_out(by=by, contribution=task, why="错"),
    ):
        with pytest.raises(OutOfScope):
            does()


# --- the pages


def test_the_chair_gives_a_task_records_it_thanks_and_strikes_a_wrong_one_out(client, chair, association):
    who = ParticipantFactory(name="董海燕", skills="会手语")
    page = client.get(address("participant", association, who)).content.decode()
    assert "今年做完 0 件，一共 0 小时；感谢 0 次。" in page
    assert "现在没有任务。" in page

    said = {"text": "教大家用手机", "on": "2026-11-20", "where": "村委会"}
    page = client.post(address("task", association, who), said, follow=True).content.decode()
    assert "派给董海燕了：教大家用手机。" in page
    assert "周五 11月20日，村委会" in page
    assert "日子过了，还没记做完" in page
    assert "还有 1 件没做完" in page

    task = Contribution.objects.get()
    assert 'value="2026-11-20"' in client.get(address("done", association, who, task.pk)).content.decode()
    said = {"done_on": "2026-11-21", "hours": "4", "done": "来了六位"}
    page = client.post(address("done", association, who, task.pk), said, follow=True).content.decode()
    assert "今年做完 1 件，一共 4 小时；感谢 0 次。" in page
    assert "村委会，4 小时，来了六位" in page
    said = {"text": "送了一本相册", "on": "2026-11-24"}
    page = client.post(address("thanks", association, who), said, follow=True).content.decode()
    assert "感谢 1 次。" in page
    assert "送了一本相册" in page

    said = {"why": "不是她做的"}
    page = client.post(address("strike", association, who, task.pk), said, follow=True).content.decode()
    assert "今年做完 0 件，一共 0 小时；感谢 1 次。" in page
    assert "教大家用手机" in page
    assert "作废：不是她做的，刘长河" in page


@pytest.mark.parametrize(
    ("door", "said", "sentence", "kept"),
    [
        ("task", {"text": "", "on": "2026-11-20", "where": "村委会"}, "请写下做什么。", "村委会"),
        ("task", {"text": "教手机", "on": "下周", "where": ""}, "看不懂", "教手机"),
        ("thanks", {"text": "送了相册", "on": ""}, "请选哪天感谢的。", "送了相册"),
        ("thanks", {"text": "送了相册", "on": "2026-12-01"}, "日期不能晚于今天。", "送了相册"),
        ("done", {"done_on": "2026-11-20", "hours": "0", "done": "都学会了"}, "至少 1 小时。", "都学会了"),
        ("done", {"done_on": "2026-12-20", "hours": "3", "done": "都学会了"}, "日期不能晚于今天。", "都学会了"),
        ("strike", {"why": ""}, "请写下哪里记错了。", "陪李秀兰家去镇里办证"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, chair, association, door, said, sentence, kept):
    task = ContributionFactory(participant=ParticipantFactory())
    more = [task.pk] if door in {"done", "strike"} else []

    answer = client.post(address(door, association, task.participant, *more), said)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert kept in text
    assert "<title>出错：" in text
    assert Contribution.objects.filter(done_on=None, struck_out=False).count() == 1


def test_the_list_counts_what_was_done_this_year_and_says_who_has_not_been_thanked(client, chair, association):
    busy, thanked = ParticipantFactory(name="董海燕"), ParticipantFactory(name="张万林")
    idle = ParticipantFactory(name="何玉珍")
    ContributionFactory(participant=busy, finished=True)
    ContributionFactory(participant=busy, on=date(2025, 12, 30), done_on=date(2026, 1, 1), hours=2)
    ContributionFactory(participant=busy, on=date(2025, 12, 30), done_on=date(2025, 12, 31), hours=50)
    ContributionFactory(participant=busy, finished=True, struck_out=True)
    ContributionFactory(participant=busy)
    ContributionFactory(participant=busy, thanks=True, on=date(2025, 10, 1))
    ContributionFactory(participant=thanked, finished=True)
    ContributionFactory(participant=thanked, thanks=True)
    ContributionFactory(participant=idle, thanks=True, struck_out=True)

    text = re.sub(
        r"<[^>]+>|\s+", " ", client.get(reverse("officers:participants", args=[association.pk])).content.decode()
    )
    text = re.sub(r" +", " ", text)

    assert "2 件，5 小时，还没感谢 没做完 1 件" in text
    assert "1 件，3 小时，感谢 1 次" in text
    assert "1 人今年做了事，还没感谢。" in text
    assert "今年做完的任务 3 件 一共用了 8 小时" in text


def test_those_who_left_stay_readable_with_what_they_did(client, chair, association):
    who = ParticipantFactory(name="从前", left_on=date(2026, 10, 3), left_because="搬走")
    ContributionFactory(participant=who, finished=True)
    TermFactory(association=association, participant=who, until_at=datetime(2026, 10, 2, 16, tzinfo=UTC))

    text = client.get(reverse("officers:participants", args=[association.pk])).content.decode()
    assert "10月3日退出，搬走" in text
    text = client.get(address("participant", association, who)).content.decode()
    assert "10月3日退出了。" in text
    assert "派一件任务" not in text
    places = [text.index(word) for word in ("陪李秀兰家", "不再任槐里村残协委员", "任槐里村残协委员<", "开始参加")]
    assert places[0] < places[3]
    assert "记一次感谢" in text


def test_a_commissioner_reads_and_changes_nothing(client, association):
    client.force_login(PostFactory(path=HERE, role=Role.COMMISSIONER).user)
    task = ContributionFactory(participant=ParticipantFactory(name="陈建国", classes=["person"]))

    text = client.get(address("participant", association, task.participant)).content.decode()

    assert "陪李秀兰家去镇里办证" in text
    assert "残疾人及亲友" in text
    for words in ("记做完了", "作废", "改资料", "派一件任务"):
        assert words not in text


def test_whose_category_the_township_read_is_on_the_trail(client, association):
    client.force_login(PostFactory(path=TOWNSHIP, role=Role.TOWNSHIP_CLERK).user)
    person = PersonFactory(household=HouseholdFactory(path=HERE), category="4", degree=3)
    who = ParticipantFactory(name="陈建国", classes=["person"], person=person)

    for place in (
        address("participant", association, who),
        reverse("officers:participants", args=[association.pk]),
        reverse("officers:seats", args=[association.pk]),
    ):
        assert "肢体三级，本人" in client.get(place).content.decode()

    assert AuditEntry.objects.filter(action="registry.list", changes__count=1).count() == 3


def test_somebody_of_another_association_is_not_found_under_this_one(client, chair, association):
    other = ParticipantFactory(path="379900001002")

    assert client.get(address("participant", association, other)).status_code == 404
