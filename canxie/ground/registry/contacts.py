"""Who is the named contact of a village's people.

Until contacts are assigned one by one, that is whoever holds the commissioner's post there.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role


def names_of_contacts(villages: Iterable[str], *, at: datetime) -> dict[str, str]:
    """Give the name of each village's contact, for a list."""
    return dict(held(villages, at).values_list("path", "user__name"))


def contacts(villages: Iterable[str], *, at: datetime) -> dict[str, Post]:
    """Give the post of each village's contact, in one query; a village that is missing has none."""
    named = held(villages, at).select_related("user").only("path", "since_at", "user__name")
    return {post.path: post for post in named}


def held(villages: Iterable[str], at: datetime) -> QuerySet[Post]:
    """The commissioners of some villages, whoever has been there longest last: whom a dictionary by village keeps."""
    posts = Post.objects.held_at(at).filter(role=Role.COMMISSIONER, path__in=set(villages))
    return posts.order_by("path", "-since_at", "-pk")
