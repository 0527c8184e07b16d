"""The national list of divisions that comes with the project. Its first lines say where it is from."""

import csv
import lzma
from datetime import date
from pathlib import Path

FILE = Path(__file__).parent / "data/divisions.csv.xz"
AS_OF = date(2023, 6, 30)
ABOVE = (2, 4, 6, 9)


def listed(code: str) -> list[tuple[str, str, str]]:
    """Take a division, all above it and all inside it: code, name, and the sound where one is given.

    Nothing when the list does not have the code. Reading costs 0.2 s, whatever is asked for.
    """
    text = lzma.decompress(FILE.read_bytes())
    if not lines_of(text, f"{code},"):
        return []
    above = [lines_of(text, f"{code[:length]},") for length in ABOVE if length < len(code)]
    found = b"".join([*above, lines_of(text, code)]).decode()
    return [(own, name, sound) for own, name, sound in csv.reader(found.splitlines())]


def lines_of(text: bytes, start: str) -> bytes:
    """Cut out the lines that begin with `start`: they stand together, since the list is sorted."""
    mark = b"\n" + start.encode()
    first, last = text.find(mark), text.rfind(mark)
    return text[first + 1 : text.index(b"\n", last + 1) + 1] if first >= 0 else b""
