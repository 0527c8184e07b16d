"""Workbooks as an office makes them: titles, merged cells, a heading of two lines, a hidden column, a total."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

TOWN, VILLAGE = "榆岭镇", "槐里村"
LOST = "#"
"""Marks a number that is written as a quantity: the spreadsheet then loses its last digits."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list, as somebody typed it."""

    name: str
    number: str
    sex: str
    certificate: str
    category: str
    degree: str
    phone: str
    village: str
    address: str
    head: str
    relation: str
    born_on: date | None
    dibao: str


Untidy = Callable[[Sequence[Line]], list[Line]]


def of_town(file: str, untidy: Untidy, lines: Sequence[Line], today: date) -> None:
    """Write the town's list: three sheets, titles, a two-line heading with merged cells, a hidden column, a total."""
    heading = [
        "序号",
        "姓  名",
        "身份证号",
        "性别",
        "残疾证号码",
        "类型",
        "等级",
        "联系方式",
        "村居",
        "家庭住址",
        "内部备注",
    ]
    villages = sorted({one.village for one in lines})
    sheets = {"磨盘": ["磨盘村"], "西岭": ["西岭村"]}
    sheets = {"Sheet1": [one for one in villages if one not in {"磨盘村", "西岭村"}]} | sheets
    with xlsxwriter.Workbook(file, {"strings_to_numbers": False}) as book:
        bold = book.add_format({"bold": True, "align": "center"})
        for name, its in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.merge_range(0, 0, 0, len(heading) - 1, f"{TOWN}残疾人名册", bold)
            sheet.merge_range(
                1, 0, 1, len(heading) - 1, f"填报单位：{TOWN}残联      填报日期：{today.year}.{today.month}", bold
            )
            sheet.merge_range(2, 4, 2, 6, "残疾人证", bold)
            for column, said in enumerate(heading):
                if column in {4, 5, 6}:
                    sheet.write_string(3, column, said, bold)
                else:
                    sheet.merge_range(2, column, 3, column, said, bold)
            sheet.set_column(len(heading) - 1, len(heading) - 1, 12, None, {"hidden": True})
            rows = untidy([one for one in lines if one.village in its])
            put(sheet, 4, heading, rows, lambda one: [*of_line(one), one.village, one.address, ""])


def of_line(one: Line) -> list[Any]:
    return [one.name, one.number, one.sex, one.certificate, one.category, one.degree, one.phone]


def put(
    sheet: Worksheet, top: int, heading: Sequence[str], rows: Sequence[Line], cells: Callable[[Line], list[Any]]
) -> None:
    """Write the rows, the heading once more in the middle as a printout has it, and the total below."""
    at, middle = top, len(rows) // 2
    for number, one in enumerate(rows, 1):
        if number == middle and middle > 20:
            sheet.write_row(at, 0, heading)
            at += 1
        sheet.write_number(at, 0, number)
        for column, said in enumerate(cells(one), 1):
            if isinstance(said, date):
                sheet.write_number(at, column, (said - date(1899, 12, 30)).days)
            elif str(said).startswith(LOST):
                sheet.write_number(at, column, float(str(said)[1:].replace("X", "0")))
            else:
                sheet.write_string(at, column, said or "")
        at += 1
    sheet.write_string(at, 0, "合计")
    sheet.write_string(at, 1, f"{len(rows)}人")


def of_village(file: str, untidy: Untidy, lines: Sequence[Line], today: date) -> None:
    """Write the village's list: one heading, other words, households by their heads, birth dates as serial numbers."""
    heading = [
        "序",
        "户主姓名",
        "与户主关系",
        "残疾人姓名",
        "公民身份号码",
        "出生日期",
        "残疾人证号",
        "联系电话",
        "是否低保",
        "村",
        "地址",
    ]
    with xlsxwriter.Workbook(file, {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("在册")
        sheet.merge_range(
            0, 0, 0, len(heading) - 1, f"{VILLAGE}残疾人在册人员（{today.month}月）", book.add_format({"bold": True})
        )
        sheet.write_row(1, 0, heading)
        rows = untidy(sorted(lines, key=lambda one: (one.address, one.relation)))
        put(sheet, 2, heading, rows, in_village)


def in_village(one: Line) -> list[Any]:
    who = [one.head, one.relation, one.name, one.number, one.born_on or ""]
    return [*who, one.certificate, one.phone, one.dibao, one.village, one.address]
