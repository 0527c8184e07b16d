"""What other rooms do when somebody's post begins or ends: each says so in its `handovers.py`."""

from collections.abc import Callable

from canxie.engine.plugs import Plugs
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.models import Post

Follower = Callable[[Scope, Post], None]

followers: Plugs[str, Follower] = Plugs("handovers")


def follows(function: Follower) -> Follower:
    """Declare what a room does when a post was opened or its end was set; it reads the post to see which."""
    followers.declare(function.__module__, function)
    return function


def follow(by: Scope, post: Post) -> None:
    """Let every room follow. Call it inside the action that wrote the post.

    A post that begins or ends by its own time is followed by whatever the rooms do every night.
    """
    for follower in followers.values():
        follower(by, post)
