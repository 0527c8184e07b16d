"""Bringing a backup back: first proved whole, then filled beside, then compared, then put in its place."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from canxie.engine.audit.chain import verify
from canxie.engine.backups import files
from canxie.engine.backups.engines import clear, here
from canxie.engine.backups.making import DATABASE, Backup, read, record
from canxie.engine.backups.manifest import keys, unlike
from canxie.engine.backups.models import BackupRun, Kind
from canxie.engine.backups.refusals import Refused, Unlike
from canxie.engine.backups.stream import CHUNK, Reader
from canxie.engine.scoping.scope import Scope

WORDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
LEFT_OUT = {"sessions"}
"""Apps of an earlier release that this one has no more; a county that came from it still knows their migrations."""

FILLED_BY_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission"}


def restore(file: Path, *, by: Scope, upgrade: bool = False, broken_trail: bool = False) -> BackupRun:
    """Bring a backup back into the empty database of this machine, or leave everything as it was.

    A trail that was broken before the backup comes back with `broken_trail` alone.

    Raises:
        Refused: when the file, its key, its schema or the database does not fit. Nothing was touched.
        Unlike: when what came back is not what the manifest says. It was taken away again.
    """
    began, backup = time.time(), read(file)
    must_fit(backup.manifest, upgrade=upgrade)
    mark().parent.mkdir(parents=True, exist_ok=True)
    must_be_empty()
    target = here().scratch() if connection.vendor == "sqlite" else str(connection.settings_dict["NAME"])
    mark().write_text(target)
    folder = files.draft()
    try:
        fill_and_compare(file, backup, target, folder, upgrade=upgrade)
        must_hold(target, takes_broken=broken_trail)
        files.place(folder)
        here().place(target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        empty_again(target)
        mark().unlink(missing_ok=True)
        raise
    mark().unlink(missing_ok=True)
    return record(by=by, kind=Kind.RESTORED, file=file, backup=backup, began=began)


def drill(file: Path, *, by: Scope) -> BackupRun:
    """Bring a backup back beside everything, compare it, and take it away again; how long it took is kept.

    A drill that fails is kept too, with its reason, and raises all the same.
    """
    began, backup = time.time(), read(file)
    must_fit(backup.manifest, upgrade=True)
    folder, target = files.draft(), here().scratch()
    try:
        fill_and_compare(file, backup, target, folder, upgrade=True)
        must_hold(target)
    except Unlike as unlike_:
        record(by=by, kind=Kind.DRILLED, file=file, backup=backup, began=began, trouble=str(unlike_))
        raise
    finally:
        here().drop(target)
        shutil.rmtree(folder, ignore_errors=True)
    return record(by=by, kind=Kind.DRILLED, file=file, backup=backup, began=began)


def fill_and_compare(file: Path, backup: Backup, target: str, folder: Path, *, upgrade: bool) -> None:
    with file.open("rb", buffering=CHUNK) as source:
        for name, content in Reader(source, settings.KEYS).parts():
            if name == DATABASE:
                here().fill(target, content)
            elif name.startswith(files.PREFIX):
                files.fill(folder, name, content)
    with here().looking_at(target) as (cursor, tables):
        found = [*unlike(cursor, tables, backup.manifest, backup.secret)]
        if (missing := files.missing(cursor, folder)) != backup.missing:
            found.append(f"文件应缺 {backup.missing} 个，缺了 {missing} 个")
    if found:
        raise Unlike(f"恢复出来的和备份不一样，没有采用：{'；'.join(found[:3])}。")
    if upgrade:
        with pointing_at(target):
            call_command("migrate", interactive=False, verbosity=0)


def must_hold(target: str, *, takes_broken: bool = False) -> None:
    """Verify every chain of what came back."""
    with pointing_at(target):
        broken = verify()
    if broken and not takes_broken:
        where = "；".join(f"{county or '县以上'}从第 {number} 条起" for county, number in sorted(broken.items()))
        words = f"恢复出来的操作记录对不上（{len(broken)} 处断链：{where}），没有采用"
        raise Unlike(f"{words}。备份以前就断了的，查清原因后加上 --broken-trail 再恢复。")


def must_fit(manifest: dict[str, Any], *, upgrade: bool) -> None:
    """Refuse a backup of another kind of database, of a newer release, or whose keys are not here."""
    if manifest["engine"] != connection.vendor:
        theirs, ours = WORDS[manifest["engine"]], WORDS[connection.vendor]
        raise Refused(f"这是 {theirs} 的备份，这台机器用的是 {ours}：把 DATABASE_URL 换成 {theirs} 的空库再恢复。")
    known = {*MigrationLoader(None).disk_migrations}
    theirs_ = {(app, name) for app, name in manifest["migrations"] if app not in LEFT_OUT}
    ours_ = {one for one in known if one[0] in {config.label for config in apps.get_app_configs()}}
    if theirs_ - ours_:
        raise Refused(f"备份来自更新的版本（{manifest['version']}）：先把这台机器升级到同样或更新的版本，再恢复。")
    if ours_ - theirs_ and not upgrade:
        behind = len(ours_ - theirs_)
        raise Refused(f"备份来自旧版本，数据库差 {behind} 步：加上 --upgrade，恢复的同时升级。")
    here_ = keys()
    if absent := [name for name, fingerprint in manifest["keys"].items() if here_.get(name) != fingerprint]:
        names = "、".join(absent)
        raise Refused(f"密钥 {names} 不在 {settings.KEYS.folder}，或者不是同一把：先把密钥的副本放回去，再恢复。")


def must_be_empty() -> None:
    """A restore never goes over what somebody has entered."""
    if mark().exists():
        empty_again(mark().read_text())
    elif full := tables_with_rows():
        raise Refused(f"这个库不是空的（{full[0]} 里有数据）：恢复只进空库，请换一个空库。")
    if files.are_there():
        raise Refused(f"{settings.VAR}/files 里已经有文件：恢复只进空的机器，请先移走。")


def tables_with_rows() -> list[str]:
    found = []
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table not in FILLED_BY_MIGRATIONS:
                cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')  # noqa: S608  # names of our own tables
                found += [table] if cursor.fetchone() else []
    return found


def empty_again(target: str) -> None:
    """Take away what was filled by half."""
    if connection.vendor == "sqlite":
        here().drop(target)
    else:
        connection.close()
        clear(target)


def mark() -> Path:
    """Stands as long as a restore is under way: what is in the database then nobody has compared yet."""
    return Path(settings.VAR) / "restoring"


@contextmanager
def pointing_at(target: str) -> Iterator[None]:
    """Let Django look at another database for a while."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = target
    try:
        yield
    except DatabaseError as error:
        raise Unlike(f"恢复出来的数据库读不出来（{type(error).__name__}），没有采用。") from error
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
