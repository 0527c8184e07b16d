"""The life of a need, move by move."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.management import call_command

from canxie.engine.audit.models import AuditEntry
from canxie.engine.files.actions import opened
from canxie.engine.files.content import Content
from canxie.engine.files.models import StoredFile
from canxie.engine.jobs.scheduling import tick
from canxie.engine.scoping.scope import OutOfScope
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.registry.tests.factories import HouseholdFactory
from canxie.mechanisms.matters import flow
from canxie.mechanisms.matters.actions import Said, escalate, move
from canxie.mechanisms.matters.escalation import escalate_overdue
from canxie.mechanisms.matters.models import NEVER, Hop, Matter, Step
from canxie.mechanisms.matters.refusals import Incomplete, NothingDue, NotNow, NotYours, Overtaken
from canxie.mechanisms.matters.tests.people import COUNTY, HERE, TOWNSHIP, Office, at, midnight_after, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return Office(Role.COMMISSIONER, HERE)


@pytest.fixture
def township():
    return Office(Role.TOWNSHIP_CLERK, TOWNSHIP)


@pytest.fixture
def county():
    return Office(Role.COUNTY_CLERK, COUNTY)


@pytest.fixture
def household():
    return HouseholdFactory(path=HERE)


@pytest.fixture
def need(village, township, household):
    return told(village, household)


class TestOpening:
    def test_has_an_owner_and_two_clocks(self, need, village):
        assert (need.owner, need.owner_path, need.first_owner) == (village.user, HERE, village.user)
        assert (need.path, need.place, need.state, need.title) == (HERE, HERE, "submitted", "门口给安个把手")
        assert need.ack_due == need.due_at == midnight_after(3, 13)  # three working days from Tuesday
        assert need.close_due == midnight_after(9, 7)  # 180 days are Sunday 6 September, so Monday
        assert AuditEntry.objects.get().action == "need.open"
        assert Step.objects.get().to_state == "submitted"

    def test_is_stored_once_however_often_it_is_sent(self, village, township, household):
        same = {"id": uuid4()}

        assert told(village, household, **same) == told(village, household, **same)
        assert Matter.objects.count() == 1

    def test_an_urgent_one_waits_two_hours_by_the_clock(self, village, township, household):
        need = told(village, household, when=at(3, 14, 22), urgent=True)  # a Saturday night

        assert need.ack_due == at(3, 15, 0)

    def test_goes_to_the_township_when_the_village_has_nobody(self, township, household):
        village = Office(Role.COMMISSIONER, HERE)
        Post.objects.filter(pk=village.post.pk).update(until_at=at(2, 1))

        need = told(village, household)

        assert (need.owner, need.owner_path, need.state) == (township.user, TOWNSHIP, "submitted")

    def test_asked_of_the_township_it_stays_with_the_village_until_accepted(self, village, township, household):
        need = told(village, household, owner=1)

        assert (need.owner, need.owner_path, need.sent_to, need.state) == (village.user, HERE, TOWNSHIP, "referred")

    def test_needs_words_and_a_category(self, village, township, household):
        with pytest.raises(Incomplete) as refused:
            told(village, household, words=" ", category="?")

        assert set(refused.value.missing) == {"words", "category"}
        assert not Matter.objects.exists()

    def test_is_refused_where_the_power_does_not_hold(self, township, household):
        with pytest.raises(OutOfScope):
            told(Office(Role.COMMISSIONER, "379900001002"), household)


def test_a_need_from_the_door_to_the_end(need, village, township):
    village.does(need, "answer", text="已经问镇里。")
    need.refresh_from_db()
    assert (need.state, need.answered_at, need.due_at) == ("verified", at(3, 11), midnight_after(9, 7))

    village.does(need, "hand_on", at(3, 12), text="村里没有改造资金。")
    need.refresh_from_db()
    assert (need.state, need.owner, need.sent_to) == ("referred", village.user, TOWNSHIP)
    assert need.due_at == midnight_after(3, 17)  # Friday, Monday, Tuesday

    township.does(need, "accept", at(3, 13))
    need.refresh_from_db()
    assert (need.state, need.owner, need.owner_path, need.sent_to) == ("in_service", township.user, TOWNSHIP, "")
    assert need.due_at == midnight_after(9, 7)
    hop = Hop.objects.get()
    assert (hop.from_owner, hop.to_owner, hop.accepted_at) == (village.user, township.user, at(3, 13))

    township.does(need, "deliver", at(3, 20), on=date(2026, 3, 20), evidence="扶手装好。")
    need.refresh_from_db()
    assert (need.state, need.due_at) == ("delivered", NEVER)

    with pytest.raises(NotNow):
        village.does(need, "close", at(3, 21), evidence="签收单。")
    village.does(need, "confirm", at(3, 21), confirmation="in_person")
    village.does(need, "close", at(3, 21), evidence="扶手装好，本人签收。")
    need.refresh_from_db()
    assert (need.state, need.closed_at, need.confirmed_by) == ("closed", at(3, 21), "in_person")
    steps = ["open", "answer", "hand_on", "accept", "deliver", "confirm", "close"]
    assert [*Step.objects.order_by("number").values_list("number", "move")] == [*enumerate(steps, start=1)]
    assert [entry.action for entry in AuditEntry.objects.order_by("number")] == [f"need.{step}" for step in steps]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("answer", {}),
        ("answer", {"text": "  "}),
        ("not_possible", {"text": "没有钱"}),
        ("not_possible", {"why": "waiting"}),
    ],
)
def test_a_move_needs_what_it_asks_for(need, village, key, said):
    with pytest.raises(Incomplete):
        village.does(need, key, **said)

    need.refresh_from_db()
    assert (need.state, need.version) == ("submitted", 1)


def test_what_cannot_be_done_is_explained_and_can_be_opened_again(need, village):
    village.does(need, "not_possible", at(3, 11), why="no_resource", text="今年的名额用完了，明年三月再报。")
    need.refresh_from_db()
    assert (need.why, need.reason, need.due_at) == ("no_resource", "今年的名额用完了，明年三月再报。", NEVER)

    village.does(need, "reopen", at(3, 18), text="又有了名额。")
    need.refresh_from_db()
    assert (need.state, need.closed_at, need.why, need.reason, need.answered_at) == ("reopened", None, "", "", None)
    assert (need.due_at, need.reopened) == (midnight_after(3, 23), 1)  # Thursday, Friday, Monday


def test_what_did_not_arrive_goes_back_to_work(need, village):
    village.does(need, "answer", text="下周送来。")
    village.does(need, "deliver", at(3, 20), on=date(2026, 3, 20), evidence="邻居代收。")
    village.does(need, "not_received", at(3, 23), text="没见着。")

    need.refresh_from_db()
    assert (need.state, need.delivered_on, need.evidence, need.due_at) == ("in_service", None, "", need.close_due)


def test_only_the_owners_office_moves_it_on(need, village, township):
    village.does(need, "hand_on", text="要镇里办。")
    with pytest.raises(NotYours):
        village.does(need, "accept")
    township.does(need, "accept", at(3, 12))

    with pytest.raises(NotYours):
        village.does(need, "answer", at(3, 12), text="好的。")
    with pytest.raises(OutOfScope):
        Office(Role.COMMISSIONER, "379900001002").does(need, "confirm", at(3, 12))


def test_a_page_that_was_open_too_long_is_told_who_was_faster(need, village):
    village.does(need, "answer", at(3, 11, 9, minute=5), text="已经问镇里。")

    with pytest.raises(Overtaken, match=f"^{village.user.name}在 9:05 已经把它改成“已答复，在找资源”，先看看再办。$"):
        move(by=village.scope, matter=need, key="answer", said=Said(text="好。"), seen=1, at=at(3, 11))


def test_nor_may_it_do_what_could_still_be_done(need, village):
    village.does(need, "answer", at(3, 11, 9, minute=5), text="已经问镇里。")

    with pytest.raises(Overtaken):
        move(by=village.scope, matter=need, key="add", said=Said(text="门框是木头的。"), seen=1, at=at(3, 11))


class TestClocks:
    @pytest.mark.parametrize(
        ("told_on", "answer_by"),
        [
            (at(9, 26, year=2025), (9, 30)),  # a Friday; Sunday the 28th is worked, then Monday and Tuesday
            (at(9, 29, year=2025), (10, 10)),  # the 30th, and after the holiday the 9th and 10th
            (at(10, 9, year=2025), (10, 13)),  # Friday, Saturday (worked), Monday
        ],
    )
    def test_across_national_day(self, village, township, household, told_on, answer_by):
        assert told(village, household, when=told_on).ack_due == midnight_after(*answer_by, year=2025)

    def test_what_nobody_answers_climbs_from_place_to_place(self, need, village, township, county):
        assert escalate_overdue(midnight_after(3, 13).replace(hour=15, minute=59)) == 0
        assert escalate_overdue(midnight_after(3, 13)) == 1
        need.refresh_from_db()
        assert (need.state, need.owner, need.sent_to) == ("referred", village.user, TOWNSHIP)
        assert need.due_at == midnight_after(3, 18)  # it is Saturday here: Monday, Tuesday, Wednesday

        assert escalate_overdue(midnight_after(3, 13)) == 0, "a second run does nothing"
        assert escalate_overdue(midnight_after(3, 18)) == 1
        need.refresh_from_db()
        assert (need.owner, need.sent_to) == (village.user, COUNTY)
        assert [*Hop.objects.order_by("sent_at").values_list("to_path", "ending", "by_system")] == [
            (TOWNSHIP, "climbed", True),
            (COUNTY, "", True),
        ]

        assert escalate_overdue(at(12, 31)) == 0, "above the county nobody acts"
        with pytest.raises(NotYours):
            township.does(need, "accept", at(3, 20))
        county.does(need, "accept", at(3, 20))
        need.refresh_from_db()
        assert (need.state, need.owner, need.due_at) == ("submitted", county.user, midnight_after(3, 25))

    def test_the_first_owner_may_still_answer(self, need, village):
        escalate_overdue(at(3, 16))

        village.does(need, "answer", at(3, 16), text="来晚了，已经答复。")

        need.refresh_from_db()
        assert (need.state, need.owner, need.sent_to) == ("verified", village.user, "")
        assert Hop.objects.get().ending == "settled"

    def test_what_is_accepted_unanswered_owes_an_answer_anew_and_climbs_again(self, need, township, county):
        escalate_overdue(at(3, 16))
        township.does(need, "accept", at(3, 17))
        need.refresh_from_db()
        assert (need.state, need.ack_due) == ("submitted", midnight_after(3, 20))

        escalate_overdue(at(3, 23))
        need.refresh_from_db()
        assert (need.owner, need.sent_to) == (township.user, COUNTY)

    def test_a_clock_that_does_not_climb_leaves_it_where_it_is(self, need, village):
        village.does(need, "answer", text="在找资源。")

        assert escalate_overdue(at(12, 31)) == 0
        need.refresh_from_db()
        with pytest.raises(NothingDue):
            escalate(by=village.scope, matter=need, at=at(12, 31))


def test_a_page_offers_what_one_may_do(need, village, township, county):
    offered = [[*flow.moves_of(office.scope, need)] for office in (village, township, county)]

    assert offered == [["answer", "hand_on", "add", "not_possible", "withdraw"]] * 3
    village.does(need, "hand_on", text="要镇里办。")
    need.refresh_from_db()
    assert [*flow.moves_of(village.scope, need)] == ["answer", "add", "not_possible", "withdraw"]
    assert [*flow.moves_of(township.scope, need)] == ["accept", "answer", "return", "add", "not_possible", "withdraw"]


def test_the_schedule_sends_on_what_has_run_out(need, capsys):
    tick(midnight_after(3, 13))
    need.refresh_from_db()
    assert need.sent_to == TOWNSHIP

    Matter.objects.update(due_at=at(3, 14))
    call_command("escalate_matters", "--json")
    assert capsys.readouterr().out == '{"escalated": 1}\n'
    call_command("escalate_matters")
    assert capsys.readouterr().out == "转上一级 0 条\n"


class TestPhotos:
    PHOTO = Content("签收单.jpg", "image/jpeg", b"a photo")

    def test_is_kept_with_the_step_and_opened_by_whoever_reads_the_need(
        self, need, village, township, settings, tmp_path
    ):
        settings.VAR = tmp_path
        village.does(need, "answer", text="下周送来。")
        told = {"on": date(2026, 3, 12), "evidence": "本人签收。"}

        village.does(need, "deliver", at(3, 12), **told, photo=self.PHOTO, consent=True)

        step = Step.objects.get(move="deliver")
        need.refresh_from_db()
        file = StoredFile.objects.get(pk=step.evidence_file)
        assert (step.consent, need.evidence_file, file.place) == (True, file.pk, HERE)
        assert opened(by=township.scope, file=file).data == b"a photo"
        with pytest.raises(OutOfScope):
            opened(by=Office(Role.COMMISSIONER, "379900001002").scope, file=file)

    def test_wants_the_persons_consent(self, need, village, settings, tmp_path):
        settings.VAR = tmp_path
        village.does(need, "answer", text="下周送来。")

        with pytest.raises(Incomplete, match="照片要本人同意才能存"):
            village.does(need, "deliver", on=date(2026, 3, 11), evidence="本人签收。", photo=self.PHOTO)

        assert not StoredFile.objects.exists()

    def test_stays_when_the_need_is_closed_without_another(self, need, village, settings, tmp_path):
        settings.VAR = tmp_path
        village.does(need, "answer", text="下周送来。")
        told = {"on": date(2026, 3, 12), "evidence": "本人签收。"}
        village.does(need, "deliver", at(3, 12), **told, photo=self.PHOTO, consent=True)
        village.does(need, "confirm", at(3, 13), confirmation="by_phone")
        village.does(need, "close", at(3, 13), evidence="电话里说用得上。")

        need.refresh_from_db()
        assert need.evidence_file == StoredFile.objects.get().pk
