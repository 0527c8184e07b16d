"""How each database is copied out and brought back; everything else here is the same for both."""

import os
import shutil
import sqlite3
import subprocess
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import psycopg
from django.conf import settings
from django.db import connection

from canxie.engine.backups.manifest import Cursor
from canxie.engine.backups.refusals import Refused, Unlike
from canxie.engine.backups.stream import CHUNK, Writer

DRAFT = "backup.draft.db"


class Snapshot(NamedTuple):
    """The database of one moment: a cursor that sees it, its tables, and a way to write it out."""

    cursor: Cursor
    tables: list[str]
    source: Any


class Engine(Protocol):
    """What one database can do."""

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]: ...
    def dump(self, snapshot: Snapshot, out: Writer) -> None: ...
    def fill(self, target: str, content: Iterable[bytes]) -> None: ...
    def scratch(self) -> str: ...
    def drop(self, target: str) -> None: ...
    @contextmanager
    def looking_at(self, target: str) -> Iterator[tuple[Cursor, list[str]]]: ...
    def place(self, target: str) -> None: ...


class SQLite:
    """A file: copied by the online backup, filled beside the real one, and put in its place when it is proved."""

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        draft = Path(settings.VAR) / DRAFT
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        try:
            with closing(sqlite3.connect(draft)) as copy:
                with closing(sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True)) as source:
                    source.backup(copy)  # in one step: writers are not kept waiting, and none is half in it
                yield Snapshot(copy.cursor(), tables_of(copy.cursor()), draft)
        finally:
            draft.unlink(missing_ok=True)

    def dump(self, snapshot: Snapshot, out: Writer) -> None:
        pack = zlib.compressobj(1)
        with snapshot.source.open("rb") as file:
            while data := file.read(CHUNK):
                out.write(pack.compress(data))
        out.write(pack.flush())

    def fill(self, target: str, content: Iterable[bytes]) -> None:
        unpack = zlib.decompressobj()
        with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            for data in content:
                while data:
                    file.write(unpack.decompress(data, CHUNK))
                    data = unpack.unconsumed_tail  # noqa: PLW2901  # what is left of it
            file.write(unpack.flush())
            file.flush()
            os.fsync(file.fileno())

    def scratch(self) -> str:
        draft = Path(settings.VAR) / "restore.draft.db"
        self.drop(str(draft))
        return str(draft)

    def drop(self, target: str) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(target + suffix).unlink(missing_ok=True)

    @contextmanager
    def looking_at(self, target: str) -> Iterator[tuple[Cursor, list[str]]]:
        with closing(sqlite3.connect(target)) as copy:
            yield copy.cursor(), tables_of(copy.cursor())

    def place(self, target: str) -> None:
        connection.close()
        with closing(sqlite3.connect(target)) as copy:
            copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        real = str(connection.settings_dict["NAME"])
        for suffix in ("-wal", "-shm"):
            Path(real + suffix).unlink(missing_ok=True)
        Path(target).replace(real)


class PostgreSQL:
    """A server: copied by pg_dump in one snapshot, filled by pg_restore in one transaction."""

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        with psycopg.connect(**parameters()) as copy, copy.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            name = cursor.fetchall()[0][0]
            yield Snapshot(cursor, tables_at(cursor), name)

    def dump(self, snapshot: Snapshot, out: Writer) -> None:
        command = [program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
        with subprocess.Popen(  # noqa: S603  # all of it is ours
            [*command, f"--snapshot={snapshot.source}"], stdout=subprocess.PIPE, env=environment()
        ) as dump:
            assert dump.stdout is not None  # noqa: S101  # for the types
            while data := dump.stdout.read(CHUNK):
                out.write(data)
        if dump.returncode:
            raise Refused("pg_dump 没有做完，备份没有留下。看它上面说的原因。")

    def fill(self, target: str, content: Iterable[bytes]) -> None:
        clear(target)
        command = [program("pg_restore"), "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        with subprocess.Popen(  # noqa: S603  # all of it is ours
            [*command, f"--dbname={target}"], stdin=subprocess.PIPE, env=environment()
        ) as restore:
            assert restore.stdin is not None  # noqa: S101  # for the types
            with suppress(BrokenPipeError):
                for data in content:
                    restore.stdin.write(data)
                restore.stdin.close()
        if restore.returncode:
            raise Unlike("pg_restore 没有做完，什么都没有写入。看它上面说的原因。")

    def scratch(self) -> str:
        name = f"canxie_drill_{os.getpid()}"
        with psycopg.connect(**parameters(), autocommit=True) as server:
            try:
                server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
            except psycopg.errors.InsufficientPrivilege as error:
                raise Refused(
                    "演练要临时建一个库：请数据库管理员运行 ALTER ROLE canxie CREATEDB，再试一次。"
                ) from error
        return name

    def drop(self, target: str) -> None:
        """Let it go without FORCE: that may not end autovacuum, which belongs to nobody, and DROP ends it by itself."""
        with psycopg.connect(**parameters(), autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{target}"')

    @contextmanager
    def looking_at(self, target: str) -> Iterator[tuple[Cursor, list[str]]]:
        with psycopg.connect(**(parameters() | {"dbname": target})) as copy, copy.cursor() as cursor:
            yield cursor, tables_at(cursor)

    def place(self, target: str) -> None:
        """It was filled where it belongs."""


ENGINES: dict[str, Engine] = {"sqlite": SQLite(), "postgresql": PostgreSQL()}


def here() -> Engine:
    return ENGINES[connection.vendor]


def tables_of(cursor: sqlite3.Cursor) -> list[str]:
    found = cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    return sorted(name for (name,) in found)


def tables_at(cursor: psycopg.Cursor[Any]) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    return sorted(name for (name,) in cursor.fetchall())


def clear(target: str) -> None:
    """Take all tables out of a database that is empty or was filled by half."""
    with psycopg.connect(**(parameters() | {"dbname": target})) as server, server.cursor() as cursor:
        for table in tables_at(cursor):
            cursor.execute(f'DROP TABLE "{table}" CASCADE')


def parameters() -> dict[str, Any]:
    known = connection.settings_dict
    said = {"dbname": known["NAME"], "user": known["USER"], "password": known["PASSWORD"]}
    said |= {"host": known["HOST"], "port": known["PORT"]}
    return {name: value for name, value in said.items() if value}


def environment() -> dict[str, str]:
    """Tell PostgreSQL's programs where the database is; a password never stands on their command line."""
    names = {"dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST", "port": "PGPORT"}
    return os.environ | {names[name]: str(value) for name, value in parameters().items()}


def program(name: str) -> str:
    """Find a program of PostgreSQL, the newest where there are several."""
    found = [str(file) for file in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))]
    path = found[-1] if found else shutil.which(name)
    if not path:
        raise Refused(f"这台机器上没有 {name}：先运行 apt install postgresql-client。")
    return path
