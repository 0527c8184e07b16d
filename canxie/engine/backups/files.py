"""The files that people have brought: they lie sealed in a folder, and go into a backup as they lie."""

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from canxie.engine.backups.manifest import Cursor, ask
from canxie.engine.backups.stream import CHUNK, Writer
from canxie.engine.files import storing

PREFIX = "files/"


def wanted(cursor: Cursor) -> list[UUID]:
    """The files whose content the database says is there."""
    rows = ask(cursor, 'SELECT id FROM "files_storedfile" WHERE erased_at IS NULL ORDER BY id')
    return [UUID(str(file_id)) for (file_id,) in rows]


def dump(ids: Iterable[UUID], out: Writer) -> Iterator[UUID]:
    """Write the files out; name those that are not there (erased since, or lost)."""
    for file_id in ids:
        try:
            with storing.place_of(file_id).open("rb") as file:
                out.part(f"{PREFIX}{file_id}")
                while data := file.read(CHUNK):
                    out.write(data)
        except FileNotFoundError:
            yield file_id


def fill(folder: Path, name: str, content: Iterable[bytes]) -> None:
    """Write one file beside the real folder, on the disk before anything else is done."""
    file_id = UUID(name.removeprefix(PREFIX))
    file = folder / file_id.hex[:2] / str(file_id)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        for data in content:
            out.write(data)
        out.flush()
        os.fsync(out.fileno())


def draft() -> Path:
    folder = Path(settings.VAR) / "files.draft"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return folder


def place(folder: Path) -> None:
    """Put the folder where it belongs, in one step; nothing was there."""
    real = storing.root()
    if real.exists():
        shutil.rmtree(real)
    folder.rename(real)


def are_there() -> bool:
    return any(file.is_file() for file in storing.root().rglob("*"))


def missing(cursor: Cursor, folder: Path) -> int:
    """Count the files that the database names and the folder does not hold."""
    return sum(not (folder / file_id.hex[:2] / str(file_id)).exists() for file_id in wanted(cursor))
