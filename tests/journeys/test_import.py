"""A township's roster, kept the way offices keep it, comes into the register by keyboard alone."""

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import expect

from canxie.engine.jobs.models import Job
from canxie.engine.jobs.running import run
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.models import Person
from canxie.ground.registry.naming import named, phoned
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory, PhoneFactory

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = [
    ["榆岭镇残疾人花名册"],
    ["填报单位：榆岭镇残联", None, None, None, None, None, "2026年11月"],
    ["序号", "姓  名", "公民身份号码", "残疾情况", None, "联系方式", "单位"],
    [None, None, None, "类型", "等级", None, None],
    ["1", "王\u3000芳", "３７９９００198001010014", "肢体", "贰级", "138 0000 0001", "槐里"],
    ["2", "李秀兰", "379900196402290046", "肢体", "二级", "13800000058", "槐里村委会"],
    ["3", "古丽米热.艾山", "379900200002290011", "肢体", "二级", "", "磨盘村"],
    ["4", "孙一", "37990020040229001", "智力", "四", "", "磨盘村"],
    ["5", "吴三", "379900199001010019", "智力", "四", "", "西领村"],
    ["6", "张国安", "379900199001010035", "听力", "三级", "", "磨盘村"],
    ["合  计", None, None, "6人"],
]


def workbook():
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    for area in ("A1:G1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "G3:G4"):
        book.active.merge_cells(area)
    book.active.row_dimensions[7].hidden = True
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def known(name, number, village, **more):
    household = HouseholdFactory(path=village, head=name, group="三组", door="17号")
    return PersonFactory(**named(name), number=number, household=household, **more)


@pytest.fixture
def clerk(live_server):
    TownshipFactory(code="379900001", name="榆岭镇")
    for code, name in [("001", "槐里村"), ("002", "磨盘村"), ("003", "西岭村")]:
        VillageFactory(code=f"379900001{code}", name=name)
    lan = known("李秀兰", "379900196402290046", "379900001001", born_on=date(1964, 2, 29))
    PhoneFactory(person=lan, digits="13800000017", number=phoned("13800000017")["number"])
    known("古丽米热·艾山", "379900200002290011", "379900001002", born_on=date(2000, 2, 29), sex="1")
    known("张国安", "379900199001010019", "379900001002", born_on=date(1990, 1, 1), sex="1")  # himself, or another man
    return PostFactory(at_township=True, user__name="吴海峰").user


def sees_the_job_done(reader):
    """Do what waits in the queue as a worker does, while the reader looks at the page of the job."""
    expect(reader.page).to_have_url(re.compile("/jobs/"))
    for job in Job.objects.filter(state="waiting").order_by("created_at", "id"):
        run(job.pk)
    reader.presses(reader.page.get_by_role("link", name="看结果"))
    expect(reader.page).to_have_url(re.compile("/imports/"))


def test_a_messy_roster_comes_in(reader, clerk):
    page = reader.page
    reader.is_signed_in_as(clerk)
    reader.opens("/imports/")
    expect(page.get_by_role("heading", level=1)).to_have_text("导入名册")
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_role("button", name="传上来看结果"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("请选一个文件。")
    reader.finds_nothing_wrong()

    page.get_by_label("名册文件").set_input_files(
        {"name": "榆岭镇残疾人名册2026年11月.xlsx", "mimeType": "application/octet-stream", "buffer": workbook()}
    )
    reader.presses(page.get_by_role("button", name="传上来看结果"))
    sees_the_job_done(reader)

    expect(page.get_by_role("main")).to_contain_text("还什么都没写进去。")
    expect(page.get_by_role("main")).to_contain_text("在第 3 到 4 行找到表头（上面 2 行是标题）。")
    reader.finds_nothing_wrong()
    village = page.get_by_label("G 列“单位”当作")
    reader.goes_to(village)
    village.select_option("")
    reader.presses(page.get_by_role("button", name="按新的列再认一次"))
    sees_the_job_done(reader)
    expect(page.get_by_role("main")).to_contain_text("没有写是哪个村。补上村名。")
    village = page.get_by_label("G 列“单位”当作")
    if not village.is_visible():
        reader.presses(page.locator("summary", has_text="认列"))
    reader.goes_to(village)
    village.select_option("village")
    reader.presses(page.get_by_role("button", name="按新的列再认一次"))
    sees_the_job_done(reader)

    main = page.get_by_role("main")
    for said in (
        "身份证号 17 位，少 1 位。",
        "村名“西领村”找不到。是不是西岭村？",
        "第 7 行是隐藏的，也读了。",
        "姓名写法",
    ):
        expect(main).to_contain_text(said)
    reader.finds_nothing_wrong()
    reader.presses(page.get_by_label("写：古*·艾*的姓名写法").or_(page.get_by_label("写：古*山的姓名写法")), "Space")
    reader.presses(page.get_by_role("button", name="写入 1 个新增、2 个变化"))
    sees_the_job_done(reader)

    expect(main).to_contain_text("写好了：新增 1 人，改了 1 人。")
    reader.finds_nothing_wrong()
    assert Person.objects.get(name="王芳").category == "4"
    assert not Person.objects.filter(name="古丽米热.艾山").exists()
    with page.expect_download() as coming:
        reader.presses(page.get_by_role("link", name="下载带“结果”列的原表"))
    returned = openpyxl.load_workbook(BytesIO(coming.value.path().read_bytes())).active
    assert [returned.cell(row, 8).value for row in range(3, 12)] == [
        None,
        "结果",
        "已新增",
        "已改：电话",
        "没变化",
        "不能收：身份证号 17 位，少 1 位。",
        "不能收：村名“西领村”找不到。是不是西岭村？",
        "没有写：三组 17号的人：同名、同生日、身份证号差 1 位",
        "没有收：合计",
    ]
    reader.opens("/people/?q=wf")
    expect(main).to_contain_text("王*")
