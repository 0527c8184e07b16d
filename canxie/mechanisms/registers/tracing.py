"""Whose copy a file is that turned up elsewhere: by the number in it, in its properties, or by its hidden mark."""

import io
import re
from collections.abc import Iterator
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from canxie.engine.sheets.reading import read
from canxie.mechanisms.registers.marks import found_in
from canxie.mechanisms.registers.models import Copy

NUMBER = re.compile(r"[A-Z]{2}-\d{0,12}-\d{8}-\d{2,}")
PROPERTIES = "docProps/custom.xml"
MOST = 1_000_000
"""Bytes of the properties that are looked at."""


class Traced(NamedTuple):
    """A copy, and what gave it away: "number", "properties" or "mark" (with how many cells of how many)."""

    copy: Copy
    by: str
    agree: int = 0
    of: int = 0


def traced(data: bytes, name: str) -> Traced | None:
    """Find the copy that a file came from. Raises SheetRefused for what is no spreadsheet."""
    cells = [cell for sheet in read(data, name=name).sheets for row in sheet.rows for cell in row if cell]
    for by, texts in (("number", iter(cells)), ("properties", properties(data))):
        numbers = {number for text in texts for number in NUMBER.findall(text)}
        if copy := Copy.objects.filter(number__in=numbers).order_by("-made_at", "id").first():
            return Traced(copy, by)
    candidates = Copy.objects.filter(form=Copy.FILE).exclude(mark_key=None).exclude(digest="").order_by("id")
    found = found_in(cells, candidates.iterator())
    return Traced(found.copy, "mark", found.agree, found.of) if found else None


def properties(data: bytes) -> Iterator[str]:
    """The text of the document's own properties; nothing when it has none. Not parsed, only looked through."""
    try:
        with ZipFile(io.BytesIO(data)) as package, package.open(PROPERTIES) as part:
            yield part.read(MOST).decode("utf-8", "replace")
    except (BadZipFile, KeyError):
        return
