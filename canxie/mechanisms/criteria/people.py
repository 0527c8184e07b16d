"""Criteria about some people: what is known of them, fetched together."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from canxie.ground.registry.models import Person
from canxie.mechanisms.criteria.published import facts


def gather(people: Sequence[Person], keys: Iterable[str], on: date) -> dict[UUID, dict[str, Any]]:
    """Fetch the named facts of some people, in at most one query for each fact. What is unknown is absent."""
    prefetch_related_objects(people, "household")
    known: dict[UUID, dict[str, Any]] = {person.pk: {} for person in people}
    for key in keys:
        for pk, value in facts[key].read(people, on).items():
            known[pk][key] = value
    return known
