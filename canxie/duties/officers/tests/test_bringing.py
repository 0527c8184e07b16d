"""A list of office-holders from a file: looked at, written at once, given back with its results, taken back whole."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.officers.models import OfficerImport, OfficeTerm, Participant
from canxie.duties.officers.tests.factories import ParticipantFactory, TermFactory
from canxie.engine.jobs.models import Job
from canxie.engine.jobs.running import run
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.roster.models import RosterImport

pytestmark = pytest.mark.django_db

HERE, BESIDE, TOWNSHIP = "379900001001", "379900001002", "379900001"
HEAD = "姓名,残协职务,村,来源,任职起,任期止"


@pytest.fixture
def clerk(client, time_machine):
    time_machine.move_to(datetime(2026, 11, 24, 2, tzinfo=UTC), tick=False)
    VillageFactory(code=HERE, name="槐里村")
    VillageFactory(code=BESIDE, name="磨盘村")
    TownshipFactory()
    user = PostFactory(path=TOWNSHIP, role=Role.TOWNSHIP_CLERK).user
    client.force_login(user)
    return client


@pytest.fixture
def association(clerk):
    return AssociationFactory(path=HERE, name="槐里村残协")


def work():
    for job in Job.objects.filter(state="waiting").order_by("created_at", "id"):
        run(job.pk)


def bring(client, *rows, head=HEAD):
    content = "\r\n".join([head, *rows]).encode()
    sent = {"file": SimpleUploadedFile("班子.csv", content), "place": TOWNSHIP, "what": "officers"}
    assert client.post(reverse("desk:imports"), sent).status_code == 302
    work()
    return RosterImport.objects.get()


def write(client, roster):
    client.post(reverse("desk:import_write", args=[roster.pk]))
    work()


def test_a_list_is_looked_at_proposed_at_once_and_comes_back_with_its_results(clerk, association):
    roster = bring(
        clerk,
        "刘长河,主席,槐里村,村“两委”成员,2022-04-18,2027-04-18",
        "周素琴,专职委员,槐里村残协,残疾人,2025.3.1,",
        "何玉珍,副主席,槐里村,残疾人亲属、志愿者,,",
    )
    page = clerk.get(reverse("desk:import", args=[roster.pk])).text
    assert "写入 3 个新增" in page
    warned = clerk.get(reverse("desk:import", args=[roster.pk]) + "?show=new").text
    assert "按残协运行那天 2022-04-18 算" in warned
    assert not OfficeTerm.objects.exists()

    write(clerk, roster)

    terms = {term.participant.name: term for term in OfficeTerm.objects.select_related("participant").order_by("id")}
    assert {name: (term.position, term.commissioner, term.state) for name, term in terms.items()} == {
        "刘长河": ("chair", False, "proposed"),
        "周素琴": ("member", True, "proposed"),
        "何玉珍": ("vice_chair", False, "proposed"),
    }
    assert terms["刘长河"].until_at == datetime(2027, 4, 17, 16, tzinfo=UTC)
    assert terms["周素琴"].since_at == datetime(2025, 2, 28, 16, tzinfo=UTC)
    assert terms["何玉珍"].participant.classes == ["relative_friend", "volunteer"]
    assert not Post.objects.exclude(role=Role.TOWNSHIP_CLERK).exists()
    result = clerk.get(reverse("desk:import_result", args=[roster.pk])).content.decode()
    assert "周素琴,专职委员,槐里村残协,残疾人,2025.3.1,,已新增" in result


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("赵玉,主席,没有村,,2026-01-01,", "这里没有叫这个名字、又有残协的村"),
        ("赵玉,主席,磨盘村,,2026-01-01,", "这里没有叫这个名字、又有残协的村"),
        ("赵玉,会长,槐里村,,2026-01-01,", "写主席、副主席、委员或专职委员"),
        ("赵玉,主席,槐里村,,2026-13-01,", "2026-13-01 不存在"),
        ("赵玉,委员,槐里村,,2026-05-01,2026-04-01", "任期止要晚于任职起"),
        ("赵玉,委员,槐里村,,2020-05-01,2025-04-01", "这个任期已经满了"),
        ("赵玉,主席,槐里村,,2026-01-01,", "主席现在是刘长河，先给刘长河办离任"),
        ("刘长河,副主席,槐里村,,2026-01-01,", "刘长河已经是主席，一个人同时只任一个职务"),
        ("同名,委员,槐里村,,2026-01-01,", "参与人员里有 2 位同名"),
    ],
)
def test_a_row_that_cannot_be_is_refused_at_its_cell(clerk, association, row, sentence):
    TermFactory(association=association, position="chair", participant=ParticipantFactory(name="刘长河"))
    ParticipantFactory.create_batch(2, name="同名")

    roster = bring(clerk, row)

    assert sentence in clerk.get(reverse("desk:import", args=[roster.pk]) + "?show=refused").text
    write(clerk, roster)
    assert OfficeTerm.objects.count() == 1


def test_rows_of_one_file_are_held_against_each_other_and_against_who_is_there(clerk, association):
    there = ParticipantFactory(name="张万林")
    TermFactory(association=association, participant=there, since_at=datetime(2022, 4, 17, 16, tzinfo=UTC))
    roster = bring(
        clerk,
        "刘长河,主席,槐里村,,2026-01-01,",
        "高振海,主席,槐里村,,2026-01-01,",
        "刘长河,委员,槐里村,,2026-01-01,",
        "张万林,委员,槐里村,,2022-04-18,",
        "赵玉,委员,槐里村,村里能人,2026-01-01,",
    )

    refused = clerk.get(reverse("desk:import", args=[roster.pk]) + "?show=refused").text
    assert refused.count("重了：") == 2
    assert (roster.counts["new"], roster.counts["same"], roster.counts["refused"]) == (2, 1, 2)
    assert "来源“村里能人”不是十类人里的" in clerk.get(reverse("desk:import", args=[roster.pk]) + "?show=new").text


def test_a_seat_that_was_taken_meanwhile_stops_the_whole_list(clerk, association):
    roster = bring(clerk, "刘长河,主席,槐里村,,2026-01-01,", "赵玉,委员,槐里村,,2026-01-01,")
    TermFactory(association=association, position="chair", proposed=True)

    write(clerk, roster)

    assert OfficeTerm.objects.count() == 1
    assert not Participant.objects.filter(name="赵玉").exists()
    assert "什么都没有写" in Job.objects.get(kind="registry.import.write").reason


def test_a_list_is_taken_back_whole_while_nothing_has_been_built_on_it(clerk, association):
    assert "还没有导入过" in clerk.get(reverse("officers:brought")).text
    known = ParticipantFactory(name="张万林")
    write(clerk, bring(clerk, "刘长河,主席,槐里村,,2026-01-01,", "张万林,委员,槐里村,,2026-01-01,"))
    brought = OfficerImport.objects.get()
    assert "2 人" in clerk.get(reverse("officers:brought")).text

    Participant.objects.filter(name="刘长河").update(user=UserFactory())
    answer = clerk.post(reverse("officers:undo", args=[brought.pk]))
    assert (answer.status_code, "不能整份撤回" in answer.text) == (422, True)
    assert OfficeTerm.objects.count() == 2

    Participant.objects.filter(name="刘长河").update(user=None)
    assert clerk.post(reverse("officers:undo", args=[brought.pk])).status_code == 302
    assert [*Participant.objects.order_by("id")] == [known]
    assert not OfficeTerm.objects.exists()
    assert "已撤回" in clerk.get(reverse("officers:brought")).text
    assert "已经撤回了" in clerk.post(reverse("officers:undo", args=[brought.pk])).text


def test_a_list_of_which_a_term_is_in_force_is_not_taken_back(clerk, association):
    write(clerk, bring(clerk, "刘长河,主席,槐里村,,2026-01-01,"))
    OfficeTerm.objects.update(state="filed", filed_at=datetime(2026, 11, 24, tzinfo=UTC))

    answer = clerk.post(reverse("officers:undo", args=[OfficerImport.objects.get().pk]))

    assert "1 个任期已经备案" in answer.text
    assert OfficeTerm.objects.count() == 1
