"""Files are made by hand, by openpyxl and by xlwt, never by our own writer."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
import xlwt

from canxie.engine.sheets.book import Area
from canxie.engine.sheets.reading import read
from canxie.engine.sheets.tests import raw


def first(data: bytes, name: str = "名册.xlsx"):
    return read(data, name=name).sheets[0]


def saved(book) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


class TestXlsx:
    def test_gives_each_cell_as_text(self):
        book = openpyxl.Workbook()
        book.active.title = "槐里"
        book.active.append(["姓名", "编号", "比例", "日期", "是"])
        book.active.append(["𠮷田", 12, 0.5, date(2026, 3, 1), True])

        sheet = first(saved(book))

        assert (sheet.name, sheet.first_row) == ("槐里", 1)
        assert sheet.rows == [["姓名", "编号", "比例", "日期", "是"], ["𠮷田", "12", "0.5", "2026-03-01", "TRUE"]]

    def test_reads_every_sheet_in_order(self):
        book = openpyxl.Workbook()
        book.active.append(["一"])
        book.create_sheet("二").append(["贰"])

        assert [(sheet.name, sheet.rows) for sheet in read(saved(book), name="x").sheets] == [
            ("Sheet", [["一"]]),
            ("二", [["贰"]]),
        ]

    def test_knows_where_a_table_begins_that_stands_apart(self):
        sheet = first(raw.workbook(raw.row(3, raw.text("B3", "姓名")), raw.row(5, raw.text("C5", "王芳"))))

        assert sheet.first_row == 3
        assert sheet.rows == [["", "姓名"], [], ["", "", "王芳"]]
        assert [sheet.cell(number, 1) for number, _ in sheet.numbered()] == ["Sheet1!B3", "Sheet1!B4", "Sheet1!B5"]

    def test_writes_the_text_of_merged_cells_into_each_and_says_where(self):
        book = openpyxl.Workbook()
        for line in [["名册", None, None], ["村", "姓名", "电话"], ["槐里村", "王芳", "1"], [None, "李兰", "2"]]:
            book.active.append(line)
        book.active.merge_cells("A1:C1")
        book.active.merge_cells("A3:A4")

        sheet = first(saved(book))

        assert sheet.rows == [["名册"] * 3, ["村", "姓名", "电话"], ["槐里村", "王芳", "1"], ["槐里村", "李兰", "2"]]
        assert sheet.merged == [Area(1, 0, 1, 2), Area(3, 0, 4, 0)]

    def test_finds_what_is_hidden_and_reads_it_all_the_same(self):
        book = openpyxl.Workbook()
        for line in [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]]:
            book.active.append(line)
        book.active.row_dimensions[3].hidden = True
        book.active.column_dimensions["B"].hidden = True
        book.create_sheet("旧表").append(["x"])
        book["旧表"].sheet_state = "hidden"

        shown, hidden = read(saved(book), name="x").sheets

        assert (shown.hidden, shown.hidden_rows, shown.hidden_columns) == (False, {3}, {1})
        assert shown.rows[2] == ["4", "5", "6"]
        assert (hidden.hidden, hidden.rows) == (True, [["x"]])

    def test_a_formula_is_its_last_value_and_one_without_is_named(self):
        sheet = first(
            raw.workbook(
                raw.row(
                    1,
                    '<c r="A1"><f>1+1</f><v>2</v></c>',
                    '<c r="B1" t="str"><f>"a"</f><v>a</v></c>',
                    '<c r="C1"><f>NOW()</f></c>',
                    raw.text("D1", "d"),
                )
            )
        )

        assert sheet.rows == [["2", "a", "", "d"]]
        assert sheet.uncomputed == {(1, 2)}

    @pytest.mark.parametrize(
        ("value", "shown"),
        [("379900198001010014", "3.79900E+17"), ("1234567890123456", "1.23457E+15"), ("3.799E+19", "3.79900E+19")],
    )
    def test_a_number_of_more_than_15_digits_is_named_with_its_cell(self, value, shown):
        sheet = first(raw.workbook(raw.row(1, raw.text("A1", "王芳"), raw.number("B1", value))))

        assert sheet.lost == {(1, 1): shown}
        assert sheet.rows == [["王芳", shown]]

    def test_fifteen_digits_are_whole(self):
        sheet = first(raw.workbook(raw.row(1, raw.number("A1", "123456789012345"))))
        assert (sheet.rows, sheet.lost) == ([["123456789012345"]], {})

    def test_control_characters_go(self):
        assert first(raw.workbook(raw.row(1, raw.text("A1", "王_x0000_芳")))).rows == [["王芳"]]


class TestOddities:
    """What WPS and export modules of other systems write."""

    ROWS = (
        raw.row(1, raw.text("A1", "姓名"), raw.text("B1", "电话")),
        raw.row(2, raw.text("A2", "王芳"), raw.text("B2", "1")),
    )
    READ = [["姓名", "电话"], ["王芳", "1"]]

    def test_no_dimension_no_styles_inline_strings(self):
        assert first(raw.workbook(*self.ROWS)).rows == self.READ

    @pytest.mark.parametrize("reference", ["A1", "A1:A1", "A1:XFD1048576", "C9:D10", ""])
    def test_a_wrong_dimension(self, reference):
        assert first(raw.workbook(*self.ROWS, before=f'<dimension ref="{reference}"/>')).rows == self.READ

    def test_targets_that_are_absolute(self):
        assert (
            first(raw.zipped(raw.parts({"Sheet1": raw.sheet(*self.ROWS)}, target="/xl/worksheets/{}"))).rows
            == self.READ
        )

    def test_part_names_with_backslashes(self):
        parts = raw.parts({"Sheet1": raw.sheet(*self.ROWS)}, target="worksheets\\{}")
        assert first(raw.zipped({name.replace("/", "\\"): xml for name, xml in parts.items()})).rows == self.READ

    def test_a_prefix_before_every_tag(self):
        xml = raw.sheet(raw.row(2, raw.text("A2", "王芳"), more='hidden="1"'))
        prefixed = xml.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
        sheet = first(raw.zipped(raw.parts({"Sheet1": prefixed})))
        assert (sheet.rows, sheet.hidden_rows) == ([["王芳"]], {2})

    def test_cells_and_rows_without_references(self):
        cell = "<c t='inlineStr'><is><t>{}</t></is></c>"
        sheet = first(raw.workbook(f"<row>{cell.format('姓名')}</row><row hidden='1'>{cell.format('王芳')}</row>"))
        assert (sheet.rows, sheet.hidden_rows) == ([["姓名"], ["王芳"]], {2})

    def test_a_million_empty_rows_at_the_end(self):
        rows = "".join(f'<row r="{index}"><c r="A{index}" s="0"/></row>' for index in range(3, 1_048_577))
        assert first(raw.workbook(*self.ROWS, rows)).rows == self.READ

    def test_rich_text_and_phonetic_marks(self):
        cell = '<c r="A1" t="inlineStr"><is><r><t>王</t></r><r><rPr><b/></rPr><t>芳</t></r></is></c>'
        assert first(raw.workbook(raw.row(1, cell))).rows == [["王芳"]]


class TestXls:
    def book(self):
        book = xlwt.Workbook(encoding="utf-8")
        sheet = book.add_sheet("槐里")
        sheet.write_merge(0, 0, 0, 2, "名册")
        for column, value in enumerate(["王芳", 379900198001010014, date(2026, 3, 1)]):
            style = xlwt.easyxf(num_format_str="yyyy-mm-dd") if column == 2 else xlwt.easyxf()
            sheet.write(1, column, value, style)
        return book

    def test_reads_an_old_workbook_and_cannot_tell_what_is_hidden(self):
        book = read(saved(self.book()), name="名册.xls")

        assert book.kind == "xls"
        assert book.sheets[0].rows == [["名册"] * 3, ["王芳", "3.79900E+17", "2026-03-01"]]
        assert book.sheets[0].lost == {(2, 1): "3.79900E+17"}
        assert book.sheets[0].merged == [Area(1, 0, 1, 2)]
        assert (book.sheets[0].hidden_rows, book.sheets[0].hidden_columns) == (None, None)

    def test_goes_by_content_and_not_by_name(self):
        assert read(saved(self.book()), name="名册.xlsx").kind == "xls"


class TestCsv:
    TEXT = "姓名,电话\r\n王芳,13800000001\r\n"

    @pytest.mark.parametrize(
        ("data", "encoding"),
        [
            (TEXT.encode(), "utf-8"),
            (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8-sig"),
            (TEXT.encode("gb18030"), "gb18030"),
            (TEXT.encode("utf-16"), "utf-16"),
        ],
    )
    def test_knows_the_encoding(self, data, encoding):
        book = read(data, name="dir/名册.csv")

        assert (book.kind, book.encoding, book.separator) == ("csv", encoding, ",")
        assert book.sheets[0].rows == [["姓名", "电话"], ["王芳", "13800000001"]]
        assert book.sheets[0].cell(2, 1) == "名册!B2"

    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    def test_knows_the_separator(self, mark):
        book = read(f"姓名{mark}电话\n王芳{mark}1\n".encode(), name="x.csv")
        assert (book.separator, book.sheets[0].rows) == (mark, [["姓名", "电话"], ["王芳", "1"]])

    def test_keeps_breaks_and_marks_inside_quotes(self):
        assert first(b'a,"b,1\n2"\n', "x.csv").rows == [["a", "b,1\n2"]]

    def test_brings_the_characters_of_gb18030_to_where_they_live(self):
        assert first(b"\xfe\x59\xcd\xf5,1\n", "x.csv").rows == [["龴王", "1"]]

    def test_a_csv_under_the_name_of_an_xls(self):
        assert read("姓名\t电话\n王芳\t1\n".encode("gb18030"), name="名册.xls").kind == "csv"
