"""What can be asked about a person: the facts that rooms publish in a `facts.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from canxie.engine.plugs import Plugs
from canxie.mechanisms.criteria.answers import Answer

if TYPE_CHECKING:
    from canxie.ground.registry.models import Person

Read = Callable[[Sequence["Person"], date], Mapping[UUID, Any]]
"""The values for some people on a day, whatever their number in as many queries; who is left out has none."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about a person or their household, and who knows it.

    `answer` holds how it is asked for everyone, `read` fetches it for some. `source` and
    `freshness` say in words where it comes from and how old it may be, `missing` what is said
    to someone about whom it is not known: 没问过是否独居.
    """

    name: str
    answer: Answer
    read: Read
    source: str
    missing: str
    freshness: str = ""
    told: Callable[[Any], str] = field(default=str)


facts: Plugs[str, Fact] = Plugs("facts")
