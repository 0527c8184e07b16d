"""The pages of an import, from the file to the result; jobs are run here as a worker would."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from canxie.engine.audit.models import AuditEntry
from canxie.engine.jobs.models import Job
from canxie.engine.jobs.running import run
from canxie.engine.sheets.lists import Kind
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.models import Person
from canxie.ground.registry.roster.models import RosterImport, StagedRow, State
from canxie.ground.registry.tests.factories import HouseholdFactory, PersonFactory, PhoneFactory

pytestmark = pytest.mark.django_db

WANG, LI, ZHAO = "379900198001010014", "379900196402290046", "379900200002290011"
HEAD = "姓名,身份证号,类型,电话,村,备注"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-24T08:00:00+08:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def places():
    TownshipFactory(code="379900001", name="榆岭镇")
    VillageFactory(code="379900001001", name="槐里村")
    VillageFactory(code="379900001002", name="磨盘村")


@pytest.fixture
def clerk(client):
    post = PostFactory(at_township=True)
    client.force_login(post.user)
    return client


def work():
    """Do what waits, as a worker does."""
    for job in Job.objects.filter(state="waiting").order_by("created_at", "id"):
        run(job.pk)


def sent(client, *rows, head=HEAD, name="名册.csv"):
    """Bring a file and let a worker read it; returns the address of its page."""
    content = "\r\n".join([head, *rows]).encode("gb18030")
    response = client.post(reverse("desk:imports"), {"file": SimpleUploadedFile(name, content), "place": "379900001"})
    assert response.status_code == 302, response.text
    work()
    return reverse("desk:import", args=[RosterImport.objects.get().pk])


def known(name="李秀兰", number=LI, path="379900001001", **more):
    return PersonFactory(
        name=name, name_key=name, number=number, household=HouseholdFactory(path=path, head=name, address=""), **more
    )


class TestBringing:
    def test_a_page_asks_for_a_file_and_a_place(self, clerk):
        page = clerk.get(reverse("desk:imports")).text
        assert "榆岭镇" in page
        assert "槐里村" in page
        assert "还没有导入过" in page

    def test_a_form_without_a_file_says_so(self, clerk):
        response = clerk.post(reverse("desk:imports"), {"place": "379900001"})
        assert response.status_code == 422
        assert "请选一个文件。" in response.text

    def test_a_file_that_is_none_is_refused_with_its_sentence(self, clerk):
        upload = SimpleUploadedFile("照片.xlsx", b"\x89PNG\r\n\x1a\n\0\0")
        clerk.post(reverse("desk:imports"), {"file": upload, "place": "379900001"})
        work()

        page = clerk.get(reverse("desk:import", args=[RosterImport.objects.get().pk])).text

        assert "这不是表格文件。能收的是 xlsx、xls 和 csv。" in page
        assert "什么都没写" in page

    def test_while_it_is_read_the_page_shows_how_far_that_is(self, clerk):
        upload = SimpleUploadedFile("名册.csv", f"{HEAD}\r\n王芳,{WANG}".encode())
        response = clerk.post(reverse("desk:imports"), {"file": upload, "place": "379900001"})
        job = Job.objects.get()

        assert response.url == reverse("desk:job", args=[job.pk])
        assert clerk.get(reverse("desk:import", args=[RosterImport.objects.get().pk])).url == response.url


class TestLooking:
    def test_says_that_nothing_is_written_and_counts_every_row(self, clerk):
        known()
        page = clerk.get(
            sent(
                clerk,
                f"王芳,{WANG},肢体,13800000001,槐里村,",
                f"李秀兰,{LI},肢体,13800000002,槐里村,",
                "赵顺,37990020000229001,听力,,磨盘村,",
            )
        ).text

        assert "还什么都没写进去。" in page
        assert "名册.csv · 3 行" in page
        assert "写入 1 个新增、1 个变化" in page
        assert "身份证号 17 位，少 1 位。" in page
        assert "尾号 0002" in page
        assert "整批撤回" not in page
        assert not Person.objects.filter(name="王芳").exists()

    def test_masks_names_and_shows_numbers_by_their_length(self, clerk):
        page = clerk.get(sent(clerk, f"王小芳,{WANG},肢体,13800000001,槐里村,")).text
        assert "王小芳" not in page
        assert WANG not in page
        assert "13800000001" not in page
        assert "王*芳" in page
        assert "18 位" in page

    def test_shows_a_changed_name_whole_and_a_changed_phone_by_its_tail(self, clerk):
        person = known(name="古丽米热·艾山", number=ZHAO)
        PhoneFactory(person=person, digits="13800000017")

        page = clerk.get(sent(clerk, f"古丽米热.艾山,{ZHAO},肢体,13800000058,槐里村,")).text

        for said in ("姓名写法", "古丽米热·艾山", "古丽米热.艾山", "尾号 0017", "尾号 0058"):
            assert said in page

    def test_that_rows_were_looked_at_is_on_the_trail(self, clerk):
        address = sent(clerk, f"王芳,{WANG},肢体,,槐里村,")
        before = AuditEntry.objects.count()
        clerk.get(address + "?show=new")
        assert AuditEntry.objects.count() == before + 1
        assert AuditEntry.objects.latest("number").action == "registry.import.look"

    def test_a_part_is_paged(self, clerk, django_assert_max_num_queries):
        rows = [f"王{number},,肢体,,槐里村,1980-01-{number % 28 + 1:02d}" for number in range(1, 46)]
        address = sent(clerk, *rows, head="姓名,身份证号,类型,电话,村,出生日期") + "?show=new"

        with django_assert_max_num_queries(22):
            first = clerk.get(address).text

        assert first.count('class="cell"') == 20
        after = StagedRow.objects.order_by("id")[19].pk
        assert f"show=new&amp;after={after}" in first
        assert "上一页" not in first
        second = clerk.get(f"{address}&after={after}").text
        assert second.count('class="cell"') == 20
        assert f'href="{address}" rel="prev"' in second
        last = StagedRow.objects.order_by("id")[39].pk
        assert (
            f'{address.replace("&", "&amp;")}&amp;after={after}" rel="prev"'
            in clerk.get(f"{address}&after={last}").text
        )

    def test_a_column_can_be_corrected(self, clerk):
        address = sent(clerk, f"王芳,{WANG},肢体,13800000001,槐里村,磨盘村", head="姓名,身份证号,类型,电话,单位,备注")
        roster = RosterImport.objects.get()
        assert roster.counts["new"] == 1

        clerk.post(reverse("desk:import_columns", args=[roster.pk]), {"col.0.4": "", "col.0.5": "village"})
        work()

        assert StagedRow.objects.get().said.clear().count("379900001002") == 1
        assert "认出来了" in clerk.get(address).text


class TestDeciding:
    def test_what_is_unticked_is_not_written(self, clerk):
        person = known(sex="2")
        address = sent(clerk, f"李秀兰,{LI},听力,13800000002,槐里村,")
        roster, row = RosterImport.objects.get(), StagedRow.objects.get()

        clerk.post(reverse("desk:import_write", args=[roster.pk]), {"ticked": row.pk, f"w-{row.pk}-phone": "1"})
        work()

        person.refresh_from_db()
        assert person.phones.get().number.clear() == "13800000002"
        assert person.category == "4"
        assert "写好了：新增 0 人，改了 1 人。" in clerk.get(address).text

    def test_a_possible_duplicate_waits_for_a_choice(self, clerk):
        known(name="王芳", number="", born_on=date(1980, 1, 1))
        address = sent(clerk, f"王芳,{WANG},肢体,,槐里村,")
        roster, row = RosterImport.objects.get(), StagedRow.objects.get()
        assert (row.kind, "同名、同生日" in clerk.get(address).text) == (Kind.DUPLICATE, True)

        clerk.post(reverse("desk:import_decide", args=[roster.pk]), {f"c-{row.pk}": "same"})
        assert "写入 1 个变化" in clerk.get(address).text
        clerk.post(reverse("desk:import_write", args=[roster.pk]))
        work()

        assert Person.objects.get().identifier.clear() == WANG

    def test_two_people_of_one_name_are_two(self, clerk):
        known(name="王芳", number="", born_on=date(1980, 1, 1))
        sent(clerk, f"王芳,{WANG},肢体,,槐里村,")
        roster, row = RosterImport.objects.get(), StagedRow.objects.get()

        clerk.post(reverse("desk:import_write", args=[roster.pk]), {f"c-{row.pk}": "two"})
        work()

        assert Person.objects.count() == 2

    def test_a_choice_that_is_none_changes_nothing(self, clerk):
        known(name="王芳", number="", born_on=date(1980, 1, 1))
        sent(clerk, f"王芳,{WANG},肢体,,槐里村,")
        row = StagedRow.objects.get()
        clerk.post(reverse("desk:import_decide", args=[row.roster_id]), {f"c-{row.pk}": "x", "c-abc": "same"})
        row.refresh_from_db()
        assert row.choice == ""

    def test_is_written_once(self, clerk):
        sent(clerk, f"王芳,{WANG},肢体,,槐里村,")
        roster = RosterImport.objects.get()
        for _ in range(2):
            clerk.post(reverse("desk:import_write", args=[roster.pk]))
        work()
        assert Person.objects.count() == 1


class TestTheResult:
    def test_is_the_own_file_with_a_column_more(self, clerk):
        sent(clerk, f"王芳,{WANG},肢体,1380,槐里村,", "赵顺,37990020000229001,听力,,磨盘村,")
        response = clerk.get(reverse("desk:import_result", args=[RosterImport.objects.get().pk]))

        assert response["Content-Disposition"].endswith("%E5%90%8D%E5%86%8C-%E7%BB%93%E6%9E%9C.csv")
        assert response.content.decode("gb18030").splitlines() == [
            f"{HEAD},结果",
            f"王芳,{WANG},肢体,1380,槐里村,,新增；提醒：手机号 4 位，少 7 位。这个电话没有收。",
            "赵顺,37990020000229001,听力,,磨盘村,,不能收：身份证号 17 位，少 1 位。",
        ]

    def test_of_a_workbook_is_a_workbook(self, clerk):
        book = openpyxl.Workbook()
        for row in [["姓名", "身份证号", "村"], ["王芳", WANG, "槐里村"], ["合计", "1人"]]:
            book.active.append(row)
        file = BytesIO()
        book.save(file)
        upload = SimpleUploadedFile("名册.xlsx", file.getvalue())
        clerk.post(reverse("desk:imports"), {"file": upload, "place": "379900001"})
        work()
        roster = RosterImport.objects.get()
        clerk.post(reverse("desk:import_write", args=[roster.pk]))
        work()

        response = clerk.get(reverse("desk:import_result", args=[roster.pk]))

        sheet = openpyxl.load_workbook(BytesIO(response.content)).active
        assert [row[3].value for row in sheet.iter_rows()] == ["结果", "已新增", "没有收：合计"]


class TestReach:
    def test_people_beyond_the_scope_are_refused_without_a_word_of_them(self, clerk):
        known(path="379900002001")
        page = clerk.get(sent(clerk, f"李秀兰,{LI},肢体,,槐里村,")).text
        assert "这一行收不了。拿证件和县残联核对。" in page

    def test_a_village_beyond_the_scope_is_not_found(self, clerk):
        VillageFactory(code="379900002001", name="外村")
        assert "村名“外村”找不到。" in clerk.get(sent(clerk, f"王芳,{WANG},肢体,,外村,")).text

    def test_an_import_elsewhere_is_not_there(self, clerk, client):
        sent(clerk, f"王芳,{WANG},肢体,,槐里村,")
        RosterImport.objects.update(path="379900002")
        assert clerk.get(reverse("desk:import", args=[RosterImport.objects.get().pk])).status_code == 404


def test_states_have_each_their_page(clerk):
    address = sent(clerk, f"王芳,{WANG},肢体,,槐里村,")
    for state, said in [(State.REFUSED, "换一个文件"), (State.READING, "再读一次")]:
        RosterImport.objects.update(state=state)
        assert said in clerk.get(address).text
    RosterImport.objects.update(state=State.WRITTEN, counts={"rows": 1, "written_new": 1, "written_changed": 0})
    RosterImport.objects.update(written_at="2026-11-24T08:00:00+08:00", erased_at="2026-12-24T08:00:00+08:00")
    assert "已经到期清除" in clerk.get(address).text
