"""The tables of a file: where each is, what its columns mean, which rows are nobody's, and what it hides."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from canxie.engine.sheets.book import Book, Sheet, SheetRefused
from canxie.engine.sheets.columns import recognise
from canxie.engine.sheets.layout import Field, Layout
from canxie.engine.sheets.lists import Finding
from canxie.ground.registry.roster.hiding import hidden_in

BATCH = 2_000

Chosen = Mapping[str, Mapping[int, str]]
"""What somebody said of columns: sheet → index → key."""
Told = Callable[[int], object]


class Tables:
    """One file, and what of it is a list of the kind that is looked for."""

    def __init__(
        self,
        book: Book,
        fields: Sequence[Field],
        needed: Sequence[str],
        *,
        is_one: Callable[[Layout], bool],
        chosen: Chosen,
        none: str,
    ) -> None:
        """Raises SheetRefused with the sentence `none` when no sheet has such a table."""
        self.book = book
        layouts = [
            (sheet, recognise(sheet, fields, needed=needed, chosen=chosen.get(sheet.name))) for sheet in book.sheets
        ]
        self.tables: list[tuple[Sheet, Layout]] = [(sheet, one) for sheet, one in layouts if is_one(one)]
        if not self.tables:
            raise SheetRefused(none)

    @property
    def ignored(self) -> dict[str, dict[int, str]]:
        """Rows that are nobody's, with the reason: sheet → row → why; a sheet without a table is one such thing."""
        found = {sheet.name: dict(layout.ignored) for sheet, layout in self.tables}
        for sheet in self.book.sheets:
            rows = {number: "不是名册" for number, row in sheet.numbered() if row}
            found.setdefault(sheet.name, rows)
        return found

    def hidden(self) -> Iterator[Finding]:
        """Name what the file hides, which was read all the same, and formulas that nobody has computed."""
        tables = {sheet.name: layout for sheet, layout in self.tables}
        for sheet in self.book.sheets:
            yield from hidden_in(sheet, tables.get(sheet.name))
