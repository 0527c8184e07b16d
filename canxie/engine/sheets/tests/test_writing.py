"""What we write is read again by openpyxl, which is nobody's of ours."""

import zipfile
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canxie.engine.sheets.writing import Table, write


def written(*tables: Table):
    file = BytesIO()
    write(file, tables)
    return openpyxl.load_workbook(file)


def test_writes_lines_head_and_rows():
    rows = [["王芳", "379900198001010014", date(2026, 3, 1), 3], ["𠮷田", None, None, 0.5]]
    book = written(Table("名册", ["姓名", "证号", "日期", "户数"], rows, ["用途：核对"]))

    assert [[cell.value for cell in row] for row in book["名册"].iter_rows()] == [
        ["用途：核对", None, None, None],
        ["姓名", "证号", "日期", "户数"],
        ["王芳", "379900198001010014", book["名册"]["C3"].value, 3],
        ["𠮷田", None, None, 0.5],
    ]
    assert book["名册"]["C3"].value.date() == date(2026, 3, 1)
    assert book["名册"]["B3"].data_type == "s"


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("x")', "http://a", "{=1}", "001", "1E5"]
)
def test_text_is_never_anything_else(text):
    cell = written(Table("S", ["a"], [[text]]))["S"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=50))
@settings(max_examples=50, deadline=None)
def test_any_text_comes_back_as_it_was(text):
    cell = written(Table("S", ["a"], [[text]]))["S"]["A2"]
    assert cell.data_type == "s"
    assert cell.value.replace("\ufffe", "").replace("\uffff", "") == text.replace("\ufffe", "").replace("\uffff", "")


def test_two_sheets_whose_names_no_workbook_allows():
    assert written(Table("a/b", ["a"], []), Table("x" * 40, ["a"], [])).sheetnames == ["a b", "x" * 31]


def test_there_is_no_formula_in_the_file():
    file = BytesIO()
    write(file, [Table("S", ["a"], [["=1+1"]])])
    with zipfile.ZipFile(file) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", [" 前后有空格 ", "两\n行", "<a> & b", "a]]>b"])
def test_blanks_lines_and_marks_come_back_as_they_were(text):
    assert written(Table("S", ["a"], [[text]]))["S"]["A2"].value == text


def test_a_row_of_nothing_keeps_its_place_and_the_sheet_knows_how_far_it_goes():
    sheet = written(Table("S", ["a", "b"], [["一"], [], ["", "二"]]))["S"]

    assert sheet.dimensions == "A1:B4"
    found = [[cell.value for cell in row] for row in sheet["A2:B4"]]
    assert found == [["一", None], [None, None], [None, "二"]]


def test_more_rows_than_a_sheet_holds_are_an_error(monkeypatch):
    monkeypatch.setattr("canxie.engine.sheets.writing.MOST_ROWS", 2)

    with pytest.raises(ValueError, match="more rows"):
        written(Table("S", ["a"], [["1"], ["2"]]))
