"""A commissioner finds one of her people and corrects a telephone number, which the timeline tells; by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.naming import named
from canxie.ground.registry.tests.factories import CertificateFactory, PersonFactory, PhoneFactory
from tests.matrix import COUNTY, HERE

pytestmark = pytest.mark.django_db(transaction=True)

NUMBER = "37990019791231003X"


@pytest.fixture
def person(live_server):
    VillageFactory(code=HERE, name="槐里村")
    TownshipFactory()
    person = PersonFactory(
        **named("李秀兰"),
        number=NUMBER,
        path=HERE,
        household__path=HERE,
        household__head="李秀兰",
        household__door="17号",
    )
    CertificateFactory(person=person)
    PhoneFactory(person=person, digits="0532-80000001")
    PersonFactory(**named("王大明"), path=HERE, household__path=HERE)
    return person


def test_finding_somebody_and_correcting_a_telephone(reader, person):
    page = reader.page
    reader.is_signed_in_as(PostFactory(role=Role.COMMISSIONER, path=HERE).user)
    reader.opens("/")
    reader.presses(page.get_by_role("link", name="找人"))
    how_many = page.get_by_role("status")
    expect(how_many).to_contain_text("2 人在册。")
    reader.finds_nothing_wrong()

    reader.types(page.get_by_label(re.compile("^找人")), "lxl")
    page.keyboard.press("Enter")
    expect(how_many).to_contain_text("1 人符合下面的条件。")
    assert "lxl" not in page.url
    reader.finds_nothing_wrong()

    reader.presses(page.get_by_role("link", name="李秀兰"))
    expect(page.get_by_role("heading", level=1)).to_have_text("李秀兰")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("link", name="回李秀兰家"))
    expect(page.get_by_role("heading", level=1)).to_have_text("李秀兰家")
    reader.finds_nothing_wrong()
    page.go_back()

    reader.presses(page.get_by_role("link", name="改电话"))
    reader.types(page.get_by_label("新号码"), "1380000")
    reader.presses(page.get_by_role("button", name="保存电话"))
    expect(page.get_by_role("alert")).to_contain_text("手机号 7 位，少 4 位。")
    reader.finds_nothing_wrong()
    reader.types(page.get_by_label("新号码"), "0532 8000 0002")
    reader.presses(page.get_by_role("button", name="保存电话"))

    expect(page.get_by_role("alert")).to_contain_text("李秀兰：电话已改。")
    expect(page.locator(".timeline").first).to_contain_text("电话：尾号 0002")
    reader.finds_nothing_wrong()


def test_a_county_reads_masked_names_and_shows_one(reader, person):
    page = reader.page
    reader.is_signed_in_as(PostFactory(role=Role.COUNTY_CLERK, path=COUNTY).user)
    reader.opens("/people/")
    expect(page.get_by_role("table")).not_to_contain_text("李秀兰")
    reader.finds_nothing_wrong()

    reader.presses(page.get_by_role("button", name=re.compile("显示.*槐里村李")))
    expect(page.get_by_role("table")).to_contain_text("李秀兰，0532-80000001")
    reader.finds_nothing_wrong()

    reader.presses(page.get_by_role("link", name=re.compile("^李秀兰")))
    reader.presses(page.get_by_role("button", name=re.compile("显示.*身份证号")))
    expect(page.get_by_role("main")).to_contain_text(NUMBER)
    expect(page.get_by_role("heading", level=1)).to_have_text("李秀兰")
    reader.finds_nothing_wrong()


def test_entering_somebody(reader, person):
    page = reader.page
    reader.is_signed_in_as(PostFactory(role=Role.COMMISSIONER, path=HERE).user)
    reader.opens("/people/new/")
    reader.finds_nothing_wrong()

    reader.types(page.get_by_label("姓名", exact=True), "古丽米热·艾山")
    reader.types(page.get_by_label("身份证号", exact=False).first, NUMBER)
    reader.presses(page.get_by_role("button", name="登记这个人"))
    expect(page.get_by_role("alert").first).to_contain_text("这个号码已经登记给下面这个人。")
    reader.finds_nothing_wrong()
