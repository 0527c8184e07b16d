"""The hidden mark of a file: who leaked it can be found when its top lines are gone.

In each cell whose text has a blank, the first blank is an ordinary or a wide one (U+3000): one bit, drawn from the
copy's number and the text itself. So it does not matter where a cell stands, which others are left, or
which columns were dropped; a file is compared with what each copy's bits would be. The mark outlives saving as xlsx
or csv, sorting and cutting; it does not outlive typing anew, a photograph, or folding all blanks into one kind.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from math import comb
from typing import NamedTuple

from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings

from canxie.mechanisms.registers.models import Copy
from canxie.mechanisms.registers.published import Cell

KEY = "watermark"
PLAIN, WIDE = " ", "\u3000"
ENOUGH = 400
"""So many cells are compared at most; thirty are enough to tell a thousand copies apart."""

REMEMBERED = 10_000
"""Addresses come again and again; drawing a bit costs more than looking it up."""

CERTAIN = 1e-6
"""A copy is named when chance would have made any copy fit as well less often than this."""


class Found(NamedTuple):
    """The copy that a file came from, and how many of its cells say so."""

    copy: Copy
    agree: int
    of: int


def bits(secret: bytes, number: str) -> Callable[[str], int]:
    """Look up the key once, to draw the bit of many texts."""
    keyed = HMAC(secret, SM3())
    keyed.update(f"{number}\0".encode())

    @lru_cache(maxsize=REMEMBERED)
    def bit(text: str) -> int:
        one = keyed.copy()
        one.update(text.encode())
        return one.finalize()[0] & 1

    return bit


def marked(rows: Iterable[list[Cell]], number: str) -> Iterator[list[Cell]]:
    """Hide the number of a copy in its rows. Texts that have a wide blank of their own are left alone."""
    bit = bits(settings.KEYS.newest(KEY).secret, number)
    for row in rows:
        yield [
            cell.replace(PLAIN, WIDE, 1) if isinstance(cell, str) and PLAIN in cell and marks(cell, bit) else cell
            for cell in row
        ]


def marks(text: str, bit: Callable[[str], int]) -> bool:
    return WIDE not in text and bool(bit(text))


def heard(cells: Iterable[str]) -> dict[str, int]:
    """Read the bit of each text that has one. What says both yes and no says nothing."""
    found: dict[str, set[int]] = {}
    for cell in cells:
        text = cell.strip()
        blank = next((char for char in text if char in {PLAIN, WIDE}), "")
        if blank:
            found.setdefault(text.replace(WIDE, PLAIN), set()).add(int(blank == WIDE))
    told = {text: said.pop() for text, said in found.items() if len(said) == 1}
    return dict([*told.items()][:ENOUGH])


def found_in(cells: Iterable[str], copies: Iterable[Copy]) -> Found | None:
    """Name the copy that these cells came from, or nobody: never somebody by chance."""
    told, candidates = heard(cells), [copy for copy in copies if copy.mark_key]
    best: Found | None = None
    for copy in candidates:
        bit = bits(settings.KEYS.secret(KEY, copy.mark_key or 0), copy.number)
        agree = sum(bit(text) == said for text, said in told.items())
        if best is None or agree > best.agree:
            best = Found(copy, agree, len(told))
    return best if best and by_chance(best.agree, best.of) * len(candidates) < CERTAIN else None


def by_chance(agree: int, of: int) -> float:
    """How often coins would agree so well.

    >>> by_chance(10, 10) == 1 / 1024, round(by_chance(5, 10), 3)
    (True, 0.623)
    """
    return float(sum(comb(of, more) for more in range(agree, of + 1)) / 2**of)
