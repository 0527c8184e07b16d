"""The audit administrator searches the trail and looks at the chains; a commissioner reads to somebody who looked."""

import re
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from canxie.engine.audit.chain import check
from canxie.engine.audit.models import AuditEntry
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from canxie.ground.registry.actions import reveal, show_person
from canxie.ground.registry.naming import identified
from canxie.ground.registry.tests.factories import PersonFactory
from canxie.ground.registry.watch.models import OddReading
from tests.matrix import COUNTY, HERE, TOWNSHIP

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "379900198001010014"


@pytest.fixture
def person(live_server, settings, tmp_path):
    settings.VAR = tmp_path
    VillageFactory(code=COUNTY, name="示例县")
    VillageFactory(code=HERE, name="槐里村")
    return PersonFactory(path=HERE, household__path=HERE, name="李秀兰", **identified(NUMBER, HERE))


@pytest.fixture
def commissioner(person):
    post = PostFactory(user__name="周素琴", user__username="zhousuqin", path=HERE)
    by = Scope(post.user_id, {"registry.read": (HERE,), "registry.reveal": (HERE,)})
    show_person(by=by, person=person)
    reveal(by=by, person=person, what="identifier")
    return post.user


def test_the_trail_is_searched_and_its_chains_are_looked_at(reader, person, commissioner):
    page = reader.page
    reader.is_signed_in_as(PostFactory(user__name="沈玉华", role=Role.AUDIT_ADMIN, path=COUNTY).user)
    reader.opens("/trail/")
    expect(page.get_by_role("table")).to_contain_text("显示证号或电话")
    expect(page.get_by_role("main")).not_to_contain_text("李秀兰")
    reader.finds_nothing_wrong()
    reader.satisfies_ibm()

    reader.types(page.get_by_label("在哪里（名称或代码）"), "没有的村")
    reader.presses(page.get_by_role("button", name="看结果"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("没有叫“没有的村”的地方")
    expect(page.get_by_label("在哪里（名称或代码）")).to_have_value("没有的村")
    reader.finds_nothing_wrong()

    reader.opens("/trail/?actor=zhousuqin")
    expect(page.get_by_role("main")).to_contain_text("这一页 2 条")
    reader.types(page.get_by_label("身份证号或残疾人证号"), NUMBER)
    reader.presses(page.get_by_role("button", name="查这个人的记录"))
    expect(page.get_by_role("main")).to_contain_text(f"只看编号 {str(person.pk)[:8]} 的记录")
    assert NUMBER not in page.url
    reader.finds_nothing_wrong()

    expect(page.get_by_role("main")).to_contain_text("还没有核对过")
    reader.presses(page.get_by_role("button", name="现在核对一次"))
    expect(page.get_by_role("alert")).to_contain_text("已经开始核对")
    check()
    reader.opens("/trail/")
    expect(page.get_by_role("main")).to_contain_text("没有改动、删除或调换")
    AuditEntry.objects.filter(county=COUNTY, number=1).update(actor_id=99)
    check()
    reader.opens("/trail/")
    expect(page.get_by_role("main")).to_contain_text("从第 1 条起不可信")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="打印链尾，存到别处"))
    expect(page.get_by_role("heading", level=1)).to_have_text("操作记录的链尾")
    reader.finds_nothing_wrong()


def test_somebody_is_told_who_looked_at_their_file(reader, person, commissioner):
    page = reader.page
    reader.is_signed_in_as(commissioner)
    reader.opens(f"/people/{person.pk}/")
    expect(page.get_by_role("heading", name="谁看过我的档案")).to_be_visible()
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="看全部 1 条"))
    expect(page.get_by_role("main")).to_contain_text("周素琴，槐里村专职委员")
    expect(page.get_by_role("main")).to_contain_text("显示了身份证号")
    reader.finds_nothing_wrong()
    reader.satisfies_ibm()


def test_a_clerk_asks_about_odd_reading_and_writes_down_what_came_of_it(reader, person, commissioner):
    page = reader.page
    now = timezone.now()
    fields = {"office": "槐里村专职委员", "times": 4, "first_at": now, "last_at": now, "people": [str(person.pk)]}
    OddReading.objects.create(path=TOWNSHIP, week=date(2026, 11, 16), reader_id=commissioner.pk, why="night", **fields)
    reader.is_signed_in_as(PostFactory(user__name="吴海峰", role=Role.TOWNSHIP_CLERK, path=TOWNSHIP).user)
    reader.opens("/odd/")
    expect(page.locator(".head__lead")).to_contain_text("1 条等着问")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name=re.compile("周素琴.*夜里看的")))
    expect(page.get_by_role("main")).to_contain_text("李*兰")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="记下问的结果"))
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("问了以后怎么样"), "问过本人，家属夜里来电话。")
    reader.presses(page.get_by_role("button", name="记下问的结果"))
    expect(page.locator(".head__lead")).to_contain_text("0 条等着问")
    expect(page.get_by_role("main")).to_contain_text("问过本人，家属夜里来电话。")
    reader.finds_nothing_wrong()
