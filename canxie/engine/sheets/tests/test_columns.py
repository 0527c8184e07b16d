"""Sheets as county offices keep them: the cells are typed here, and beside them what is to be found."""

import pytest

from canxie.engine.sheets.book import Area, Sheet
from canxie.engine.sheets.columns import recognise
from canxie.engine.sheets.layout import Field, Sure

FIELDS = [
    Field("name", "姓名", ("姓名", "残疾人姓名"), looks=lambda value: value.isalpha() and len(value) in {2, 3}),
    Field("identity", "身份证号", ("身份证号", "身份证号码"), looks=lambda value: len(value) == 18),
    Field(
        "category",
        "残疾类别",
        ("残疾类别", "类别"),
        hints=("类型",),
        looks=lambda value: value in {"肢体", "视力", "听力"},
    ),
    Field("level", "残疾等级", ("残疾等级", "等级"), looks=lambda value: len(value) < 3 and value[0] in "一二三四"),
    Field("phone", "电话", ("电话", "联系电话"), looks=lambda value: len(value) == 11, many=True),
    Field("guardian", "监护人", ("监护人", "监护人姓名")),
    Field("guardian_phone", "监护人电话", ("监护人电话",)),
    Field("village", "村", ("村", "村居", "所在村")),
]
A, B = "379900198001010014", "379900196402290046"


def found(sheet: Sheet, **more):
    return recognise(sheet, FIELDS, needed=("name", "identity"), **more)


def keys(layout):
    return [column.key for column in layout.columns]


def sure(layout):
    return [str(column.sure) for column in layout.columns]


def numbers(layout, sheet):
    return [number for number, _ in layout.rows(sheet)]


def test_a_clean_sheet():
    sheet = Sheet("S", [["姓名", "身份证号", "电话"], ["王芳", A, "13800000001"]])
    layout = found(sheet)

    assert layout.head == range(1, 2)
    assert keys(layout) == ["name", "identity", "phone"]
    assert sure(layout) == ["certain"] * 3
    assert numbers(layout, sheet) == [2]
    assert layout.columns[0].examples == ("王芳",)


def test_titles_above_any_order_any_wording():
    sheet = Sheet(
        "S",
        [
            ["榆岭镇残疾人名册"] * 4,
            ["", "", "2026年11月"],
            ["序号", "联系 电话\n（必填）", " 姓  名*", "身份证号码"],
            ["1", "13800000001", "王芳", A],
        ],
        merged=[Area(1, 0, 1, 3)],
    )
    layout = found(sheet)

    assert layout.head == range(3, 4)
    assert keys(layout) == ["", "phone", "name", "identity"]
    assert layout.ignored == {1: "在表头上面", 2: "在表头上面"}
    assert [column.heading for column in layout.columns] == ["序号", "联系 电话 （必填）", "姓 名*", "身份证号码"]


@pytest.mark.parametrize("is_merged", [True, False])
def test_a_head_of_two_lines(is_merged):
    blank = (lambda text: text) if is_merged else (lambda _: "")
    merged = [Area(1, 0, 2, 0), Area(1, 1, 1, 2), Area(1, 3, 1, 4)] if is_merged else []
    sheet = Sheet(
        "S",
        [
            ["姓名", "残疾情况", blank("残疾情况"), "监护人", blank("监护人"), "身份证号"],
            [blank("姓名"), "类别", "等级", "姓名", "电话", blank("身份证号")],
            ["王芳", "肢体", "二级", "李兰", "13800000001", A],
        ],
        merged=merged,
    )
    layout = found(sheet)

    assert layout.head == range(1, 3)
    assert keys(layout) == [
        "name",
        "category",
        "level",
        "guardian",
        "guardian_phone" if is_merged else "phone",
        "identity",
    ]
    assert numbers(layout, sheet) == [3]


def test_a_hint_is_a_guess_and_can_be_corrected():
    sheet = Sheet("S", [["姓名", "身份证号", "类型"], ["王芳", A, "肢体"]])

    assert keys(found(sheet)) == ["name", "identity", "category"]
    assert sure(found(sheet)) == ["certain", "certain", "guessed"]
    corrected = found(sheet, chosen={2: "", 1: "identity"})
    assert keys(corrected) == ["name", "identity", ""]
    assert corrected.columns[2].sure is Sure.IGNORED


def test_a_heading_that_its_values_deny_is_a_guess():
    sheet = Sheet("S", [["姓名", "身份证号", "电话"], ["王芳", A, "槐里村"], ["李兰", B, "磨盘村"]])
    assert sure(found(sheet)) == ["certain", "certain", "guessed"]


def test_a_column_without_a_heading_is_guessed_by_its_values():
    sheet = Sheet("S", [["姓名", "", "等级"], ["王芳", A, "二级"], ["李兰", B, "三"]])
    assert (keys(found(sheet)), sure(found(sheet))) == (
        ["name", "identity", "level"],
        ["certain", "guessed", "certain"],
    )


def test_a_sheet_without_any_head():
    sheet = Sheet("S", [["王芳", A, "13800000001"], ["李兰", B, "13900000002"]])
    layout = found(sheet)

    assert (keys(layout), sure(layout)) == (["name", "identity", "phone"], ["guessed"] * 3)
    assert numbers(layout, sheet) == [1, 2]


def test_two_phones_are_two_and_two_names_are_one():
    sheet = Sheet("S", [["姓名", "电话", "联系电话", "残疾人姓名"], ["王芳", "13800000001", "13900000002", "王芳"]])
    assert keys(found(sheet)) == ["name", "phone", "phone", ""]


def test_passes_over_what_is_nobody_and_says_why():
    sheet = Sheet(
        "S",
        [
            ["姓名", "身份证号", "电话", "村"],
            ["王芳", A, "13800000001", "槐里村"],
            ["磨盘村"] * 4,
            ["姓名", "身份证号", "电话", "村"],
            ["李兰", B, "", "磨盘村"],
            [],
            ["", "", "13800000001", "磨盘村"],
            ["", "", "", "磨盘村"],
            ["合  计", "2人"],
            ["小计", "", "1"],
            ["填表人：王芳", "", "审核人：李兰"],
            ["备注：以上数据截至2026年10月"],
            ["以上人员都是镇上核实过的不再变动"],
        ],
        merged=[Area(3, 0, 3, 3)],
    )
    layout = found(sheet)

    assert numbers(layout, sheet) == [2, 5, 7]
    assert layout.ignored == {
        3: "整行只有一格，不是一个人",
        4: "又是表头",
        8: "没有姓名和号码，不是一个人",
        9: "合计",
        10: "合计",
        11: "表里的说明",
        12: "表里的说明",
        13: "表里的说明",
    }


def test_somebody_called_like_a_total_is_somebody():
    sheet = Sheet("S", [["姓名", "身份证号", "电话"], ["总计", A, "13800000001"], ["", B, ""]])
    assert numbers(found(sheet), sheet) == [2, 3]


def test_a_sheet_that_is_no_table():
    sheet = Sheet("说明", [["填写说明"], ["一、姓名按身份证填写"], ["二、电话填手机"]])
    assert not any(keys(found(sheet)))


def test_counts_rows_as_the_file_does():
    sheet = Sheet("S", [["姓名", "身份证号"], [], ["王芳", A]], first_row=4)
    layout = found(sheet)
    assert (layout.head, numbers(layout, sheet)) == (range(4, 5), [6])
