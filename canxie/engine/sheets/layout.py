"""What is known of a sheet's table: which column means what, and which rows are no rows of it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from canxie.engine.sheets.book import Sheet
from canxie.kernel.cells import narrow


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a column can mean. `words` name it for certain, `hints` only perhaps; `looks` knows its values."""

    key: str
    label: str
    words: tuple[str, ...]
    hints: tuple[str, ...] = ()
    looks: Callable[[str], bool] | None = None
    many: bool = False  # may several columns mean it


class Sure(StrEnum):
    CERTAIN = "certain"
    GUESSED = "guessed"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is taken for: the `key` of a field, or "" when it is not taken."""

    index: int
    heading: str
    key: str = ""
    sure: Sure = Sure.IGNORED
    examples: tuple[str, ...] = ()


@dataclass(slots=True)
class Layout:
    """A sheet's table: the rows of its head, its columns, and the rows that are passed over, each with the reason."""

    head: range
    columns: list[Column]
    ignored: dict[int, str] = field(default_factory=dict)
    _where: dict[str, list[int]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for column in self.columns:
            if column.key:
                self._where.setdefault(column.key, []).append(column.index)

    def where(self, key: str) -> list[int]:
        """Return the columns that mean a field."""
        return self._where.get(key, [])

    def rows(self, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
        for number, row in sheet.numbered():
            if number >= self.head.stop and row and number not in self.ignored:
                yield number, row


def heading(text: str) -> str:
    """Bring a heading to what it says: no blanks, no brackets with remarks, no stars.

    >>> heading("联系 电话\\n（必填）*"), heading("残疾类别：")
    ('联系电话', '残疾类别')
    """
    return re.sub(r"\([^()]*\)|[\s*:_\-.,、/]", "", narrow(text)).casefold()
