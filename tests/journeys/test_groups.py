"""A group from its founding to the leader's own page, by keyboard alone."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.groups.models import PeerGroup
from canxie.duties.groups.tests.factories import LeadershipFactory, MembershipFactory, PeerGroupFactory
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory, UserFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory, PhoneFactory

pytestmark = pytest.mark.django_db(transaction=True)

VILLAGE = "379900001001"


@pytest.fixture
def chair(live_server):
    TownshipFactory(name="榆岭镇")
    VillageFactory(code=VILLAGE, name="槐里村")
    person = PersonFactory(name="李秀兰", household=HouseholdFactory(path=VILLAGE, head="李秀兰", address="河东 8号"))
    PhoneFactory(person=person, digits="00000000017")
    return PostFactory(path=VILLAGE, role=Role.CHAIR, user__name="高振海").user


def test_a_group_from_its_founding_to_its_leaders_page(reader, chair):
    page, said = reader.page, reader.page.get_by_role("alert")
    association, leader = AssociationFactory(path=VILLAGE, name="槐里村残协"), UserFactory(username="leader")
    reader.is_signed_in_as(chair)
    reader.opens(f"/groups/associations/{association.pk}/new/")
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("小组名称"), "聋人小组")
    reader.presses(page.get_by_role("button", name="设这个小组"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.locator(".govuk-error-summary")).to_contain_text("小组名称里不能有“聋”")
    reader.finds_nothing_wrong()
    page.get_by_label("小组名称").fill("第一小组")
    reader.presses(page.get_by_label("按人数"), "Space")
    reader.types(page.get_by_label("怎么定的"), "残协会议")
    reader.presses(page.get_by_role("button", name="设这个小组"))
    expect(said).to_have_text("“第一小组”设好了，接着加组员、选组长。")
    reader.finds_nothing_wrong()

    reader.presses(page.get_by_role("link", name="加组员"))
    reader.presses(page.get_by_label("李*兰"), "Space")
    reader.presses(page.get_by_role("button", name="加这些组员"))
    expect(said).to_have_text("“第一小组”加了 1 位组员。")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="选组长"))
    reader.types(page.get_by_label("姓名"), "董海燕")
    reader.types(page.get_by_label("账号用户名"), "leader")
    reader.types(page.get_by_label("怎么选的"), "组员推选")
    reader.presses(page.get_by_role("button", name="定这位组长"))
    expect(said).to_have_text("“第一小组”的组长是董海燕。")

    reader.is_signed_in_as(leader)
    reader.opens("/")
    expect(page.get_by_role("heading", name="我的小组：第一小组")).to_be_visible()
    expect(page.get_by_role("heading", name="李秀兰")).to_be_visible()
    reader.finds_nothing_wrong()
    assert PeerGroup.objects.get().since == timezone.localdate()


def test_a_late_group_is_reviewed_and_gets_another_leader(reader, chair):
    page, said = reader.page, reader.page.get_by_role("alert")
    association = AssociationFactory(path=VILLAGE, name="槐里村残协")
    group = PeerGroupFactory(association=association, name="第一小组", since=date(2024, 1, 1))
    LeadershipFactory(group=group, name="董海燕")
    MembershipFactory(group=group, person__number="")
    reader.is_signed_in_as(PostFactory(path="379900001", role=Role.TOWNSHIP_CLERK, user__name="吴海峰").user)
    reader.opens("/")
    expect(page.get_by_role("heading", name="小组该评议了")).to_be_visible()
    reader.presses(page.get_by_role("link", name="第一小组"))
    expect(page.get_by_role("heading", level=1)).to_have_text("第一小组")
    expect(page.get_by_text("该评议了，过了")).to_be_visible()
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="记一次评议"))
    expect(page.get_by_role("heading", level=1)).to_have_text("“第一小组”的评议")
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("谁参加了"), "组员 9 位")
    reader.presses(page.get_by_role("button", name="记下评议"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.locator(".govuk-error-summary")).to_contain_text("请选结果。")
    expect(page.get_by_label("谁参加了")).to_have_value("组员 9 位")
    reader.finds_nothing_wrong()

    reader.goes_to(page.get_by_label("接着办，组长不变"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("接着办，换组长")).to_be_checked()
    reader.presses(page.get_by_role("button", name="记下评议"))
    expect(said).to_have_text("“第一小组”的评议记下了：接着办，换组长。")
    expect(page.get_by_role("heading", level=1)).to_have_text("选组长")
    reader.opens(f"/groups/{group.pk}/")
    expect(page.get_by_text("的评议定了“接着办，换组长”，还没办。")).to_be_visible()
    reader.finds_nothing_wrong()
    reader.opens("/groups/?late=1")
    expect(page.get_by_role("heading", name="没有该评议的小组")).to_be_visible()
    reader.finds_nothing_wrong()
