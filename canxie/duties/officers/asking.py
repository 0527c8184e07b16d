"""Who is meant by a user name or a number that somebody has typed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone

from canxie.duties.associations.models import Association, AssociationQuerySet
from canxie.duties.officers.models import Participant, ParticipantQuerySet
from canxie.duties.officers.reading import villages
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.models import User
from canxie.ground.powers import Power
from canxie.ground.registry.models import Person
from canxie.ground.registry.search import found, is_number

WHOLE = 18
KEEP = "不变"
"""Stands in a field for what is there already: numbers are not shown again."""


class Unknown(LookupError):
    """Nobody is meant. `field` is where it was typed, `sentence` says what to do."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field, self.sentence = field, sentence


def links(scope: Scope, said: Mapping[str, str]) -> dict[str, Any]:
    """Find the account and the rows of the registry that were named; an empty field means none. Raises Unknown."""
    result = dict[str, Any]()
    for field in ("person", "relative_of"):
        if said[field] != KEEP:
            result[field] = person(scope, field, said[field]) if said[field] else None
    result["user"] = user(said["username"]) if said["username"] else None
    return result


def user(username: str) -> User:
    """Find an account by its exact name."""
    if account := User.objects.filter(username=username, is_active=True).first():
        return account
    raise Unknown("username", f"没有“{username}”这个账号。请县残联先开好账号。")


def person(scope: Scope, field: str, number: str) -> Person:
    """Find somebody in the registry by a whole number, as far as the reader may read it."""
    paths = scope.paths(Power.REGISTRY_READ)
    if is_number(number) and len(number) >= WHOLE:
        rows = Person.objects.within(scope, Power.REGISTRY_READ).filter(found(number, paths)).order_by("pk")
        if len(few := rows[:2]) == 1:
            return few[0]
    raise Unknown(field, "名册里没有找到这个号码。核对身份证号或残疾人证号，要写全。")


def kept(row: Any) -> str:
    return KEEP if row else ""


def in_pool(
    associations: AssociationQuerySet, people: ParticipantQuerySet, association_id: UUID, who_id: UUID
) -> tuple[Association, Participant]:
    """Find an association and somebody of its pool in what the reader reaches. Raises Http404."""
    association = get_object_or_404(associations, id=association_id)
    of_it = people.filter(path__in=villages(association, timezone.localdate()))
    return association, get_object_or_404(of_it.select_related("user", "person", "relative_of"), id=who_id)
