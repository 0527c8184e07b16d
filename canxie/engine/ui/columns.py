"""The columns of a table."""

from typing import Literal, NamedTuple

Kind = Literal["", "s", "r"]
Sort = Literal["", "ascending", "descending"]


class Column(NamedTuple):
    """One column of `ui.table`.

    `kind` is "s" for something short and "r" for a number: two of these share a line of the
    phone's card. `href` sorts by it, `sort` says that it is so sorted now. A `hidden` name is
    for ears alone.
    """

    label: str
    kind: Kind = ""
    href: str = ""
    sort: Sort = ""
    hidden: bool = False


def as_column(column: "str | Column") -> Column:
    """Take a bare name for an ordinary column."""
    return Column(column) if isinstance(column, str) else column
