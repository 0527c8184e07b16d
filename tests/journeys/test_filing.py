"""An association from a gap to the board in one walk by keyboard, with the checks of every room on."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from playwright.sync_api import expect

from canxie.duties.associations.published import coverage_followers, filing_checks
from canxie.duties.associations.tests.matrix import photo
from canxie.duties.associations.tests.places import COUNTY, DAHUAISHU, HUAILI, TOWN, province
from canxie.duties.officers.tests.factories import ParticipantFactory
from canxie.engine.parameters.models import ParameterValue
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)

MORNING = datetime(2026, 11, 24, 1, tzinfo=UTC)
SEATS = (
    ("刘长河", "主席", "two_committee_member", HUAILI, "主席 1 名，是村“两委”成员"),
    ("陈建国", "副主席", "relative_friend", HUAILI, "副主席还缺 1 名"),
    ("何玉珍", "副主席", "benefactor", DAHUAISHU, "副主席 2 名，都是残疾人及亲友或者扶残助残人士"),
    ("周素琴", "委员", "volunteer", HUAILI, "委员还缺 2 名"),
    ("张万林", "委员", "village_doctor", HUAILI, "委员还缺 1 名"),
    ("董海燕", "委员", "volunteer", DAHUAISHU, "委员 3 名，都住在管的村里"),
)
"""Whom the township proposes as what, from which class, living where; and what the clause says once they are chosen."""


@pytest.fixture(params=[390, 1280], ids="{}px".format)
def reader(request, looking):
    return looking(request.param)


@pytest.fixture
def offices(live_server):
    with time_machine.travel(MORNING, tick=True):
        province()
        for village, people in ((HUAILI, 7), (DAHUAISHU, 9)):
            for _ in range(people):
                PersonFactory(household=HouseholdFactory(path=village))
        told = {"reason": "试行", "set_by": 1, "valid_from": date(2026, 1, 1), "version": 1}
        ParameterValue.objects.create(key="assoc.joint_suggest_below", place=COUNTY, value=10, **told)
        for name, _, source, home, _ in SEATS[1:]:
            ParticipantFactory(name=name, path=home, classes=[source])
        UserFactory(username="liuchanghe", name="刘长河")
        held = [(Role.TOWNSHIP_CLERK, TOWN, "吴海峰"), (Role.COUNTY_CLERK, COUNTY, "林静")]
        yield [PostFactory(role=role, path=path, user__name=name).user for role, path, name in held]


def picture():
    return {"name": "纪要.png", "mimeType": "image/png", "buffer": photo().read()}


def test_a_gap_becomes_an_association_that_the_board_counts(reader, offices):
    clerk, county = offices
    page, said = reader.page, reader.page.get_by_role("alert")
    assert len(filing_checks) == 2, "the villages' and the seats'"
    assert len(coverage_followers) == 3, "of the seats, the contacts and the groups"

    reader.is_signed_in_as(clerk)
    reader.opens(f"/associations/coverage/?place={TOWN}")
    expect(page.get_by_role("main")).to_contain_text("榆岭镇 4 个村（社区），0 个有残协，还差 4 个。")
    reader.finds_nothing_wrong()
    prepares(reader)
    is_refused_while_things_are_missing(reader)
    brings_minutes(reader)
    registers_the_chair(reader)
    fills_the_seats_one_by_one(reader)

    reader.types(page.get_by_label("村里怎么定的"), "11月20日两村开会定的。")
    reader.presses(page.get_by_role("button", name="报县残联备案"))
    expect(said).to_have_text("槐里村残协：报县残联备案。")
    expect(page.get_by_text("等县残联备案。")).to_be_visible()
    reader.finds_nothing_wrong()
    assert not Post.objects.filter(role=Role.CHAIR).exists(), "nobody has a right before the filing is taken"

    takes(reader, county)
    reader.opens(f"/associations/coverage/?place={TOWN}")
    expect(page.get_by_role("main")).to_contain_text("榆岭镇 4 个村（社区），2 个有残协，还差 2 个。")
    expect(page.get_by_role("row", name="大槐树村")).to_contain_text("槐里村残协")
    reader.finds_nothing_wrong()
    the_chair_is_in_office(reader)


def prepares(reader):
    """Declare the neighbour, and begin what the assistant proposes."""
    page = reader.page
    reader.presses(page.get_by_role("link", name="槐里村").first)
    expect(page.get_by_text("建议：找一个邻村联合设")).to_be_visible()
    reader.presses(page.locator("summary", has_text="申明一个邻村"))
    reader.chooses(page.get_by_label("和哪个村相邻"), "大槐树村")
    reader.types(page.get_by_label("相距多少公里"), "1.5")
    reader.presses(page.get_by_role("button", name="记下邻村"))
    expect(page.get_by_text("建议：和大槐树村联合设")).to_be_visible()
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="开始筹备残协"))
    reader.presses(page.get_by_role("button", name="开始筹备这个残协"))
    expect(page.get_by_role("heading", level=1)).to_have_text("槐里村残协")
    reader.finds_nothing_wrong()


def is_refused_while_things_are_missing(reader):
    """What is missing is said by every room that checks, and what was typed stays."""
    page = reader.page
    reader.types(page.get_by_label("村里怎么定的"), "两村开会定的。")
    reader.presses(page.get_by_role("button", name="报县残联备案"))
    notice = page.get_by_role("alert").filter(has_text="报备案前还要补齐")
    for sentence in (
        "槐里村、大槐树村的会议纪要还没有上传。",
        "主席还缺 1 名",
        "副主席还缺 2 名",
        "委员还缺 3 名",
        "专职委员还缺 1 名",
    ):
        expect(notice).to_contain_text(sentence)
    expect(page.get_by_label("村里怎么定的")).to_have_value("两村开会定的。")
    reader.finds_nothing_wrong()


def brings_minutes(reader):
    page = reader.page
    reader.presses(page.get_by_role("link", name="改管的村，上传会议纪要"))
    for village in ("槐里村", "大槐树村"):
        page.get_by_label(f"{village}的会议纪要").first.set_input_files(picture())
    reader.presses(page.get_by_role("button", name="保存管的村"))
    expect(page.get_by_text("2 个村的会议纪要都上传了。")).to_be_visible()


def registers_the_chair(reader):
    """Take the chair into the pool, and say which account is theirs."""
    page, said = reader.page, reader.page.get_by_role("alert")
    reader.opens(re.sub(r"^https?://[^/]+/associations/", "/officers/", page.url) + "participants/")
    reader.presses(page.get_by_role("link", name="登记一位"))
    reader.types(page.get_by_label("姓名"), "刘长河")
    reader.presses(page.get_by_role("button", name="登记这一位"))
    expect(said).to_contain_text("请至少选一项。")
    expect(page.get_by_label("姓名")).to_have_value("刘长河")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_label("村（社区）“两委”成员"), "Space")
    reader.presses(page.get_by_role("button", name="登记这一位"))
    reader.presses(page.get_by_role("link", name="刘长河"))
    reader.presses(page.get_by_role("link", name="改资料"))
    reader.goes_to(page.get_by_label("会做什么"))
    reader.goes_to(page.get_by_role("button", name="保存资料"))
    reader.types(page.get_by_role("textbox", name=re.compile("^账号")), "liuchanghe")
    reader.presses(page.get_by_role("button", name="保存账号和名册关联"))
    expect(said).to_contain_text("刘长河的账号和名册关联已保存。")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="回参与人员"))
    reader.presses(page.get_by_role("link", name="回槐里村残协"))


def fills_the_seats_one_by_one(reader):
    """Each seat that is filled takes what the clause says against it away, before anything is saved."""
    page, found = reader.page, reader.page.locator("#findings")
    reader.presses(page.get_by_role("link", name="改班子"))
    for number, (name, office, _, _, says) in enumerate(SEATS):
        if number:
            reader.presses(page.get_by_role("button", name="再添一位"))
        seat = page.get_by_role("group", name=f"提名第 {number + 1} 位")
        reader.chooses(seat.get_by_label("提名谁"), name)
        reader.chooses(seat.get_by_label("任什么"), office)
        reader.dates(seat.get_by_label("从哪天起"), date(2026, 11, 24))
        expect(found).to_contain_text(says)
    expect(found).to_contain_text("专职委员还缺 1 名")
    reader.finds_nothing_wrong()
    commissioner = page.get_by_role("group", name="提名第 4 位").get_by_label("兼专职委员")
    reader.goes_to(commissioner, "Shift+Tab")
    page.keyboard.press("Space")
    expect(found).to_contain_text("有 1 名专职委员，是委员")
    expect(found).not_to_contain_text("还缺")
    reader.types(page.get_by_label("依据"), "11月20日两村会议记录")
    reader.presses(page.get_by_role("button", name="保存班子"))
    expect(page.get_by_role("alert").first).to_contain_text("已保存：提名 6 人。")
    expect(page.get_by_text("还不能报")).to_have_count(1)
    reader.finds_nothing_wrong()


def takes(reader, county):
    """The county is told, forgets the number, is told what is missing, and takes the filing from today on."""
    page, said = reader.page, reader.page.get_by_role("alert")
    reader.is_signed_in_as(county)
    reader.opens("/")
    reader.presses(page.get_by_role("link", name="槐里村残协"))
    reader.presses(page.get_by_role("button", name="备案", exact=True))
    expect(said).to_contain_text("请写下备案文号或备案表编号。")
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("备案文号"), "示例残备〔2026〕9号")
    reader.presses(page.get_by_role("button", name="备案", exact=True))
    expect(said).to_have_text("槐里村残协：县残联备案。")
    expect(page.get_by_text("在册运行").first).to_be_visible()
    reader.finds_nothing_wrong()


def the_chair_is_in_office(reader):
    """The post follows from the term: in both villages, from today on."""
    posts = Post.objects.filter(user__username="liuchanghe").order_by("path")
    begins = datetime(2026, 11, 23, 16, tzinfo=UTC)
    assert [(post.role, post.path, post.since_at) for post in posts] == [
        ("chair", HUAILI, begins),
        ("chair", DAHUAISHU, begins),
    ]
    reader.is_signed_in_as(posts[0].user)
    reader.opens("/associations/")
    expect(reader.page.get_by_role("link", name="槐里村残协")).to_be_visible()
    reader.finds_nothing_wrong()
