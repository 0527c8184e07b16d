"""What kinds of file there are: each room declares its own in a `files.py`."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from canxie.engine.plugs import Plugs


class Kind(NamedTuple):
    """A kind of file: who may open it, and where the row stands that it hangs on.

    `path_of` returns today's path of that row by the file's id, or None when none has it
    (any more): a file goes where its row goes when villages change.
    """

    label: str
    power: str
    path_of: Callable[[UUID], str | None]


kinds: Plugs[str, Kind] = Plugs("files")
