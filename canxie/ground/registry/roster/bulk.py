"""Rows of models by the ten thousand: made ready before the transaction, written in it by single statements."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models

from canxie.engine.sealing.fields import Sealed
from canxie.ground.divisions.bulk import insert

CHUNK = 2_000


class Batch:
    """New rows of one table, each as the database takes it; `write` puts them there."""

    def __init__(self, table: type[models.Model], *columns: str) -> None:
        self.table = table
        self.columns = [column_of(table, name) for name in columns]
        self.rows: list[list[Any]] = []

    def add(self, *values: Any) -> None:
        self.rows.append([ready(value) for value in values])

    def write(self) -> int:
        insert(self.table, self.columns, self.rows, lambda _: None)
        return len(self.rows)


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


def column_of(table: type[models.Model], name: str) -> str:
    field = table._meta.get_field(name)
    return str(field.column)  # type: ignore[union-attr]  # our own fields all have one


def ready(value: Any) -> Any:
    """Give a value as the driver takes it."""
    if value is None or value.__class__ in (str, int, bytes):
        return value
    if isinstance(value, Sealed):
        return value.blob
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value.value if isinstance(value, models.Choices) else value


def chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


Told = Callable[[int], object]
