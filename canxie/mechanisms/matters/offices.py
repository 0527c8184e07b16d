"""Who can own a matter: the offices of its village, and the one above them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import lazy

from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.names import Names

ABOVE = {12: 9, 9: 6}
VILLAGE = {Role.COMMISSIONER: "专职委员", Role.CHAIR: "主席"}
OFFICES = {12: [*VILLAGE], 9: [Role.TOWNSHIP_CLERK], 6: [Role.COUNTY_CLERK]}


class Office(NamedTuple):
    """Someone in office at a place, or (without a user) the place itself while nobody is."""

    path: str
    user_id: int | None
    label: str
    role: str = ""

    @property
    def key(self) -> str:
        return f"{self.path}-{self.user_id or ''}"


def above(path: str) -> str:
    """Name the place above: the township of a village, the county of a township; "" above the county.

    City and province see figures only, so nothing climbs to them.

    >>> above("379900001001"), above("379900001"), above("379900")
    ('379900001', '379900', '')
    """
    return path[: ABOVE.get(len(path), 0)]


def place_names(*paths: str) -> dict[str, str]:
    """Name offices by their places, in one query: 槐里村残协, 青禾街道残联."""
    today = timezone.localdate()
    names = Names(filter(None, paths))
    return {path: names(path, today) + ("残协" if len(path) == 12 else "残联") for path in paths if path}


def offices_for(path: str, at: datetime) -> list[Office]:
    """List the offices that may own a matter of this village."""
    township = above(path)
    roles = OFFICES[len(path)] + OFFICES.get(len(township), [])
    posts = Post.objects.held_at(at).filter(path__in=[path, township], role__in=roles)
    held = sorted(
        posts.select_related("user").only("path", "role", "user__name").order_by("since_at", "id"),
        key=lambda post: roles.index(Role(post.role)),
    )
    called = cache(lambda: place_names(township).get(township, ""))  # asked once something is drawn
    above_here: Callable[[str], str] = lazy(lambda who: f"{called()}（{who}）", str)
    found = [
        Office(post.path, post.user_id, f"{post.user.name}（{VILLAGE[Role(post.role)]}）", post.role)
        if post.role in VILLAGE
        else Office(post.path, post.user_id, above_here(post.user.name), post.role)
        for post in held
    ]
    if township and not any(office.path == township for office in found):
        found.append(Office(township, None, above_here("还没有人在岗")))
    return found


def first_owner(found: Sequence[Office]) -> Office:
    """Choose who owns a new matter until somebody says otherwise.

    Until people have a named contact that is the commissioner; where there is none, the
    township's clerk. A chair reads and cannot act, so is never taken unasked.
    """
    return next(office for office in found if office.role != Role.CHAIR)
