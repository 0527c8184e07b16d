"""Rows of models by the ten thousand: made ready before the transaction, written in it by single statements."""

import gc
import pickle
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connection, models

from canxie.engine.sealing.fields import Sealed
from canxie.ground.divisions.bulk import insert

CHUNK = 2_000
CACHE_KIB = 32 * 1024


class Batch:
    """New rows of one table, each as the database takes it; `write` puts them there.

    Many rows wait packed (`pack`), as some hundred bytes each: as Python's values they take four times as much.
    """

    def __init__(self, table: type[models.Model], *columns: str) -> None:
        self.table = table
        self.columns = [column_of(table, name) for name in columns]
        self.rows: list[list[Any]] = []
        self._packed: list[bytes] = []

    def add(self, *values: Any) -> None:
        """Add a row of plain values: days as text, keys as 32 digits (`new_key`), numbers that are sealed as bytes."""
        self.rows.append([*values])

    def pack(self) -> None:
        """Put away the rows so far."""
        if self.rows:
            self._packed.append(pickle.dumps(self.rows, pickle.HIGHEST_PROTOCOL))
            self.rows.clear()

    def parts(self) -> Iterator[list[list[Any]]]:
        """Yield all rows in order, as many at a time as were packed together."""
        for some in self._packed:
            yield pickle.loads(some)  # noqa: S301  # what this very process has packed
        if self.rows:
            yield self.rows

    def write(self, mend: Callable[[list[Any]], None] | None = None) -> None:
        """Write all rows; `mend` may set values of a row that were not known when it was added."""
        for rows in self.parts():
            if mend:
                for row in rows:
                    mend(row)
            insert(self.table, self.columns, rows, lambda _: None)


class Updates:
    """New values of rows of one table, by the columns that change; `write` writes each kind at once."""

    def __init__(self, table: type[models.Model], key: str = "id") -> None:
        self.table, self.key = table, column_of(table, key)
        self._by_columns: dict[tuple[str, ...], list[list[Any]]] = {}

    def set(self, key: Any, values: dict[str, Any]) -> None:
        if values:
            columns = tuple(column_of(self.table, name) for name in values)
            self._by_columns.setdefault(columns, []).append([*map(ready, values.values()), ready(key)])

    def write(self) -> None:
        quoted = connection.ops.quote_name
        for columns, rows in self._by_columns.items():
            sets = ", ".join(f"{quoted(column)} = %s" for column in columns)
            statement = f"UPDATE {quoted(self.table._meta.db_table)} SET {sets} WHERE {quoted(self.key)} = %s"  # noqa: S608 -- names of our own
            with connection.cursor() as cursor:
                cursor.executemany(statement, rows)


@contextmanager
def at_full_speed() -> Iterator[None]:
    """Spare a long run what only short ones need: a look for circles among rows that have none, and a small cache.

    The collector would go through all rows again and again (a quarter of the time); SQLite's
    cache of 2 MiB holds none of the indexes of a large table.
    """
    collected = gc.isenabled()
    gc.disable()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    try:
        yield
    finally:
        if collected:
            gc.enable()


def column_of(table: type[models.Model], name: str) -> str:
    field = table._meta.get_field(name)
    return str(field.column)  # type: ignore[union-attr]  # our own fields all have one


def new_keys() -> Iterator[str]:
    """Yield keys that ascend with time and with each other (UUID version 7): whole tables grow at their end.

    Random keys would touch as many pages of an index as there are rows.
    """
    first = time.time_ns() // 1_000_000 << 80 | 7 << 76 | 2 << 62
    for number in count():
        high, low = divmod(number, 1 << 14)
        yield f"{first | high << 64 | low << 48 | secrets.randbits(48):032x}"


def ready(value: Any) -> Any:
    """Give a value as the driver takes it."""
    match value:
        case Sealed():
            return value.blob
        case models.Choices():
            return value.value
        case UUID():
            return value if connection.features.has_native_uuid_field else value.hex
        case datetime():
            return connection.ops.adapt_datetimefield_value(value)
        case date():
            return connection.ops.adapt_datefield_value(value)
    return value


def chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


Told = Callable[[int], object]
