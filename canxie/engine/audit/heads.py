"""The ends of the chains, kept outside the database: whoever rewrites that, key and all, is found by them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from canxie.engine.audit.models import AuditEntry, ChainAnchor, ChainHead

ABOVE = "-"  # what lies above the counties


class Head(NamedTuple):
    county: str
    length: int
    digest: str


def line() -> str:
    """Give the ends of all chains in one line, to be printed or sent away: `379900:1024:9f86…`, by county."""
    heads = ChainHead.objects.order_by("county").values_list("county", "length", "digest")
    return " ".join(f"{county or ABOVE}:{length}:{digest}" for county, length, digest in heads)


def keep(day: date) -> None:
    """Add the line of a day to the file, once."""
    known = file().read_text().splitlines() if file().exists() else []
    if not any(kept.startswith(f"{day} ") for kept in known):
        with file().open("a") as log:
            log.write(f"{day} {line()}\n")


def kept() -> Iterator[Head]:
    """Read all heads of the file; a line that somebody has spoilt is no head of any chain, and is found as such."""
    if file().exists():
        for word in (word for text in file().read_text().splitlines() for word in text.split()[1:]):
            county, _, rest = word.partition(":")
            length, _, digest = rest.partition(":")
            yield Head("" if county == ABOVE else county, int(length) if length.isdecimal() else 0, digest)


def gone() -> dict[str, int]:
    """Name by county the first head in the file that the chain does not have (any more).

    What was archived before a chain's anchor is not asked for: the anchor answers for it.
    """
    found: dict[str, int] = {}
    begins = dict(ChainAnchor.objects.values_list("county", "number"))
    for head in sorted(set(kept())):
        if head.length < begins.get(head.county, 0) and head.length:
            continue
        if (head.county, head.length) in begins.items():
            digest = ChainAnchor.objects.values_list("digest", flat=True).get(county=head.county)
            if digest != head.digest:
                found.setdefault(head.county, head.length)
            continue
        is_there = AuditEntry.objects.filter(county=head.county, number=head.length, digest=head.digest).exists()
        if not is_there:
            found.setdefault(head.county, head.length)
    return found


def latest() -> str:
    """Give the line that was kept last, with its day; "" before the first."""
    lines = file().read_text().splitlines() if file().exists() else []
    return lines[-1] if lines else ""


def file() -> Path:
    return Path(settings.VAR) / "trail-heads.log"
