"""Rows by the ten thousand, the way each database takes them fastest."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

BATCH = 5_000

Told = Callable[[int], object]


def insert(table: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], told: Told) -> None:
    """Write the rows as they are: no defaults, no checks but the database's. `told` hears how many after each batch."""
    quoted = connection.ops.quote_name
    into = f"{quoted(table._meta.db_table)} ({', '.join(map(quoted, columns))})"
    put = copy if connection.vendor == "postgresql" else execute
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        put(into, batch)
        told(len(batch))


def execute(into: str, rows: Sequence[Sequence[Any]]) -> None:
    marks = ", ".join(["%s"] * len(rows[0]))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)  # noqa: S608 -- names of our own, quoted


def copy(into: str, rows: Sequence[Sequence[Any]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def analyze(*tables: type[models.Model]) -> None:
    """Tell PostgreSQL how much has just been written, in this very transaction.

    It plans by what it knew before, an empty table, and then loops over millions of rows;
    its own bookkeeping comes a minute after the commit. SQLite plans by its indexes.
    """
    if connection.vendor == "postgresql":
        quoted = connection.ops.quote_name
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(quoted(table._meta.db_table) for table in tables)}")


@contextmanager
def settled(*tables: type[models.Model]) -> Iterator[None]:
    """Fill PostgreSQL's tables without indexes and constraints, which are made, and checked, when all rows are in.

    For tables that nobody else uses meanwhile. Whoever breaks off must begin with a new database: what was
    taken away is only given back at the end, since other connections have to see that it is gone.
    """
    names = [table._meta.db_table for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(CONSTRAINTS, [names, names])
        constraints = cursor.fetchall()
        cursor.execute(INDEXES, [names])
        indexes = cursor.fetchall()
        for table, name, _ in constraints:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name} CASCADE")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for table, name, definition in constraints:
            if not definition.startswith("FOREIGN"):
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        for _, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in constraints:
            if definition.startswith("FOREIGN"):
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        cursor.execute("RESET maintenance_work_mem")


CONSTRAINTS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype IN ('p', 'u', 'f', 'x') AND (
    conrelid::regclass::text = ANY(%s) OR contype = 'f' AND confrelid::regclass::text = ANY(%s)
) ORDER BY contype, oid
"""
"""Foreign keys come first and are dropped first. Checks stay: they cost little while a row is written."""
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid::regclass::text = ANY(%s)
AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
ORDER BY indexrelid
"""
