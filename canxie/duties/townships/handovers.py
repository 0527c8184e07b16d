"""Whoever no longer works in a village of their own no longer covers another: the cover ends the same second."""

from canxie.duties.townships.actions import ENDED_WITH_OWN_POST, end_of, own_posts
from canxie.duties.townships.models import Cover
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.actions import named
from canxie.ground.accounts.followers import follows
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Level


@follows
def follow(by: Scope, post: Post) -> None:
    """End the covers that outlast the holder's last own post in the township."""
    if post.role != Role.COMMISSIONER or post.until_at is None:
        return
    township = post.path[: Level.TOWNSHIP]
    covers = Cover.objects.filter(appointment__user=post.user_id, path__startswith=township)
    lasting = covers.held_at(post.until_at).select_related("appointment")
    rows = [one for one in lasting.order_by("id") if named(one.appointment) != post.source]
    if rows and not own_posts(post.user_id, township, at=post.until_at):
        for cover in rows:
            end_of(by, cover, post.until_at, ENDED_WITH_OWN_POST)
