"""What the pages of contacts ask: whom a choice is about, who could be named, what it would change."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import QueryDict

from canxie.duties.associations.models import Association
from canxie.duties.contacts.choices import NAMED, Kind
from canxie.duties.contacts.models import ContactAssignment, ContactChoice
from canxie.duties.contacts.terms import addresses
from canxie.engine.scoping.scope import Scope, subtree
from canxie.ground.accounts.models import Post, User
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Level
from canxie.ground.powers import Power
from canxie.ground.registry.models import Person

AT_ONCE = 500
"""So many people one choice is about: more nobody looks through."""


class About(NamedTuple):
    """Some people of one township, who works there, and the associations that run there."""

    people: list[Person]
    posts: list[Post]
    associations: list[Association]


def about(scope: Scope, sent: QueryDict, what: str, at: datetime, today: date) -> About:
    """Find whom a choice is about: those who were ticked, or everybody of a village who has nobody.

    Raises ValidationError, in one sentence, for nobody, for too many, and for several townships.
    """
    people = wanted(scope, sent, what)
    if not people:
        raise ValidationError("先勾选人，再指定联系人。")
    if len(people) > AT_ONCE:
        raise ValidationError(f"一次最多指定 {AT_ONCE} 人，先按村来。")
    towns = {person.path[: Level.TOWNSHIP] for person in people}
    if len(towns) > 1:
        raise ValidationError("一次只给一个乡镇（街道）的人指定。")
    first, beyond = subtree(towns.pop())
    held = Post.objects.held_at(at).filter(role__in=NAMED, path__gte=first, path__lt=beyond)
    active = Association.objects.filter(path__gte=first, path__lt=beyond).active_on(today)
    return About(
        people,
        [*held.select_related("user").order_by("path", "since_at", "id")],
        [*active.order_by("path", "id")],
    )


def wanted(scope: Scope, sent: QueryDict, what: str) -> list[Person]:
    living = Person.objects.within(scope, Power.CONTACTS_ASSIGN).living()
    if village := sent.get("village"):
        lacking = ContactAssignment.objects.open_(Kind.LEAD).filter(path=village, **{f"{what}__isnull": True})
        return [*living.filter(pk__in=lacking.values("person")).order_by("path", "name_sort", "pk")[: AT_ONCE + 1]]
    keys = [key for one in sent.getlist("person")[: AT_ONCE + 1] if (key := uuid_of(one))]
    return [*living.filter(pk__in=keys).order_by("path", "name_sort", "pk")]


def uuid_of(sent: str) -> UUID | None:
    try:
        return UUID(sent)
    except ValueError:
        return None


def chosen_among(people: Sequence[Person]) -> set[UUID]:
    """Who of them has a choice that another one would replace."""
    open_ = ContactChoice.objects.open_(Kind.LEAD).filter(person__in=people)
    return {*open_.values_list("person", flat=True)}


def unseen(people: Sequence[Person], posts: Sequence[Post], contact: User | None) -> list[str]:
    """Name the villages whose people's files a contact could not open: only a commissioner's post opens them."""
    if contact is None:
        return []
    reads = {post.path for post in posts if post.user_id == contact.pk and post.role == Role.COMMISSIONER}
    return sorted({person.path for person in people} - reads)


def choices_of(person: Person) -> dict[str, ContactChoice]:
    """The open choices for one person, by kind."""
    open_ = ContactChoice.objects.filter(person=person, until=None).order_by("kind")
    return {choice.kind: choice for choice in open_}


def second_village(person: Person, on: date) -> str:
    """Name the other village of somebody who lives elsewhere than where they are registered, or ""."""
    found = Person.objects.filter(pk=person.pk).annotate(second=addresses("", on)[1])
    village: str = found.order_by().values_list("second", flat=True)[0]
    return village
