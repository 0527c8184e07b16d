from io import BytesIO

import openpyxl
import pytest
import xlwt
from openpyxl.styles import PatternFill

from canxie.engine.sheets import results
from canxie.engine.sheets.reading import read
from canxie.engine.sheets.results import with_results
from canxie.engine.sheets.tests import raw


def back(data: bytes, marks, name="名册.xlsx"):
    book = read(data, name=name)
    return with_results(data, book, marks)


def workbook(data: bytes):
    return openpyxl.load_workbook(BytesIO(data))


def saved(book) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def values(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


class TestXlsx:
    def test_adds_a_column_and_leaves_all_else(self):
        book = openpyxl.Workbook()
        book.active.title = "槐里"
        for line in [["名册"], ["姓名", "电话"], ["王芳", "=1+1"], ["李兰", "2"]]:
            book.active.append(line)
        book.active.merge_cells("A1:C1")
        book.active["A3"].fill = PatternFill("solid", fgColor="FF0000")
        book.active.row_dimensions[4].hidden = True
        book.active.column_dimensions["A"].width = 33
        book.create_sheet("说明").append(["x"])

        again = workbook(back(saved(book), {"槐里": {2: "结果", 3: "新增", 4: "不收：a<b & c"}}))

        assert again.sheetnames == ["槐里", "说明"]
        assert values(again["槐里"]) == [
            ["名册", None, None, None],
            ["姓名", "电话", None, "结果"],
            ["王芳", "=1+1", None, "新增"],
            ["李兰", "2", None, "不收：a<b & c"],
        ]
        assert again["槐里"]["A3"].fill.fgColor.rgb == "00FF0000"
        assert again["槐里"].row_dimensions[4].hidden
        assert again["槐里"].column_dimensions["A"].width == 33
        assert str(again["槐里"].merged_cells) == "A1:C1"
        assert values(again["说明"]) == [["x"]]

    @pytest.mark.parametrize("prefix", ["", "x:"])
    def test_rows_of_any_writer(self, prefix):
        xml = raw.sheet(raw.row(1, raw.text("A1", "姓名")), raw.row(7, raw.text("A7", "王芳")))
        if prefix:
            xml = xml.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
        again = workbook(
            back(raw.zipped(raw.parts({"S": xml}, target="/xl/worksheets/{}")), {"S": {1: "结果", 7: "新增"}})
        )
        assert (again["S"]["B1"].value, again["S"]["B7"].value) == ("结果", "新增")

    def test_a_long_sheet_is_passed_through_in_pieces(self):
        rows = [raw.row(number, raw.text(f"A{number}", f"王{number}" * 9)) for number in range(1, 20_001)]
        again = workbook(
            back(raw.workbook(*rows), {"Sheet1": {number: f"第 {number} 行" for number in range(1, 20_001)}})
        )
        assert [cell.value for cell in again["Sheet1"]["B"]] == [f"第 {number} 行" for number in range(1, 20_001)]


class TestXls:
    def test_comes_back_as_xlsx_with_the_same_sheets_and_rows(self):
        book = xlwt.Workbook()
        for name in ("一", "二"):
            sheet = book.add_sheet(name)
            sheet.write(1, 0, "姓名")
            sheet.write(2, 0, f"王{name}")
        data = saved(book)

        again = workbook(back(data, {"一": {2: "结果", 3: "新增"}}, "名册.xls"))

        assert results.suffix(read(data, name="x")) == ".xlsx"
        assert again.sheetnames == ["一", "二"]
        assert values(again["一"]) == [[None, None], ["姓名", "结果"], ["王一", "新增"]]
        assert again["二"]["A3"].value == "王二"


class TestCsv:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_keeps_encoding_separator_and_rows(self, encoding):
        data = '名册\r\n姓名;电话\r\n\r\n"王;芳";1\r\n李兰;2\r\n'.encode(encoding)

        again = back(data, {"名册": {2: "结果", 4: "新增", 5: "不收"}}, "名册.csv")

        assert again.decode(encoding) == '名册\r\n姓名;电话;结果\r\n\r\n"王;芳";1;新增\r\n李兰;2;不收\r\n'

    def test_characters_of_gb18030_go_back_to_the_bytes_they_came_in(self):
        assert back(b"\xfe\x59,1\r\n", {"x": {1: "a"}}, "x.csv") == b"\xfe\x59,1,a\r\n"
