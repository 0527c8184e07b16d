"""The seats editor, the filing and the pool, as browsers meet them."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import engines
from django.urls import reverse

from canxie.duties.associations.models import Attendance, Meeting
from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.officers.cards import findings, letters, seats, vacant
from canxie.duties.officers.models import OfficeTerm, Participant
from canxie.duties.officers.tests.conftest import HERE, NOW
from canxie.duties.officers.tests.factories import ContributionFactory, ParticipantFactory, TermFactory
from canxie.engine.audit.models import AuditEntry
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.scopes import scope_of
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.powers import Power
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

BESIDE, TOWNSHIP = "379900001002", "379900001"


@pytest.fixture
def association():
    VillageFactory(code=HERE, name="槐里村")
    VillageFactory(code=BESIDE, name="大槐树村")
    TownshipFactory()
    return AssociationFactory(path=HERE, villages=[HERE, BESIDE], name="槐里村残协")


@pytest.fixture
def clerk(client):
    user = PostFactory(path=TOWNSHIP, role=Role.TOWNSHIP_CLERK).user
    client.force_login(user)
    return user


def held(association, position, name, classes, **more):
    who = ParticipantFactory(name=name, classes=classes, **more.pop("who", {}))
    return TermFactory(association=association, participant=who, position=position, **more)


def address(name, association, *more):
    return reverse(f"officers:{name}", args=[association.pk, *more])


def row(number, who="", position="", **more):
    return {f"n-{number}-{name}": value for name, value in {"who": who, "position": position, **more}.items()}


def test_a_save_keeps_what_is_missing_and_proposes(client, clerk, association):
    held(association, "chair", "刘长河", ["two_committee_member"])
    who = ParticipantFactory(name="何玉珍", classes=["relative_friend"])

    page = client.get(address("seats", association)).content.decode()
    assert "副主席还缺 2 名" in page
    assert "何玉珍，残疾人亲友，槐里村" in page
    sent = {"do": "save", "rows": "1", "basis": "村会议", **row(0, who.pk, "vice_chair", since="2026-12-01")}
    term = OfficeTerm.objects.get()
    sent[f"t-{term.pk}-how"] = "stay"
    answer = client.post(address("seats", association), sent, follow=False)

    assert (answer.status_code, answer["Location"]) == (302, f"/associations/{association.pk}/")
    new = OfficeTerm.objects.get(position="vice_chair")
    assert (new.participant, new.state, new.basis, new.proposed_by) == (who, "proposed", "村会议", clerk)
    assert new.since_at == datetime(2026, 11, 30, 16, tzinfo=UTC)
    assert not Post.objects.exclude(user=clerk).exists()


def test_findings_are_said_while_the_seats_are_put_together(client, clerk, association):
    who = ParticipantFactory(name="刘长河", classes=["two_committee_member"])
    sent = {"do": "check", "rows": "1", **row(0, who.pk, "chair")}

    answer = client.post(address("seats", association), sent, headers={"HX-Request": "true"})

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<h1" not in text
    assert "主席 1 名，是村“两委”成员" in text
    assert "副主席2至3名" in text
    assert not OfficeTerm.objects.exists()


def test_without_a_script_a_button_checks_and_another_adds_a_row(client, clerk, association):
    who = ParticipantFactory(name="刘长河")
    checked = client.post(address("seats", association), {"do": "check", "rows": "1", **row(0, who.pk, "chair")})
    assert "主席 1 名，不是村“两委”成员" in checked.content.decode()

    more = client.post(
        address("seats", association), {"do": "more", "rows": "1", "basis": "村会议", **row(0, who.pk, "chair")}
    ).content.decode()
    assert 'name="n-1-who"' in more
    assert re.search(rf'value="{who.pk}" selected', more)
    assert 'value="村会议"' in more
    assert "请选赵" not in more
    assert "出错：" not in more


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"position": "member"}, "请选提名谁。"),
        ({"who": True}, "请选赵玉任什么职务。"),
        ({"who": True, "position": "member"}, "请选从哪天起任职。"),
        (
            {"who": True, "position": "chair", "since": "2026-12-01", "commissioner": "on"},
            "专职委员要是委员：职务选委员。",
        ),
        (
            {"who": True, "position": "member", "since": "2026-12-01", "until": "2026-11-01"},
            "到期的日期要晚于开始的日期。",
        ),
        ({"who": True, "position": "member", "since": "后天"}, "看不懂"),
    ],
)
def test_what_cannot_be_is_said_where_it_was_typed_and_nothing_is_lost(client, clerk, association, said, sentence):
    who = ParticipantFactory(name="赵玉")
    said = {**said, "who": who.pk} if "who" in said else said
    answer = client.post(
        address("seats", association), {"do": "save", "rows": "1", "basis": "第 7 号", **row(0, **said)}
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert "<title>出错：" in text
    assert "第 7 号" in text
    assert not OfficeTerm.objects.exists()


def test_the_second_of_two_chairs_is_told_who_is_and_keeps_what_was_typed(client, clerk, association):
    first, second = ParticipantFactory(name="刘长河"), ParticipantFactory(name="高振海")
    for who, status in {first: 302, second: 422}.items():
        sent = {"do": "save", "rows": "1", "basis": "换届", **row(0, who.pk, "chair", since="2026-12-01")}
        answer = client.post(address("seats", association), sent)
        assert answer.status_code == status

    text = answer.content.decode()
    assert "这段时间主席是刘长河（12月1日起）。先给刘长河办离任。" in text
    assert re.search(rf'value="{second.pk}" selected', text)
    assert OfficeTerm.objects.get().participant == first


def test_the_filing_says_what_is_missing_and_files_an_end_alone(client, clerk, association):
    term = held(association, "chair", "刘长河", ["two_committee_member"], who={"with_account": True})
    sent = {"do": "save", "rows": "0", f"t-{term.pk}-how": "leave", f"t-{term.pk}-why": "调走"}
    assert "请选刘长河从哪天起不再担任。" in client.post(address("seats", association), sent).content.decode()
    client.post(address("seats", association), {**sent, f"t-{term.pk}-on": "2026-11-20"})

    page = client.get(address("file", association)).content.decode()
    assert "只办离任：1 人" in page
    assert "备案这" not in page
    assert "主席还缺 1 名" in page
    refused = client.post(address("file", association), {"do": "all"})
    assert refused.status_code == 422
    assert "还不能备案：" in refused.content.decode()

    assert client.post(address("file", association), {"do": "endings"}).status_code == 302
    term.refresh_from_db()
    assert (term.until_at, term.ended_reason) == (datetime(2026, 11, 19, 16, tzinfo=UTC), "调走")
    assert "没有等备案的变动。" in client.get(address("file", association)).content.decode()


def test_whole_seats_are_filed_and_posts_follow(client, clerk, association):
    held(association, "chair", "刘长河", ["two_committee_member"])
    held(association, "vice_chair", "陈建国", ["person"])
    held(association, "vice_chair", "何玉珍", ["relative_friend"])
    held(association, "member", "张万林", ["village_doctor"])
    held(association, "member", "董海燕", ["volunteer"], who={"home": BESIDE})
    user = UserFactory(name="周素琴")
    held(association, "member", "周素琴", ["person"], who={"user": user}, commissioner=True, proposed=True)
    page = client.get(address("file", association)).content.decode()
    assert "备案这 1 处变动" in page
    assert "周素琴" in page

    assert client.post(address("file", association), {"do": "all"}).status_code == 302

    assert scope_of(user.pk, at=NOW).paths(Power.VISITS_RECORD) == (HERE, BESIDE)


# --- the cards


def test_the_cards_show_gaps_with_days_and_quote_the_clause(association):
    held(association, "chair", "刘长河", ["two_committee_member"], until_at=datetime(2027, 4, 17, 16, tzinfo=UTC))
    gone = {"until_at": datetime(2026, 10, 2, 16, tzinfo=UTC)}
    held(association, "vice_chair", "从前", ["person"], **gone)
    held(association, "vice_chair", "陈建国", ["person"])
    scope = Scope(1, dict.fromkeys((Power.ASSOCIATIONS_READ, Power.ASSOCIATIONS_PREPARE), (TOWNSHIP,)))

    rows = seats(scope, association).shows["rows"]

    assert [(row.title, row.kind, row.words) for row in rows] == [
        ("主席", "good", "要 1 名，有 1 名"),
        ("副主席", "late", "要 2 到 3 名，有 1 名"),
        ("委员", "late", "要 3 到 5 名，有 0 名"),
    ]
    assert (rows[0].seats[0].name, rows[0].seats[0].sub) == ("刘长河", "到 2027年4月")
    gap = rows[1].seats[1]
    assert (gap.name, gap.text, gap.link, gap.empty) == ("缺 1 名", "已 52 天", "提名副主席", True)
    said = findings(scope, association).shows
    assert said["findings"][0].quote.startswith("副主席2至3名")
    assert said["summary"].startswith("3 项不符合")


def drawn(card):
    return engines["jinja2"].get_template(card.template).render({"card": card})


def test_the_cards_are_drawn_for_those_who_may_mend_and_those_who_may_not(client, clerk, association):
    held(association, "chair", "刘长河", ["two_committee_member"])
    grants = {Power.ASSOCIATIONS_READ: (TOWNSHIP,)}
    reading, mending = Scope(1, grants), Scope(1, grants | {Power.ASSOCIATIONS_PREPARE: (TOWNSHIP,)})

    assert "刘长河的聘任书，主席" in drawn(letters(mending, association))
    assert "提名副主席" in drawn(seats(mending, association))
    assert "提名副主席" not in drawn(seats(reading, association))
    assert "提名副主席：参与人员里有 0 人合适" in drawn(findings(mending, association))
    assert "参与人员里有" not in drawn(findings(reading, association))
    assert "槐里村残协缺副主席" in client.get("/").content.decode()
    association.coverages.update(until=date(2026, 11, 1))
    assert "没有空缺。" in client.get("/").content.decode()


def test_a_disability_is_told_to_the_township_alone(association):
    person = PersonFactory(household=HouseholdFactory(path=HERE), category="4", degree=3)
    held(association, "vice_chair", "陈建国", ["person"], who={"person": person})
    read = {Power.ASSOCIATIONS_READ: (TOWNSHIP,)}
    prepare = read | {Power.ASSOCIATIONS_PREPARE: (TOWNSHIP,)}
    township = prepare | {Power.ASSOCIATIONS_FILE: (TOWNSHIP,)}
    texts = [
        seats(Scope(1, grants), association).shows["rows"][1].seats[0].text for grants in (read, prepare, township)
    ]

    assert texts == ["残疾人及亲友", "残疾人", "肢体三级，本人"]
    assert seats(Scope(1, township), association).named == [person]
    assert seats(Scope(1, read), association).named == []


def test_empty_seats_stand_on_the_desk_of_the_township_and_later_of_the_county(association):
    held(association, "chair", "刘长河", ["x"], until_at=datetime(2026, 11, 14, 16, tzinfo=UTC))
    for number in range(2):
        held(association, "vice_chair", f"副{number}", ["person"])
    for number in range(3):
        held(association, "member", f"委{number}", ["person"], commissioner=number == 0)

    town = vacant(Scope(1, {Power.ASSOCIATIONS_READ: (TOWNSHIP,)}))
    assert [(one.label, one.days, late) for one, _, late in town.shows["vacancies"]] == [("主席", 9, True)]
    assert vacant(Scope(1, {Power.ASSOCIATIONS_READ: ("379900",)})).shows["vacancies"] == []
    assert vacant(Scope(1, {Power.ASSOCIATIONS_READ: (HERE,)})) is None


def test_the_seat_of_a_commissioner_stands_here_only_where_somebody_does_the_work(association):
    """Where nobody does, the card of the township's force says so, with the way to have it covered."""
    for position, count in {"chair": 1, "vice_chair": 2, "member": 3}.items():
        for number in range(count):
            held(association, position, f"{position}{number}", ["person"])

    town = Scope(1, {Power.ASSOCIATIONS_READ: (TOWNSHIP,)})
    assert vacant(town).beside == "0 处"
    PostFactory(path=HERE, role=Role.COMMISSIONER)
    assert [one.label for one, _, _ in vacant(town).shows["vacancies"]] == ["专职委员"]


def test_the_vacancies_of_many_associations_cost_five_queries(association, django_assert_num_queries):
    for number in range(20):
        AssociationFactory(path=f"3799000011{number:02d}")
    with django_assert_num_queries(5):
        assert vacant(Scope(1, {Power.ASSOCIATIONS_READ: (TOWNSHIP,)})).beside == "63 处"


# --- the pool


def test_somebody_joins_the_pool_is_corrected_and_leaves(client, clerk, association):
    sent = {"name": "张万林", "path": HERE, "home": BESIDE, "classes": ["village_doctor"], "joined_on": "2026-03-01"}
    wrong = client.post(address("join", association), {**sent, "classes": [], "hours": "很多"})
    assert wrong.status_code == 422
    assert "请至少选一项。" in wrong.content.decode()
    assert "这里要填整数。" in wrong.content.decode()
    assert client.get(address("join", association)).status_code == 200

    client.post(address("join", association), {**sent, "about": "村医", "hours": "6"})
    who = Participant.objects.get()
    assert (who.name, who.home, who.classes, who.hours) == ("张万林", BESIDE, ["village_doctor"], 6)
    page = client.get(address("participants", association)).content.decode()
    assert "1 人，来自 1 类人" in page
    assert "参与人员只来自 1 类人，建议至少 4 类" in page

    page = client.get(address("change", association, who.pk)).content.decode()
    assert 'value="张万林"' in page
    assert "2026-03-01" in page
    left = {**sent, "left_on": "2026-02-01", "left_because": "搬走", "seen": seen(page)}
    assert "退出日期不能早于参加日期。" in client.post(address("change", association, who.pk), left).content.decode()
    client.post(address("change", association, who.pk), {**left, "left_on": "2026-11-01"})
    assert "0 人" in client.get(address("participants", association)).content.decode()


def seen(page, form=0):
    """Read which version a page was opened with: of the facts, or of the links (1)."""
    return re.findall(r'name="seen" value="(\w+)"', page)[form]


def test_nobody_leaves_an_open_task_behind(client, clerk, association):
    who = ParticipantFactory(name="张万林")
    task = ContributionFactory(participant=who, text="教大家用手机")
    change = address("change", association, who.pk)
    sent = {"name": "张万林", "path": HERE, "home": HERE, "classes": ["volunteer"], "joined_on": "2022-04-01"}
    sent |= {"left_on": "2026-11-01", "seen": seen(client.get(change).content.decode())}

    answer = client.post(change, sent)

    assert answer.status_code == 422
    assert "张万林还有 1 件任务没做完（教大家用手机）。先记做完了，或者作废，再记退出。" in answer.content.decode()
    client.post(reverse("officers:strike", args=[association.pk, who.pk, task.pk]), {"why": "不做了"})
    assert client.post(change, sent).status_code == 302
    who.refresh_from_db()
    assert who.left_on == date(2026, 11, 1)


def test_who_saves_second_sees_both_texts_and_overwrites_knowingly(client, clerk, association):
    who = ParticipantFactory(name="董海燕", skills="会手语", hours=6)
    change = address("change", association, who.pk)
    mine = {"name": "董海燕", "path": HERE, "home": HERE, "classes": ["volunteer", "grid_worker"]}
    mine |= {"joined_on": "2022-04-01", "skills": "会手语、会开车", "hours": "6"}
    mine["seen"] = seen(client.get(change).content.decode())
    Participant.objects.update(hours=12, classes=["volunteer"], about="网格员")

    answer = client.post(change, mine)

    page = re.sub(r"\s+", " ", answer.content.decode())
    assert answer.status_code == 409
    assert page.count("这份资料刚被别人改过，还没有保存。") == 1
    for label, theirs, own in (
        ("会做什么", "会手语", "会手语、会开车"),
        ("每月能出几小时", "12", "6"),
        ("来自哪些人", "志愿者", "网格员、志愿者"),
        ("身份", "网格员", "空着"),
    ):
        assert f"<dt>{label}</dt> <dd> 别人存的：{theirs} <br> 这里填的：{own} </dd>" in page
    assert 'value="会手语、会开车"' in page
    assert Participant.objects.get().hours == 12

    assert client.post(change, mine | {"seen": seen(page)}).status_code == 302
    who.refresh_from_db()
    assert (who.skills, who.hours, who.about) == ("会手语、会开车", 6, "")


def test_whoever_stores_what_another_has_just_stored_is_asked_nothing(client, clerk, association):
    who = ParticipantFactory(name="董海燕")
    change = address("change", association, who.pk)
    sent = {"name": "董海燕", "path": HERE, "home": HERE, "classes": ["volunteer"], "joined_on": "2022-04-01"}
    sent |= {"skills": "会开车", "seen": seen(client.get(change).content.decode())}
    Participant.objects.update(skills="会开车")

    assert client.post(change, sent).status_code == 302


def test_who_links_second_sees_that_somebody_has_been_linked(client, clerk, association):
    who = ParticipantFactory(name="陈建国", person=PersonFactory(household=HouseholdFactory(path=HERE)))
    link = address("link", association, who.pk)
    said = {"username": UserFactory(username="chenjianguo").username, "person": "不变", "relative_of": ""}
    said["seen"] = seen(client.get(address("change", association, who.pk)).content.decode(), 1)
    user = UserFactory(username="chenjiangong")
    Participant.objects.update(user=user)

    answer = client.post(link, said)

    page = re.sub(r"\s+", " ", answer.content.decode())
    assert answer.status_code == 409
    assert "<dt>账号</dt> <dd> 别人存的：chenjiangong <br> 这里填的：chenjianguo </dd>" in page
    other = PersonFactory(household=HouseholdFactory(path=HERE))
    Participant.objects.update(person=other)
    assert client.post(link, said | {"username": "chenjiangong"}).status_code == 302, "it overwrites nothing"
    said["seen"] = seen(client.get(address("change", association, who.pk)).content.decode(), 1)
    assert client.post(link, said).status_code == 302
    who.refresh_from_db()
    assert (who.user.username, who.person) == ("chenjianguo", other)


def test_nobody_leaves_the_pool_out_of_a_seat(client, clerk, association):
    who = held(association, "member", "张万林", ["village_doctor"]).participant
    sent = {"name": "张万林", "path": HERE, "home": HERE, "classes": ["volunteer"], "joined_on": "2022-04-01"}
    sent["seen"] = seen(client.get(address("change", association, who.pk)).content.decode())
    answer = client.post(address("change", association, who.pk), {**sent, "left_on": "2026-11-01"})

    assert answer.status_code == 422
    assert "张万林还在班子里，先办离任，再记退出。" in answer.content.decode()


def test_the_township_links_an_account_and_a_row_of_the_registry(client, clerk, association):
    who = ParticipantFactory(name="陈建国", classes=["person"])
    person = PersonFactory(household=HouseholdFactory(path=HERE), number="379900198001010014")
    user = UserFactory(username="chenjianguo")
    said = {"username": "chenjianguo", "person": "379900198001010014", "relative_of": ""}
    link = address("link", association, who.pk)
    for wrong, sentence in {
        "username": "没有“谁”这个账号。",
        "person": "名册里没有找到这个号码。",
        "relative_of": "名册里没有找到这个号码。",
    }.items():
        answer = client.post(link, {**said, wrong: "谁"})
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    said["seen"] = seen(client.get(address("change", association, who.pk)).content.decode(), 1)
    assert client.post(link, {**said, "username": clerk.username}).status_code == 422

    assert client.post(link, said).status_code == 302
    who.refresh_from_db()
    assert (who.user, who.person, who.relative_of) == (user, person, None)
    page = client.get(address("change", association, who.pk)).content.decode()
    assert 'value="不变"' in page
    assert "379900198001010014" not in page
    client.post(link, {**said, "person": "不变", "seen": seen(page, 1)})
    who.refresh_from_db()
    assert who.person == person


def test_the_pool_of_twenty_people_is_read_in_a_few_queries(client, clerk, association, django_assert_max_num_queries):
    for number in range(20):
        ParticipantFactory(name=f"赵{number}", joined_on=date(2026, 1, 1))
    with django_assert_max_num_queries(22):
        page = client.get(address("participants", association)).content.decode()
    assert "20 人" in page
    assert "还没有参与人员" not in page
    Participant.objects.update(left_on=date(2026, 5, 1))
    assert "还没有参与人员" in client.get(address("participants", association)).content.decode()


def test_the_page_of_an_association_shows_its_seats_and_who_looked_is_on_the_trail(client, clerk, association):
    person = PersonFactory(household=HouseholdFactory(path=HERE), category="4", degree=3)
    held(association, "vice_chair", "陈建国", ["person"], who={"person": person})

    text = client.get(reverse("associations:association", args=[association.pk])).content.decode()

    assert "肢体三级，本人" in text
    assert "副主席还缺 1 名" in text
    assert AuditEntry.objects.filter(action="registry.list", changes__count=1).count() == 1


def test_the_chart_is_a_list_from_the_chair_down(client, clerk, association):
    held(association, "member", "周素琴", ["person"], commissioner=True)
    held(association, "chair", "刘长河", ["two_committee_member"])
    held(association, "member", "何玉珍", ["volunteer"], proposed=True)

    text = client.get(address("chart", association)).content.decode()

    places = [text.index(word) for word in ("主席", "刘长河", "副主席", "空缺", "专职委员，负责日常工作", "周素琴")]
    assert places == sorted(places)
    assert "何玉珍" not in text


def test_the_register_of_office_holders_is_read_printed_and_taken_as_a_file(client, clerk, association):
    held(association, "member", "周素琴", ["person"], commissioner=True, source_class="person")
    held(association, "chair", "刘长河", ["two_committee_member"], source_class="two_committee_member")
    held(association, "member", "从前", ["volunteer"], until_at=datetime(2026, 1, 1, tzinfo=UTC))
    held(association, "member", "拟任", ["volunteer"], proposed=True)

    text = client.get("/registers/officers/").content.decode()

    assert "残协班子名册" in text
    assert text.index("刘长河") < text.index("周素琴")
    assert "残疾人及亲友" in text
    assert "从前" not in text
    assert "拟任" not in text
    paper = client.post("/registers/officers/print/", {"place": TOWNSHIP, "purpose": "年度归档"}, follow=True)
    assert "周素琴" in paper.content.decode()


def test_the_timeline_tells_who_came_and_who_left_and_the_meetings_between(client, clerk, association):
    held(association, "chair", "刘长河", ["two_committee_member"])
    held(
        association, "vice_chair", "何玉珍", ["relative_friend"],
        until_at=datetime(2026, 3, 5, 16, tzinfo=UTC), ended_reason="搬走",
    )  # fmt: skip
    held(association, "member", "常丽", ["person_with_disability"], commissioner=True, since_at=NOW + timedelta(days=3))
    held(association, "member", "还没备案", ["volunteer"], proposed=True)
    meeting = Meeting.objects.create(
        association=association, path=HERE, place=HERE, title="二季度例会", planned_on=date(2025, 6, 1),
        held_on=date(2025, 6, 2),
    )  # fmt: skip
    for name, came in (("刘长河", True), ("何玉珍", True), ("赵六", False)):
        Attendance.objects.create(meeting=meeting, name=name, came=came)

    page = client.get(f"/associations/{association.pk}/").content.decode()

    timeline = re.sub(r"\s+", " ", page[page.index('<ol class="timeline">') :])
    said = [
        re.sub(r"<[^>]+>", "", one)
        for one in re.findall(r"<time[^>]*>[^<]*</time> <h3>[^<]*</h3>(?: <p>[^<]*</p>)?", timeline)
    ]
    assert said[:3] == [
        "3月6日 离任 何玉珍（副主席），搬走。",
        "2025年6月2日 开会：二季度例会 到会 2 人。",
        "2022年4月18日 任职 刘长河（主席）、何玉珍（副主席）。",
    ]
    assert f'href="/associations/meetings/{meeting.pk}/"' in timeline
    assert "常丽（" not in timeline, "who begins in three days has not come yet"
    assert "还没备案（" not in timeline
