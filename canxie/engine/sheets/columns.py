"""Finds the table in a sheet: where its head is, what each column means, which rows are no rows of it.

Knows words and values only as `Field`s say them; what a field is for is the caller's affair.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from canxie.engine.sheets.book import Sheet
from canxie.engine.sheets.layout import Column, Field, Layout, Sure, heading
from canxie.engine.sheets.passing import passed_over

SEARCHED = 30
"""Rows from the top of a sheet in which its head is looked for."""
DEEPEST = 3
"""Rows that a head may have."""
DENIED = 0.2
"""A smaller share than this of values that look like it, and a heading is not believed."""
SAMPLE = 200
"""Values of a column that are looked at to guess what it is."""


def recognise(
    sheet: Sheet, fields: Sequence[Field], *, needed: Collection[str], chosen: Mapping[int, str] | None = None
) -> Layout:
    """Find the table of a sheet. `needed` are the fields without any of which a row is nobody's.

    `chosen` is what somebody said of columns that were guessed wrong: index → key, or "" for none.
    A sheet without a table gives a layout in which no column is taken.
    """
    words = _Words(fields)
    head = _head(sheet, words)
    columns = _columns(sheet, head, words, fields)
    if chosen is not None:
        columns = [_as_chosen(column, chosen) for column in columns]
    layout = Layout(head, columns)
    layout.ignored = {number: "在表头上面" for number, row in sheet.numbered() if row and number < head.start}
    layout.ignored |= passed_over(sheet, layout, needed)
    return layout


class _Words:
    """Which field a heading names."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self.certain = {heading(word): one.key for one in fields for word in one.words}
        self.hints = {heading(word): one.key for one in fields for word in one.hints}
        self._longest = sorted(self.certain, key=len, reverse=True)

    def find(self, said: Sequence[str]) -> tuple[str, Sure]:
        """Name the field of a heading of several lines; a line above may say whose: 监护人 over 电话 is not 电话."""
        lines = [*dict.fromkeys(filter(None, map(heading, said)))]
        whole = "".join(lines)
        if whole in self.certain:
            return self.certain[whole], Sure.CERTAIN
        if whole in self.hints:
            return self.hints[whole], Sure.GUESSED
        if len(lines) > 1 and not any(word.startswith(lines[0]) and word != lines[0] for word in self.certain):
            return self.find(lines[1:])
        for word in self._longest:
            if len(word) > 1 and word in whole and len(whole) <= len(word) + 4:
                return self.certain[word], Sure.GUESSED
        return "", Sure.IGNORED


def _head(sheet: Sheet, words: _Words) -> range:
    """Return the rows of the head: those whose cells name most fields; none when no two fields are named."""
    best, found = (1.5, 0), range(sheet.first_row, sheet.first_row)
    for start in range(min(SEARCHED, len(sheet.rows))):
        for depth in range(1, DEEPEST + 1):
            rows = sheet.rows[start : start + depth]
            if len(rows) < depth or any(map(_is_data, rows)) or not rows[-1]:
                break
            score = (_score(rows, words), -depth)  # of two heads that name as much, the lower one
            if score > best:
                best, found = score, range(sheet.first_row + start, sheet.first_row + start + depth)
    return _with_rows_above(sheet, found)


def _with_rows_above(sheet: Sheet, head: range) -> range:
    """Take in rows above that reach into the head: a heading may be merged downwards."""
    if not head:
        return head
    tops = [area.top for area in sheet.merged if area.top < head.start <= area.bottom]
    return range(min([head.start, *tops]), head.stop)


def _is_data(row: list[str]) -> bool:
    return any(re.search(r"\d{6}", cell) for cell in row)


def _score(rows: list[list[str]], words: _Words) -> float:
    named = dict[str, Sure]()
    for index in range(max(map(len, rows))):
        key, sure = words.find(_lines(rows, index))
        if key and named.get(key) is not Sure.CERTAIN:
            named[key] = sure
    return sum(1.0 if sure is Sure.CERTAIN else 0.4 for sure in named.values())


def _lines(rows: Sequence[list[str]], index: int) -> list[str]:
    return [row[index] for row in rows if index < len(row)]


def _columns(sheet: Sheet, head: range, words: _Words, fields: Sequence[Field]) -> list[Column]:
    by_key = {one.key: one for one in fields}
    head_rows = [sheet.rows[number - sheet.first_row] for number in head]
    body = [row for row in sheet.rows[head.stop - sheet.first_row :] if row]
    width = max(map(len, [*head_rows, *body[:SAMPLE]]), default=0)
    named = [words.find(_lines(head_rows, index)) for index in range(width)]
    certain = {key for key, sure in named if sure is Sure.CERTAIN}
    found, taken = list[Column](), set[str]()
    for index, (key, named_sure) in enumerate(named):
        values = [row[index] for row in body[:SAMPLE] if index < len(row) and row[index]]
        sure = _believed(named_sure, by_key[key], values) if key else Sure.IGNORED
        is_said = (key in taken and not by_key[key].many) or (named_sure is Sure.GUESSED and key in certain)
        shown = "".join(dict.fromkeys(" ".join(line.split()) for line in _lines(head_rows, index) if line))
        examples = tuple([*dict.fromkeys(values)][:3])
        if sure is Sure.IGNORED or is_said:
            found.append(Column(index, shown, examples=examples))
        else:
            taken.add(key)
            found.append(Column(index, shown, key, sure, examples))
    return [_guessed(column, body, fields, taken) for column in found]


def _believed(sure: Sure, one: Field, values: Sequence[str]) -> Sure:
    """A heading that its values deny is only a guess, and a guess that they deny is none."""
    if _share(one, values) >= DENIED:
        return sure
    return Sure.GUESSED if sure is Sure.CERTAIN else Sure.IGNORED


def _share(one: Field, values: Sequence[str]) -> float:
    """Return the share of values that look like the field; 1 where it cannot tell."""
    if one.looks is None or not values:
        return 1.0
    return sum(map(one.looks, values)) / len(values)


def _guessed(column: Column, body: list[list[str]], fields: Sequence[Field], taken: set[str]) -> Column:
    """Guess by its values what a column means whose heading says nothing."""
    if column.key or heading(column.heading):
        return column
    values = [row[column.index] for row in body[:SAMPLE] if column.index < len(row) and row[column.index]]
    for one in fields:
        if values and one.looks and one.key not in taken and _share(one, values) >= 0.8:
            taken.add(one.key)
            return Column(column.index, column.heading, one.key, Sure.GUESSED, column.examples)
    return column


def _as_chosen(column: Column, chosen: Mapping[int, str]) -> Column:
    if column.index not in chosen or chosen[column.index] == column.key:
        return column
    key = chosen[column.index]
    return Column(column.index, column.heading, key, Sure.CERTAIN if key else Sure.IGNORED, column.examples)
