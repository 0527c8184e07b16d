"""Rows of a sheet's body that are nobody's: heads again, totals, notes. None is passed over without a reason."""

import re
from collections.abc import Collection, Set

from canxie.engine.sheets.book import Sheet
from canxie.engine.sheets.layout import Layout, heading
from canxie.kernel.cells import narrow

_TOTAL = re.compile(r"(?:合计|总计|小计|共计|总数|累计)\d*[人户]?")
_NOTE = re.compile(
    r"(?:备注|注|说明|填表|制表|填报|审核|单位|日期|负责人|联系人|经办|本表|以上)[^:]{0,8}:|注\d|第\d+页|共\d+页"
)
_LONG = 12
"""A cell alone in its row that is longer than this is a remark and no name."""


def passed_over(sheet: Sheet, layout: Layout, needed: Collection[str]) -> dict[int, str]:
    """Return number → reason for the rows that say of nobody who they are, by the fields `needed`, and why."""
    taken = [column.index for column in layout.columns if column.key]
    must = [index for key in needed for index in layout.where(key)]
    heads = [{heading(cell) for cell in sheet.rows[number - sheet.first_row]} - {""} for number in layout.head]
    wide = {area.top for area in sheet.merged if area.right - area.left + 1 > max(2, len(layout.columns) / 2)}
    ignored = dict[int, str]()
    for number, row in sheet.numbered():
        if number < layout.head.stop or not row:
            continue
        width = len(row)
        if any(index < width and len(row[index]) > 5 and row[index][:6].isdecimal() for index in must):
            continue  # somebody's number: the ordinary row, settled first because there are many
        said = {cell for cell in row if cell}
        if any(_is_head(said, names) for names in heads):
            ignored[number] = "又是表头"
        elif why := _nobody(row, said, is_wide=number in wide):
            ignored[number] = why
        elif sum(index < width and bool(row[index]) for index in taken) <= 1 and not any(
            index < width and row[index] for index in must
        ):
            ignored[number] = "没有姓名和号码，不是一个人"
    return ignored


def _is_head(said: Set[str], names: Set[str]) -> bool:
    same = {heading(cell) for cell in said} & names
    return len(same) >= 2 and len(same) * 2 >= len(said)


def _nobody(row: list[str], said: Set[str], *, is_wide: bool) -> str:
    first = narrow(next(cell for cell in row if cell)).replace(" ", "")
    if _TOTAL.match(heading(first)) or any(_TOTAL.fullmatch(heading(cell)) for cell in said):
        return "合计"
    if is_wide and len(said) <= 2:
        return "整行只有一格，不是一个人"
    if (len(said) <= 3 and _NOTE.match(first)) or (len(said) == 1 and len(first) > _LONG):
        return "表里的说明"
    return ""
