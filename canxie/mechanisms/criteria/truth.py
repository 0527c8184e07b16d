"""Yes, no, or unknown (Kleene): for one person as True, False, None; for everyone as three conditions.

The three conditions of a question exclude each other and leave nobody out. They are made of
conditions that hold, never of the negation of one that may be NULL: so a missing fact can
neither be taken for a no nor fall through a filter.
"""

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_
from typing import NamedTuple

from django.db.models import Q

Truth = bool | None

EVERYBODY = Q(pk__isnull=False)
NOBODY = Q(pk__in=[])


class Sides(NamedTuple):
    """Whom the answer is yes for, whom no, and whom unknown."""

    yes: Q
    no: Q
    unknown: Q

    def negated(self) -> "Sides":
        return Sides(self.no, self.yes, self.unknown)


def everyone(parts: Iterable[Sides]) -> Sides:
    """Join by "and": no as soon as one is no; unknown when none is no and one is unknown."""
    parts = [*parts]
    some_unknown = reduce(or_, (part.unknown for part in parts))
    return Sides(
        yes=reduce(and_, (part.yes for part in parts)),
        no=reduce(or_, (part.no for part in parts)),
        unknown=some_unknown & reduce(and_, (part.yes | part.unknown for part in parts)),
    )


def anyone(parts: Iterable[Sides]) -> Sides:
    """Join by "or": yes as soon as one is yes; unknown when none is yes and one is unknown."""
    return everyone(part.negated() for part in parts).negated()


def opposite(truth: Truth) -> Truth:
    """Say the contrary, as far as one knows.

    >>> opposite(True), opposite(None)
    (False, None)
    """
    return None if truth is None else not truth


def all_of(truths: Iterable[Truth]) -> Truth:
    """Join by "and".

    >>> all_of([True, None, False]), all_of([True, None])
    (False, None)
    """
    known = [*truths]
    if any(truth is False for truth in known):
        return False
    return None if None in known else True


def any_of(truths: Iterable[Truth]) -> Truth:
    """Join by "or".

    >>> any_of([False, None, True]), any_of([False, None])
    (True, None)
    """
    return opposite(all_of(map(opposite, truths)))
