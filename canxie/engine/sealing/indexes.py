"""Which blind indexes follow from which sealed values: a room says so in an `indexes.py`, for when the key changes."""

from collections.abc import Callable
from typing import Any

from django.db import models

from canxie.engine.plugs import Plugs

Reindex = Callable[[Any], dict[str, str]]

indexes: Plugs[type[models.Model], Reindex] = Plugs("indexes")


def indexed(table: type[models.Model]) -> Callable[[Reindex], Reindex]:
    """Declare a function of a row that gives its index columns anew, from what is sealed in it."""

    def decorate(reindex: Reindex) -> Reindex:
        indexes.declare(table, reindex)
        return reindex

    return decorate
