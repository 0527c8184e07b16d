"""The pages: assistant, filing, meetings and their resolutions; what is wrong is told, and what was typed is kept."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from canxie.duties.associations.models import Association, Attendance, Coverage, GapPlan, Meeting, Paper
from canxie.duties.associations.published import Member, members
from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.associations.tests.matrix import photo
from canxie.duties.associations.tests.places import (
    COUNTY,
    DAHUAISHU,
    HUAILI,
    LIUWAN,
    MOPAN,
    TODAY,
    TOWN,
    WUTONG,
    province,
)
from canxie.duties.associations.tests.reading import text_of
from canxie.engine.parameters.models import ParameterValue
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.models import Neighbour
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory
from canxie.mechanisms.matters.models import Matter
from canxie.mechanisms.matters.tests.factories import MatterFactory

pytestmark = pytest.mark.django_db

BASE = "/associations/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 11, 24, 2, tzinfo=UTC), tick=False):
        province()
        yield


def reader(role, path, name="吴海峰"):
    client = Client()
    client.force_login(PostFactory(role=role, path=path, user__name=name).user)
    return client


@pytest.fixture
def town():
    return reader(Role.TOWNSHIP_CLERK, TOWN)


@pytest.fixture
def county():
    return reader(Role.COUNTY_CLERK, COUNTY, "林静")


@pytest.fixture
def chair():
    return reader(Role.CHAIR, HUAILI, "刘长河")


def says_few_is_below(number):
    told = {"reason": "试行", "set_by": 1, "valid_from": date(2026, 1, 1), "version": 1}
    ParameterValue.objects.create(key="assoc.joint_suggest_below", place=COUNTY, value=number, **told)


def people(path, how_many, **changes):
    for _ in range(how_many):
        PersonFactory(household=HouseholdFactory(path=path), **changes)


class TestAssistant:
    def test_without_the_countys_number_nothing_is_called_few(self, town, chair):
        people(HUAILI, 7)

        told = text_of(town.get(f"{BASE}villages/{HUAILI}/"))

        assert "建议：先请县残联定一个数" in told
        assert 'href="/settings/assoc.joint_suggest_below/"' in told
        assert "参数由县残联在“设置”里定。" in text_of(chair.get(f"{BASE}villages/{HUAILI}/"))

    def test_a_small_village_is_advised_to_join_its_neighbour(self, town):
        says_few_is_below(10)
        people(HUAILI, 7)
        people(DAHUAISHU, 9)
        before = text_of(town.get(f"{BASE}villages/{HUAILI}/"))

        town.post(f"{BASE}villages/{HUAILI}/neighbour/", {"near-other": DAHUAISHU, "near-km": "1.5"})
        told = text_of(town.get(f"{BASE}villages/{HUAILI}/"))

        assert "建议：找一个邻村联合设" in before
        assert "还没有申明本乡镇哪个村相邻。" in before
        assert "建议：和大槐树村联合设" in told
        assert "残疾人 7 位，少于县里定的 10 位。" in told
        assert "大槐树村相邻，相距 1.5 公里，残疾人 9 位，也算少，还没有残协。" in told
        assert "参数第 1 版，2026年1月1日起" in told
        assert Neighbour.objects.filter(path=DAHUAISHU, other=HUAILI).exists()

    def test_a_neighbour_that_has_one_can_take_the_village_in(self, town):
        says_few_is_below(10)
        AssociationFactory(path=DAHUAISHU, name="大槐树村残协")
        town.post(f"{BASE}villages/{HUAILI}/neighbour/", {"near-other": DAHUAISHU, "near-km": "2"})

        told = text_of(town.get(f"{BASE}villages/{HUAILI}/"))

        assert "建议：加入大槐树村残协" in told
        assert "看邻村的残协，请它开始调整" in told

    def test_a_large_one_stands_by_itself(self, town):
        says_few_is_below(3)
        people(HUAILI, 3)
        assert "建议：本村单独设" in text_of(town.get(f"{BASE}villages/{HUAILI}/"))

    def test_categories_are_for_those_who_read_the_files(self, town, chair):
        people(HUAILI, 2, category="6")
        assert "精神 2 位" in text_of(town.get(f"{BASE}villages/{HUAILI}/"))
        assert "精神" not in text_of(chair.get(f"{BASE}villages/{HUAILI}/"))

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"near-other": DAHUAISHU, "near-km": "-1"}, "距离不能小于 0。"),
            ({"near-other": DAHUAISHU, "near-km": "很近"}, "请写一个数，比如 1.5。"),
            ({"near-other": "", "near-km": "1"}, "请选一个村。"),
        ],
    )
    def test_a_distance_that_is_none_is_told(self, town, sent, sentence):
        response = town.post(f"{BASE}villages/{HUAILI}/neighbour/", sent)
        assert (response.status_code, Neighbour.objects.count()) == (422, 0)
        assert sentence in text_of(response)


class TestGap:
    def test_a_plan_with_its_day_stands_on_the_board(self, town, county):
        sent = {"gap-reason": "主席人选没定", "gap-form": "own", "gap-beside": "", "gap-due_on": "2026-12-10"}
        assert town.post(f"{BASE}villages/{HUAILI}/plan/", sent).status_code == 302

        board = text_of(county.get(f"{BASE}coverage/"))
        assert "主席人选没定" in board
        assert "本村单独设，12月10日前" in board
        assert GapPlan.objects.get().said_on == TODAY

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"gap-reason": "", "gap-due_on": ""}, "请写下为什么还没有。"),
            ({"gap-reason": "人选没定", "gap-due_on": "2026-11-23"}, "打算的日子不能早于今天。"),
            ({"gap-reason": "人选没定", "gap-due_on": "月底"}, "日期没有看懂，请写成 2026-12-15 这样。"),
        ],
    )
    def test_what_is_wrong_is_told_and_kept(self, town, sent, sentence):
        response = town.post(f"{BASE}villages/{HUAILI}/plan/", {"gap-form": "own", "gap-beside": ""} | sent)

        assert (response.status_code, GapPlan.objects.count()) == (422, 0)
        told = text_of(response)
        assert sentence in told
        assert f'value="{sent["gap-reason"]}"' in told or not sent["gap-reason"]

    def test_the_township_sees_its_gaps_at_home(self, town):
        told = text_of(town.get("/"))
        assert "4 个村还没有残协。" in told
        assert f'href="/associations/villages/{HUAILI}/"' in told


class TestFromGapToActive:
    def test_a_joint_association_is_prepared_filed_and_taken(self, chair, town, county):
        people(HUAILI, 2)
        people(DAHUAISHU, 1)
        id_ = uuid4()
        sent = {"draft_id": id_, "name": "槐里村残协", "form": "joint", "others": [DAHUAISHU], "declared": "on"}

        started = chair.post(f"{BASE}villages/{HUAILI}/prepare/", sent, follow=True)
        assert "3 位残疾人，3 户" in text_of(started)
        assert "槐里村、大槐树村的会议纪要还没有上传。" in text_of(started)
        assert "由榆岭镇残联报县残联" in text_of(started)

        refused = town.post(f"{BASE}{id_}/moves/file/", {"version": 1, "evidence": "两村开过会。"})
        assert refused.status_code == 422
        assert "还有 1 处不符合，补齐了再报。" in text_of(refused)
        assert "两村开过会。" in text_of(refused)

        minutes = {f"minutes_{HUAILI}": photo(), f"minutes_{DAHUAISHU}": photo()}
        assert chair.post(f"{BASE}{id_}/villages/", sent | minutes).status_code == 302
        assert town.post(f"{BASE}{id_}/moves/file/", {"version": 1, "evidence": "两村开过会。"}).status_code == 302
        assert "1 个残协等备案。" in text_of(county.get("/"))

        taken = county.post(
            f"{BASE}{id_}/moves/take/",
            {"version": 2, "on": "2026-11-24", "evidence": "示例残备〔2026〕9号"},
            follow=True,
        )
        told = text_of(taken)
        assert "在册运行" in told
        assert "大槐树村</strong>（联合） · 1 位残疾人" in told
        assert "从 11月24日起。" in told
        assert "<strong>还差 2 个</strong>" in text_of(town.get(f"{BASE}coverage/"))

        minutes_id = Coverage.objects.get(path=DAHUAISHU).minutes
        assert county.get(f"/files/{minutes_id}/").status_code == 200
        assert reader(Role.CHAIR, WUTONG).get(f"/files/{minutes_id}/").status_code == 404

    def test_what_a_step_wants_is_asked_for(self, county):
        made = AssociationFactory(path=HUAILI, state="filed")

        response = county.post(f"{BASE}{made.pk}/moves/take/", {"version": 1, "on": "2026-11-25", "evidence": ""})

        told = text_of(response)
        assert response.status_code == 422
        assert "日期不能晚于今天。" in told
        assert "请写下备案文号或备案表编号。" in told
        assert 'value="2026-11-25"' in told
        assert not Coverage.objects.exists()

    def test_the_countys_number_is_not_filled_in_with_what_the_township_wrote(self, county):
        made = AssociationFactory(path=HUAILI, state="filed", matter__evidence="11月20日两村开会定的。")

        told = text_of(county.get(f"{BASE}{made.pk}/"))

        assert "备案文号" in told
        assert 'value="11月20日两村开会定的。"' not in told
        assert ">11月20日两村开会定的。</textarea>" not in told

    def test_two_villages_of_two_townships_want_the_countys_word(self, county):
        made = AssociationFactory(path=HUAILI, state="preparing", form="joint", villages=[HUAILI, WUTONG])
        assert county.post(f"{BASE}{made.pk}/wider/", {"basis": ""}).status_code == 422
        assert county.post(f"{BASE}{made.pk}/wider/", {"basis": "示例残函〔2026〕8号"}).status_code == 302
        assert "县残联同意：示例残函〔2026〕8号。" in text_of(county.get(f"{BASE}{made.pk}/"))

    def test_a_village_that_is_covered_is_not_prepared_again(self, town):
        AssociationFactory(path=HUAILI, name="槐里村残协")
        sent = {"draft_id": uuid4(), "name": "又一个残协", "form": "own"}

        response = town.post(f"{BASE}villages/{HUAILI}/prepare/", sent)

        assert response.status_code == 422
        assert "槐里村已经由槐里村残协在管，一个村同一天只能有一个残协。" in text_of(response)
        assert 'value="又一个残协"' in text_of(response)
        assert Association.objects.count() == 1

    def test_a_draft_without_a_name_or_a_form_is_told(self, town):
        response = town.post(f"{BASE}villages/{HUAILI}/prepare/", {"draft_id": uuid4(), "name": ""})
        assert response.status_code == 422
        assert {"请给残协起个名字。", "请选怎么设。"} <= {
            sentence for sentence in ("请给残协起个名字。", "请选怎么设。") if sentence in text_of(response)
        }

    def test_dissolved_with_the_one_that_goes_on(self, county):
        first, other = AssociationFactory(path=HUAILI), AssociationFactory(path=LIUWAN, name="柳湾村残协")
        sent = {"version": 1, "on": "2026-11-20", "text": "两村合并。", "evidence": "文号", "successor": other.pk}

        assert county.post(f"{BASE}{first.pk}/moves/dissolve/", sent).status_code == 302

        assert sorted(other.coverages.filter(until=None).values_list("path", flat=True)) == [HUAILI, LIUWAN]

    def test_an_adjustment_can_give_it_another_host(self, town):
        made = AssociationFactory(path=HUAILI, form="joint", state="adjusting", villages=[HUAILI, DAHUAISHU])
        sent = {"draft_id": made.pk, "name": "槐里村残协", "form": "joint", "host": DAHUAISHU}
        sent |= {"others": [DAHUAISHU], "declared": "on"}

        assert "牵头村" in text_of(town.get(f"{BASE}{made.pk}/villages/"))
        assert town.post(f"{BASE}{made.pk}/villages/", sent).status_code == 302
        assert made.proposed.get(host=True).path == DAHUAISHU


class TestList:
    def test_it_tells_villages_and_states(self, town):
        AssociationFactory(path=HUAILI, name="槐里村残协", form="joint", villages=[HUAILI, DAHUAISHU])
        AssociationFactory(path=LIUWAN, name="柳湾村残协", state="suspended")
        told = text_of(town.get(BASE))

        assert "槐里村、大槐树村" in told
        assert "2 个残协" in told
        assert "柳湾村残协" in text_of(town.get(f"{BASE}?state=suspended"))
        assert "没有这样的残协" in text_of(town.get(f"{BASE}?state=merged"))

    def test_a_page_follows_where_the_last_one_ended(self, town):
        for number in range(300, 360):
            AssociationFactory(path=f"379900100{number}", name=f"{number}村残协")
        first = text_of(town.get(BASE))
        after = first.split("after=")[1].split('"')[0]

        second = text_of(town.get(f"{BASE}?after={after}"))

        assert "349村残协" in first
        assert "350村残协" not in first
        assert "350村残协" in second
        assert "349村残协" not in second

    def test_it_costs_as_many_queries_for_twenty_as_for_two(self, town, django_assert_max_num_queries):
        for number in range(300, 320):
            AssociationFactory(path=f"379900100{number}")
        town.get(BASE)
        with django_assert_max_num_queries(12):
            town.get(BASE)


class TestMeetings:
    @pytest.fixture
    def made(self):
        return AssociationFactory(path=HUAILI, name="槐里村残协")

    @pytest.fixture(autouse=True)
    def called(self, monkeypatch):
        found = [Member("刘长河", "主席"), Member("周素琴", "专职委员")]
        monkeypatch.setitem(members._declared, "canxie.duties.associations.test", lambda association, on: found)

    def test_the_agenda_is_prepared_from_what_is_open(self, chair, made):
        MatterFactory(household=HouseholdFactory(path=HUAILI))
        told = text_of(chair.get(f"{BASE}{made.pk}/meetings/new/"))

        assert "没办完的需求 1 条，其中 1 条超时：一条一条过，定谁去办" in told
        assert 'value="第四季度例会"' in told

    def test_a_meeting_from_its_agenda_to_a_resolution_that_is_done(self, chair, made):
        keeper = reader(Role.COMMISSIONER, HUAILI, "周素琴")
        id_, one = uuid4(), uuid4()
        sent = {"meeting_id": id_, "title": "第四季度例会", "on": "2026-11-24", "agenda": "过需求\n\n其他事项"}
        planned = chair.post(f"{BASE}{made.pk}/meetings/new/", sent, follow=True)
        assert "定在11月24日，还没开。" in text_of(planned)
        assert Meeting.objects.get().agenda == ["过需求", "其他事项"]

        owner = f"{HUAILI}-{PostFactory._meta.model.objects.get(user__name='周素琴').user_id}"
        record = {"version": 1, "on": "2026-11-24", "came": ["0"], "others": "张万林", "minutes": "定了坡道的事。"}
        record |= {
            "resolution-1-resolution_id": one,
            "resolution-1-words": "村部门口坡道报村委会修",
            "resolution-1-category": "committee",
            "resolution-1-owner": owner,
            "resolution-1-due_on": "2026-12-10",
        }
        held = text_of(chair.post(f"{BASE}meetings/{id_}/record/", record, follow=True))

        assert "11月24日开的，2 人到会，1 项决定。" in held
        assert "周素琴（专职委员）：没来" in held
        assert "送村（居）民委员会 · 周素琴盯着" in held
        matter = Matter.objects.get(pk=one)
        assert (matter.kind, matter.state, matter.source_id) == ("resolution", "doing", id_)
        assert "12月10日" in text_of(keeper.get(f"{BASE}resolutions/{one}/"))
        assert "上次的决定“村部门口坡道报村委会修”：办到哪一步" in text_of(chair.get(f"{BASE}{made.pk}/meetings/new/"))

        refused = keeper.post(f"{BASE}resolutions/{one}/done/", {"version": 1, "evidence": ""})
        assert "请写下办成了什么，谁能作证。" in text_of(refused)
        done = keeper.post(f"{BASE}resolutions/{one}/done/", {"version": 1, "evidence": "坡道修好了。"}, follow=True)
        assert "凭据：坡道修好了。" in text_of(done)
        assert "都办完" in text_of(chair.get(f"{BASE}{made.pk}/meetings/"))
        assert "2 人中 1 人" not in text_of(chair.get(f"{BASE}{made.pk}/"))

    def test_what_is_wrong_with_a_meeting_is_told_and_kept(self, chair, made):
        meeting = Meeting.objects.create(
            association=made, path=HUAILI, place=HUAILI, title="例会", planned_on=date(2026, 11, 20)
        )
        record = {"version": 1, "on": "2026-11-25", "came": [], "others": "", "minutes": ""}
        record |= {"resolution-1-words": "修坡道", "resolution-1-category": "association", "resolution-1-due_on": "x"}

        told = text_of(response := chair.post(f"{BASE}meetings/{meeting.pk}/record/", record))

        assert response.status_code == 422
        assert "会还没开，日期不能晚于今天。" in told
        assert "请选谁盯着。" in told
        assert "修坡道" in told

        record = {"version": 1, "on": "2026-11-20", "others": "", "minutes": ""}
        told = text_of(chair.post(f"{BASE}meetings/{meeting.pk}/record/", record))
        assert "请勾上或写下到会的人。" in told
        assert "请写下会上说了什么，或者上传会议记录的照片。" in told
        assert not Attendance.objects.exists()

    def test_of_two_who_record_it_one_is_told(self, chair, made):
        meeting = Meeting.objects.create(
            association=made, path=HUAILI, place=HUAILI, title="例会", planned_on=date(2026, 11, 20)
        )
        record = {"version": 1, "on": "2026-11-20", "came": ["0"], "minutes": "好。"}
        chair.post(f"{BASE}meetings/{meeting.pk}/record/", record)
        again = chair.post(f"{BASE}meetings/{meeting.pk}/record/", record)
        assert "这次会已经有人记过了，先看看再补。" in text_of(again)


def test_a_paper_is_kept_and_opened_by_those_who_may(town, county):
    made = AssociationFactory(path=HUAILI)
    assert town.post(f"{BASE}{made.pk}/paper/", {"title": "备案表"}).status_code == 422
    sent = {"title": "备案表", "dated": "2022-04-18", "photo": photo()}
    assert town.post(f"{BASE}{made.pk}/paper/", sent).status_code == 302

    paper = Paper.objects.get()
    assert county.get(f"/files/{paper.file}/").status_code == 200
    assert reader(Role.COMMISSIONER, LIUWAN).get(f"/files/{paper.file}/").status_code == 404
    assert "2022年4月18日" in text_of(town.get(f"{BASE}{made.pk}/"))


def test_a_village_tells_what_covered_it_before(town):
    made = AssociationFactory(path=HUAILI, name="老槐里村残协")
    made.coverages.update(until=date(2026, 5, 5))
    VillageFactory(code=HUAILI)

    told = text_of(town.get(f"{BASE}villages/{HUAILI}/"))

    assert "还没有残协，已经 203 天。" in told
    assert "2022年4月18日到2026年5月5日" in told
    assert town.get(f"{BASE}villages/379900100999/").status_code == 404


def test_names_stand_in_the_order_of_their_characters_on_either_database(town, county):
    """一, 三, 二 by number; by sound, as a Chinese collation has it, 二 would come first."""
    kept = AssociationFactory(path=HUAILI, name="槐里村残协")
    for path, name in ((DAHUAISHU, "二村残协"), (LIUWAN, "一村残协"), (MOPAN, "三村残协")):
        AssociationFactory(path=path, name=name)
    for number, name in enumerate(("二社残协", "一社残协", "三社残协")):
        AssociationFactory(path=WUTONG, name=name, state="filed", place=f"37990000190{number}")

    in_turn = ["一村残协", "三村残协", "二村残协"]
    text = text_of(county.get(f"{BASE}{kept.pk}/"))
    assert sorted(in_turn, key=text.index) == in_turn
    for page in ("/", f"{BASE}?state=filed"):
        told = text_of(county.get(page))
        places = [told.index(name) for name in ("一社残协", "三社残协", "二社残协")]
        assert places == sorted(places)
