"""The command's answer, on messy files made here by openpyxl, xlwt or hand; the numbers are of the area 379900."""

import json
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest
import xlwt
from django.core.management import CommandError, call_command

from canxie.engine.audit.models import AuditEntry
from canxie.ground.divisions.tests.factories import TownshipFactory, VillageFactory
from canxie.ground.registry.models import Certificate, Change, Household, Person, Phone
from canxie.ground.registry.roster.models import StagedRow

pytestmark = pytest.mark.django_db

WANG, LI, ZHAO, SUN = "379900198001010014", "379900196402290046", "379900200002290011", "379900200402290010"


@pytest.fixture(autouse=True)
def places():
    TownshipFactory(code="379900001", name="榆岭镇")
    VillageFactory(code="379900001001", name="槐里村")
    VillageFactory(code="379900001002", name="磨盘村")
    VillageFactory(code="379900001003", name="西岭村")
    VillageFactory(code="379900002001", name="外村")


def run(path, *, village="", commit=False, township="379900001"):
    out = StringIO()
    place = {"village": village} if village else {"township": township}
    call_command("import_roster", str(path), **place, commit=commit, as_json=True, stdout=out)
    return json.loads(out.getvalue())


def saved(book, folder, name="名册.xlsx"):
    file = BytesIO()
    book.save(file)
    (folder / name).write_bytes(file.getvalue())
    return folder / name


def sheet(*rows, title="Sheet1"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


HEAD = ["姓名", "身份证号", "残疾人证号", "电话", "村", "地址"]


def clean(folder, *rows, head=HEAD):
    return saved(sheet(head, *rows), folder)


class TestAClean:
    def test_roster_is_read_and_nothing_written(self, tmp_path):
        file = clean(tmp_path, ["王芳", WANG, f"{WANG}43", "13800000001", "槐里村", "槐里村三组17号"])

        assert run(file) == {
            "file": "名册.xlsx", "accepted": True, "reason": "", "rows": 1, "new": 1, "changed": 0, "unchanged": 0,
            "duplicate": 0, "refused": [], "warnings": [], "ignored_rows": 0,
        }  # fmt: skip
        assert not Person.objects.exists()
        assert not StagedRow.objects.exists()
        assert not AuditEntry.objects.exists()

    def test_roster_is_written_with_commit(self, tmp_path):
        rows = [
            ["王芳", WANG, f"{WANG}43", "13800000001", "槐里村", "槐里村三组17号"],
            ["李兰", LI, f"{LI}12B1", "", "槐里", "槐里村３组 17号"],
            ["赵顺", ZHAO, "", "0530-1234567", "磨盘村", ""],
        ]
        assert run(clean(tmp_path, *rows), commit=True)["new"] == 3

        wang, li, zhao = (Person.objects.get(name=name) for name in ("王芳", "李兰", "赵顺"))
        assert (wang.path, wang.sex, wang.born_on, wang.category, wang.degree) == (
            "379900001001",
            "1",
            date(1980, 1, 1),
            "4",
            3,
        )
        assert wang.identifier.clear() == WANG
        assert (wang.name_sort, wang.initials) == ("wang fang", "wf")
        assert wang.household == li.household
        assert (wang.household.group, wang.household.door, wang.household.address) == ("三组", "17号", "槐里村三组17号")
        assert Certificate.objects.get(person=li).number.clear() == f"{LI}12B1"
        assert Phone.objects.get(person=zhao).number.clear() == "0530-1234567"
        assert zhao.household.people.count() == 1
        assert {*Change.objects.values_list("source", flat=True)} == {"import"}
        assert [one.action for one in AuditEntry.objects.order_by("number")] == [
            "files.keep", "registry.import.upload", "registry.import.read", "registry.import.write",
            "registry.import.follow",
        ]  # fmt: skip

    def test_roster_comes_again_and_changes_nothing(self, tmp_path):
        file = clean(tmp_path, ["王芳", WANG, f"{WANG}43", "13800000001", "槐里村", "槐里村三组17号"])
        run(file, commit=True)

        again = run(file, commit=True)

        assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 1)
        assert Person.objects.count() == Household.objects.count() == Change.objects.count() == 1


def messy():
    """Titles, a head of two lines with merged cells, any wording, dirt, a repeated head, a total, notes."""
    book = sheet(
        ["榆岭镇残疾人花名册"],
        ["填报单位：榆岭镇残联", None, None, None, None, None, "2026年11月"],
        ["序号", "姓  名", "公民身份号码", "残疾情况", None, "联系方式", "所在村"],
        [None, None, None, "类别", "等级", None, None],
        ["1", "王\u3000芳", "３７９９００198001010014", "肢体", "贰级", "138 0000 0001", "槐里"],
        ["2", "李兰", " 379900196402290046", "视力残疾", "1", "无", "槐里村委会"],
        [None, "小计", 2],
        ["序号", "姓  名", "公民身份号码", "类别", "等级", "联系方式", "所在村"],
        ["3", "古丽米热·艾山", "379900200002290011", "听力", "Ⅲ", "13800000003/13800000004", "磨盘村"],
        ["4", "孙一", 379900200402290010, "智力", "四", "", "磨盘村"],
        ["5", "周二", "37990020040229001", "智力", "四", "", "磨盘村"],
        ["6", "吴三", "379900200402290011", "智力", "四", "", "磨盘村"],
        ["7", "郑四", "379900199001010019", "肢体", "二级", "1380000", "西领村"],
        ["8", "𠮷田", "379900199001010035", "肢体", "二级", "1380000", "西岭村"],
        ["合  计", None, None, "8人"],
        ["填表人：王五", None, None, "审核人：赵六"],
    )
    for area in ("A1:G1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "G3:G4"):
        book.active.merge_cells(area)
    book.active.row_dimensions[6].hidden = True
    return book


class TestAMessy:
    def test_workbook_is_understood(self, tmp_path):
        answer = run(saved(messy(), tmp_path), commit=True)

        assert (answer["rows"], answer["new"], answer["ignored_rows"]) == (8, 4, 6)
        assert answer["refused"] == [
            {
                "cell": "Sheet1!C10",
                "reason": "身份证号变成了 3.79900E+17，后几位已经丢了。把这一列设成“文本”再填一遍。",
            },
            {"cell": "Sheet1!C11", "reason": "身份证号 17 位，少 1 位。"},
            {"cell": "Sheet1!C12", "reason": "身份证号校验位不对，像是抄错了一位。对一下证件。"},
            {"cell": "Sheet1!G13", "reason": "村名“西领村”找不到。是不是西岭村？"},
        ]
        assert answer["warnings"] == [
            {"cell": "Sheet1!F14", "reason": "手机号 7 位，少 4 位。这个电话没有收。"},
            {"cell": "Sheet1!A6", "reason": "第 6 行是隐藏的，也读了。"},
        ]
        people = Person.objects.order_by("born_on", "name")
        assert [(one.name, one.path[-3:], one.category, one.degree) for one in people] == [
            ("李兰", "001", "1", 1),
            ("王芳", "001", "4", 2),
            ("𠮷田", "003", "4", 2),
            ("古丽米热·艾山", "002", "2", 3),
        ]
        assert Phone.objects.filter(person__name="古丽米热·艾山").count() == 2


class TestFormats:
    def test_xls_says_that_it_cannot_tell_what_is_hidden(self, tmp_path):
        book = xlwt.Workbook()
        table = book.add_sheet("槐里")
        for number, row in enumerate([["姓名", "身份证号"], ["王芳", WANG]]):
            for column, value in enumerate(row):
                table.write(number, column, value)

        answer = run(saved(book, tmp_path, "名册.xls"))

        assert answer["new"] == 1
        assert answer["warnings"] == [{"cell": "槐里!A1", "reason": "xls 文件看不出有没有隐藏的行和列，全都读了。"}]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_csv(self, tmp_path, encoding):
        file = tmp_path / "槐里.csv"
        file.write_bytes(f"姓名,身份证号\r\n王芳,{WANG}\r\n龴二,{LI}1\r\n".encode(encoding))

        answer = run(file, village="379900001001")

        assert answer["new"] == 1
        assert answer["refused"] == [{"cell": "槐里!B3", "reason": "身份证号 19 位，多 1 位。"}]


class TestRefusals:
    def test_a_file_that_is_none_has_one_sentence_and_exit_code_2(self, tmp_path):
        file = tmp_path / "名册.xlsx"
        file.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
        out = StringIO()

        with pytest.raises(CommandError) as caught:
            call_command("import_roster", str(file), township="379900001", as_json=True, commit=True, stdout=out)

        assert caught.value.returncode == 2
        answer = json.loads(out.getvalue())
        assert (answer["accepted"], answer["reason"]) == (False, "这不是表格文件。能收的是 xlsx、xls 和 csv。")
        assert not Person.objects.exists()
        assert not AuditEntry.objects.exists()

    def test_a_sheet_without_a_head(self, tmp_path):
        with pytest.raises(CommandError) as caught:
            run(saved(sheet(["说明"], ["按要求填写"]), tmp_path))
        assert str(caught.value) == "没有找到表头。至少要有“姓名”一列，最好还有“身份证号”和“村”。"

    @pytest.mark.parametrize(("village", "township"), [("379900001999", ""), ("379900001", ""), ("", "379900009")])
    def test_a_place_that_is_not_there(self, tmp_path, village, township):
        with pytest.raises(CommandError) as caught:
            run(clean(tmp_path, ["王芳", WANG]), village=village, township=township)
        assert caught.value.returncode == 2
