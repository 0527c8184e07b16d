"""Questions that are asked at every turn: Django writes their SQL once, later only the key is filled in.

For a question about one row Django takes ten times as long to write the statement as a
database to answer it.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, UUIDField

Rows = list[tuple[Any, ...]]
STAND_IN = UUID("5ca1ab1e-0000-4000-8000-000000000000")
FIELD: Any = UUIDField()
HERE: Any = object()
"""Where among the values of a statement the key belongs."""


class Prepared:
    """Ask one question about one key: `build` gives the ordered `values_list` for a key, any key."""

    def __init__(self, build: Callable[[UUID], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._statement = ""

    def __call__(self, key: UUID) -> Rows:
        if not self._statement:
            self._write()
        mine = FIELD.get_db_prep_value(key, connection)
        with connection.cursor() as cursor:
            cursor.execute(self._statement, tuple(mine if value is HERE else value for value in self._values))
            rows = cursor.fetchall()
        return [self._read(row) for row in rows] if self._converters else rows

    def _write(self) -> None:
        stand_in = FIELD.get_db_prep_value(STAND_IN, connection)
        compiler = self._build(STAND_IN).query.get_compiler(connection=connection)
        statement, values = compiler.as_sql()
        self._values = [HERE if value == stand_in else value for value in values]
        self._converters = compiler.get_converters([column for column, *_ in compiler.select or ()])
        self._statement = statement

    def _read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """Turn what the database gives into what Django would have given."""
        found = [*row]
        for position, (converters, expression) in self._converters.items():
            for convert in converters:
                found[position] = convert(found[position], expression, connection)
        return tuple(found)


def of_some(field: str, build: Callable[[], QuerySet[Any, Any]]) -> Callable[[Sequence[UUID]], Rows]:
    """Ask one question about the rows whose `field` is one of some keys; about a single key it stands prepared."""
    about_one = Prepared(lambda key: build().filter(**{field: key}))

    def ask(keys: Sequence[UUID]) -> Rows:
        return about_one(keys[0]) if len(keys) == 1 else [*build().filter(**{f"{field}__in": keys})]

    return ask
