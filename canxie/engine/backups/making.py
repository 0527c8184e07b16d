"""Making a backup, and proving one."""

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from canxie.engine.audit.trail import action, note
from canxie.engine.backups import files, keeping
from canxie.engine.backups.engines import here
from canxie.engine.backups.manifest import written
from canxie.engine.backups.models import BackupRun, Kind
from canxie.engine.backups.refusals import Damaged, Refused
from canxie.engine.backups.stream import CHANGED, CHUNK, NAME, Reader, Writer
from canxie.engine.files import storing
from canxie.engine.parameters.reading import settled
from canxie.engine.scoping.scope import Scope

MANIFEST, DATABASE, ENDING = "manifest", "database", "ending"


class Backup(NamedTuple):
    """What a file holds: its manifest, and the key that its samples are digested with."""

    manifest: dict[str, Any]
    files: int
    missing: int
    secret: bytes

    @property
    def rows(self) -> int:
        return sum(self.manifest["counts"].values())


def make(target: Path, *, tell: Callable[[int, int], None] = lambda done, of: None) -> Backup:
    """Write a backup of the database and the files; it bears its name only when it is whole and on the disk.

    Raises:
        Refused: when the file is there already, or the keys would be in it or beside it.
    """
    keys_stay_apart(target)
    if target.exists():
        raise Refused(f"{target} 已经有了：换一个文件名，旧备份不会被盖掉。")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.draft")
    draft.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
            backup = write(Writer(out, settings.KEYS, made_at=timezone.now().isoformat()), tell)
            out.flush()
            os.fsync(out.fileno())
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    return backup


def write(out: Writer, tell: Callable[[int, int], None]) -> Backup:
    secret = settings.KEYS.newest(NAME).secret
    with here().snapshot() as snapshot:
        manifest = written(snapshot.cursor, snapshot.tables, secret)
        manifest |= {"engine": connection.vendor, "version": version("canxie"), "made_at": timezone.now().isoformat()}
        ids = files.wanted(snapshot.cursor)
        out.part(MANIFEST)
        out.write(json.dumps(manifest).encode())
        out.part(DATABASE)
        tell(0, 1 + len(ids))
        here().dump(snapshot, out)
    missing = sum(1 for _ in files.dump(told(ids, tell), out))
    out.part(ENDING)
    out.write(json.dumps({"files": len(ids) - missing, "missing": missing}).encode())
    out.close()
    return Backup(manifest, len(ids) - missing, missing, secret)


def told(ids: list[Any], tell: Callable[[int, int], None]) -> Any:
    for number, file_id in enumerate(ids, start=1):
        yield file_id
        tell(1 + number, 1 + len(ids))


def keys_stay_apart(target: Path) -> None:
    """Refuse what would put the keys where their lock is."""
    keys = settings.KEYS.folder.resolve()
    for folder, what in ((storing.root(), "要备份的文件夹"), (settings.BACKUPS, "放备份的文件夹")):
        if keys.is_relative_to(folder.resolve()):
            raise Refused(f"密钥文件夹 {keys} 在{what}里面：备份和打开它的密钥不能放在一起，请把它移出去。")
    if target.resolve().is_relative_to(keys):
        raise Refused(f"{target} 在密钥文件夹里面：备份和打开它的密钥不能放在一起，换一个地方。")


def read(file: Path) -> Backup:
    """Prove a whole file, from the first byte to the last, and give back what it says of itself."""
    said: dict[str, dict[str, Any]] = {}
    count = 0
    try:
        with file.open("rb", buffering=CHUNK) as source:
            reader = Reader(source, settings.KEYS)
            for name, content in reader.parts():
                if name in (MANIFEST, ENDING):
                    said[name] = json.loads(b"".join(content))
                count += name.startswith(files.PREFIX)
    except OSError as error:
        raise Refused(f"打不开 {file}：没有这个文件，或者没有权限读它。") from error
    if {*said} != {MANIFEST, ENDING} or said[ENDING]["files"] != count:
        raise Damaged(CHANGED)
    return Backup(said[MANIFEST], count, said[ENDING]["missing"], reader.secret)


@action("backups.record")
def record(*, by: Scope, kind: Kind, file: Path, backup: Backup, began: float, trouble: str = "") -> BackupRun:
    """Note what was done and how long it took; `began` is `time.time()` at its begin."""
    run = described(kind=kind, file=file, backup=backup, began=began, trouble=trouble)
    run.save()
    note(by, "backups.record", run, place="", kind=kind, file=run.file, seconds=run.seconds, rows=run.rows)
    return run


def described(*, kind: Kind, file: Path, backup: Backup, began: float, trouble: str = "") -> BackupRun:
    run = BackupRun(kind=kind, file=file.name[-200:], seconds=round(time.time() - began, 1), trouble=trouble[:400])
    run.began_at = datetime.fromtimestamp(began, tz=timezone.get_current_timezone())
    run.size, run.rows, run.files = file.stat().st_size, backup.rows, backup.files
    return run


def make_daily(by: Scope, *, tell: Callable[[int, int], None] = lambda done, of: None) -> BackupRun:
    """Make a backup into the folder, prove it, and take away those that nobody needs any more."""
    began, today = time.time(), timezone.localdate()
    target = Path(settings.BACKUPS) / timezone.localtime().strftime(keeping.NAMED)
    make(target, tell=tell)
    run = record(by=by, kind=Kind.MADE, file=target, backup=read(target), began=began)
    daily, weekly = (of_machine(f"backup.keep_{name}", today) for name in ("daily", "weekly"))
    for file in keeping.superfluous(target.parent.iterdir(), daily=daily, weekly=weekly):
        with suppress(FileNotFoundError):
            file.unlink()
    return run


def of_machine(key: str, on: date) -> Any:
    """Read a parameter of the whole machine: what its highest place has set, else the default."""
    places = settled(key, on=on)
    return places[min(filter(None, places), key=lambda place: (len(place), place), default="")].value
