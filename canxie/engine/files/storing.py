"""Where the sealed bytes lie: one file an id, in 256 folders, on the disk before its row is committed."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.conf import settings

DRAFT = ".draft"


def write(file_id: UUID, sealed: bytes) -> None:
    """Put the bytes on the disk, whole or not at all."""
    file = place_of(file_id)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_suffix(DRAFT)
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as out:
        out.write(sealed)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
    folder = os.open(file.parent, os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(file_id: UUID) -> bytes:
    return place_of(file_id).read_bytes()


def erase(file_id: UUID) -> None:
    place_of(file_id).unlink(missing_ok=True)


def left_since(moment: float) -> Iterator[Path]:
    """All that lies in the folders unchanged since a moment (seconds since 1970)."""
    for file in root().glob("*/*"):
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < moment:
                yield file


def drop_drafts(*, older_than: float) -> None:
    """Take away what was written by half."""
    for file in left_since(older_than):
        if file.suffix == DRAFT:
            file.unlink(missing_ok=True)


def all_ids(*, older_than: float) -> Iterator[UUID]:
    return (UUID(file.name) for file in left_since(older_than) if not file.suffix)


def place_of(file_id: UUID) -> Path:
    return root() / file_id.hex[:2] / str(file_id)


def root() -> Path:
    return Path(settings.VAR) / "files"
