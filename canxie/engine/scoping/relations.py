"""Powers that reach rows by a relation: a group leader's own group, and later a volunteer's accepted task.

A room declares it in its `relations.py`. Who holds the power says a post; which rows it reaches says
the relation, anew at each question, wherever they lie.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from canxie.engine.plugs import Plugs

if TYPE_CHECKING:
    from canxie.engine.scoping.scope import Scope

Rows = Callable[["Scope"], "QuerySet[Any, Any]"]
"""From who asks to the keys of the rows of one table."""

relations: Plugs[str, Mapping[str, Rows]] = Plugs("relations")


def by_relation(power: str, tables: Mapping[str, Rows]) -> None:
    """Declare that a power reaches nothing by place: of the tables ("registry.Person") these rows, of others none."""
    relations.declare(power, tables)
