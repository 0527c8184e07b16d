"""Rows by the ten thousand, the way each database takes them fastest."""

from collections.abc import Callable, Sequence
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
