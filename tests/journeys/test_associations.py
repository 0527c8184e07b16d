"""User story 6 by keyboard: a small village joins its neighbour, from the assistant to the county's filing."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from canxie.duties.associations.published import coverage_followers, filing_checks
from canxie.duties.associations.tests.factories import AssociationFactory
from canxie.duties.associations.tests.matrix import photo
from canxie.duties.associations.tests.places import COUNTY, DAHUAISHU, HUAILI, LIUWAN, TOWN, province
from canxie.engine.parameters.models import ParameterValue
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)

OWN = "canxie.duties.associations"
NAME_OF_THE_GAP = "磨盘村"


@pytest.fixture
def offices(live_server, monkeypatch):
    """Seats are another journey's; here the villages alone are checked."""
    for plugs in (filing_checks, coverage_followers):
        for key in [key for key in plugs if not key.startswith(OWN)]:
            monkeypatch.delitem(plugs._declared, key)
    province()
    for village, people in ((HUAILI, 7), (DAHUAISHU, 9)):
        for _ in range(people):
            PersonFactory(household=HouseholdFactory(path=village))
    AssociationFactory(path=LIUWAN, name="柳湾村残协", since=date(2024, 1, 1))
    told = {"reason": "试行", "set_by": 1, "valid_from": date(2026, 1, 1), "version": 1}
    ParameterValue.objects.create(key="assoc.joint_suggest_below", place=COUNTY, value=10, **told)
    held = [(Role.CHAIR, HUAILI, "刘长河"), (Role.TOWNSHIP_CLERK, TOWN, "吴海峰"), (Role.COUNTY_CLERK, COUNTY, "林静")]
    return [PostFactory(role=role, path=path, user__name=name).user for role, path, name in held]


def picture():
    return {"name": "纪要.png", "mimeType": "image/png", "buffer": photo().read()}


def test_two_small_villages_turn_green_together(reader, offices):
    chair, clerk, county = offices
    page, said = reader.page, reader.page.get_by_role("alert")

    reader.is_signed_in_as(chair)
    reader.opens(f"/associations/villages/{HUAILI}/")
    expect(page.get_by_text("建议：找一个邻村联合设")).to_be_visible()
    reader.finds_nothing_wrong()
    reader.presses(page.locator("summary", has_text="申明一个邻村"))
    reader.presses(page.get_by_role("button", name="记下邻村"))
    expect(said).to_contain_text("请选一个村。")
    reader.finds_nothing_wrong()
    page.get_by_label("和哪个村相邻").select_option(label="大槐树村")
    reader.types(page.get_by_label("相距多少公里"), "1.5")
    reader.presses(page.get_by_role("button", name="记下邻村"))
    expect(page.get_by_text("建议：和大槐树村联合设")).to_be_visible()
    expect(page.get_by_text("残疾人 7 位，少于县里定的 10 位。")).to_be_visible()

    reader.presses(page.get_by_role("link", name="开始筹备残协"))
    expect(page.get_by_label("大槐树村", exact=True)).to_be_checked()
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="开始筹备这个残协"))
    expect(page.get_by_text("槐里村、大槐树村的会议纪要还没有上传。").first).to_be_visible()
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="改管的村，上传会议纪要"))
    page.get_by_label("槐里村的会议纪要").first.set_input_files(picture())
    page.get_by_label("大槐树村的会议纪要").set_input_files(picture())
    reader.presses(page.get_by_role("button", name="保存管的村"))
    expect(page.get_by_text("2 个村的会议纪要都上传了。")).to_be_visible()

    files_and_takes(reader, clerk, county)

    reader.opens(f"/associations/coverage/?place={TOWN}")
    expect(page.get_by_text("榆岭镇 4 个村（社区），3 个有残协，还差 1 个。")).to_be_visible()
    expect(page.get_by_role("row", name="大槐树村")).to_contain_text("槐里村残协")
    reader.finds_nothing_wrong()
    reader.opens("/associations/coverage/")
    reader.finds_nothing_wrong()
    expect(page.get_by_role("link", name=NAME_OF_THE_GAP)).to_be_visible()
    reader.opens("/associations/coverage/?on=2999-01-01")
    expect(said).to_contain_text("还没到的日子没有数。")
    reader.finds_nothing_wrong()


def files_and_takes(reader, clerk, county):
    page, said = reader.page, reader.page.get_by_role("alert")
    reader.is_signed_in_as(clerk)
    reader.opens("/associations/")
    reader.presses(page.get_by_role("link", name="槐里村残协"))
    reader.presses(page.get_by_role("button", name="报县残联备案"))
    expect(said).to_contain_text("请写下村里怎么定的")
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("村里怎么定的"), "11月20日两村开会定的。")
    reader.presses(page.get_by_role("button", name="报县残联备案"))
    expect(said).to_have_text("槐里村残协：报县残联备案。")

    reader.is_signed_in_as(county)
    reader.opens("/")
    expect(page.get_by_role("heading", name="等县残联备案")).to_be_visible()
    reader.presses(page.get_by_role("link", name="槐里村残协"))
    reader.types(page.get_by_label("备案文号"), "示例残备〔2026〕9号")
    reader.presses(page.get_by_role("button", name="备案", exact=True))
    expect(said).to_have_text("槐里村残协：县残联备案。")
    expect(page.get_by_text("在册运行").first).to_be_visible()
    reader.finds_nothing_wrong()


def test_the_board_works_without_scripts(looking, offices):
    reader = looking(390, java_script_enabled=False)
    reader.is_signed_in_as(offices[2])
    reader.opens(f"/associations/coverage/?on={timezone.localdate().isoformat()}")

    expect(reader.page.get_by_role("heading", level=1)).to_have_text("残协覆盖")
    expect(reader.page.get_by_role("table").first).to_contain_text(NAME_OF_THE_GAP)
