"""What stands in a backup: what it is compared with when it comes back."""

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from django.apps import apps
from django.conf import settings

from canxie.engine.backups.stream import fingerprint
from canxie.engine.keys import UnknownKey
from canxie.engine.sealing.seals import BrokenSeal, unseal

SAMPLE = 25
"""As many sealed values are opened from each end of every sealed column."""


class Cursor(Protocol):
    """What both databases' own cursors can do; the statements here take no values."""

    def execute(self, query: Any, /) -> Any: ...
    def fetchall(self) -> list[Any]: ...


class Column(NamedTuple):
    """A sealed column, and the key its rows are told apart by."""

    table: str
    column: str
    key: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"


def written(cursor: Cursor, tables: list[str], secret: bytes) -> dict[str, Any]:
    """Count and sample everything through one cursor, which sees the database of one moment."""
    return {
        "counts": {table: count(cursor, table) for table in tables},
        "migrations": sorted(map(list, ask(cursor, 'SELECT app, name FROM "django_migrations"'))),
        "heads": [[*head] for head in ask(cursor, 'SELECT county, length, digest FROM "audit_chainhead" ORDER BY 1')],
        "sealed": [[*column, *sample(cursor, column, secret)] for column in columns() if column.table in tables],
        "keys": keys(),
    }


def unlike(cursor: Cursor, tables: list[str], manifest: dict[str, Any], secret: bytes) -> Iterator[str]:
    """Say in words what is not as the manifest says."""
    counts = {table: count(cursor, table) for table in tables}
    for table in sorted({*counts, *manifest["counts"]}):
        found, wanted = counts.get(table, 0), manifest["counts"].get(table, 0)
        if found != wanted:
            yield f"{table} 应有 {wanted} 行，恢复出 {found} 行"
    heads = [[*head] for head in ask(cursor, 'SELECT county, length, digest FROM "audit_chainhead" ORDER BY 1')]
    if heads != manifest["heads"]:
        yield "操作记录的链尾和备份时不一样"
    for table, column, key, *wanted in manifest["sealed"]:
        of = Column(table, column, key)
        try:
            opened = [*sample(cursor, of, secret)]
        except (BrokenSeal, UnknownKey):
            yield f"{of} 里的封存值打不开，密钥不对"
        else:
            if opened != wanted:
                yield f"{of} 里的封存值和备份时不一样"


def columns() -> list[Column]:
    """All sealed columns of the house."""
    return [
        Column(model._meta.db_table, str(field.column), str(model._meta.pk.column))
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if getattr(field, "sealed", False)
    ]


def sample(cursor: Cursor, of: Column, secret: bytes) -> tuple[int, str]:
    """Open the first and the last values of a column: how many, and a keyed digest of all they say."""
    opened, digest = 0, HMAC(secret, SM3())
    for order in ("ASC", "DESC"):
        rows = ask(
            cursor,
            f'SELECT "{of.key}", "{of.column}" FROM "{of.table}" WHERE "{of.column}" IS NOT NULL '  # noqa: S608  # names of our own tables
            f'ORDER BY "{of.key}" {order} LIMIT {SAMPLE}',
        )
        for key, blob in rows:
            digest.update(f"{key}\0".encode() + unseal(bytes(blob)) + b"\0")
            opened += 1
    return opened, digest.finalize().hex()


def keys() -> dict[str, str]:
    """Name the keys without which the data cannot be read, with their fingerprints: `{"seal.1": "9f86…"}`."""
    return {name: fingerprint(secret) for name, secret in settings.KEYS.all(("seal", "blind", "trail")).items()}


def count(cursor: Cursor, table: str) -> int:
    return int(ask(cursor, f'SELECT COUNT(*) FROM "{table}"')[0][0])  # noqa: S608  # names of our own tables


def ask(cursor: Cursor, question: str) -> list[Any]:
    cursor.execute(question)
    return cursor.fetchall()
