"""The accounts of the demo county, which everybody may use; a real county has none of them."""

from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Level
from canxie.ground.divisions.names import Names

PASSWORD = "canxie-demo"  # noqa: S105 -- everybody may know it


class DemoAccount(NamedTuple):
    """Somebody with a screen to show, at a place of this level."""

    username: str
    name: str
    role: Role
    level: Level


DEMO_ACCOUNTS = [
    DemoAccount("commissioner", "周素琴", Role.COMMISSIONER, Level.VILLAGE),
    DemoAccount("chair", "刘长河", Role.CHAIR, Level.VILLAGE),
    DemoAccount("leader", "董海燕", Role.GROUP_LEADER, Level.VILLAGE),
    DemoAccount("township", "吴海峰", Role.TOWNSHIP_CLERK, Level.TOWNSHIP),
    DemoAccount("county", "林静", Role.COUNTY_CLERK, Level.COUNTY),
    DemoAccount("city", "田文斌", Role.CITY_CLERK, Level.CITY),
    DemoAccount("province", "鲁明", Role.PROVINCE_CLERK, Level.PROVINCE),
    DemoAccount("sysadmin", "邵明辉", Role.SYSTEM_ADMIN, Level.COUNTY),
    DemoAccount("secadmin", "贺建平", Role.SECURITY_ADMIN, Level.COUNTY),
    DemoAccount("auditadmin", "沈玉华", Role.AUDIT_ADMIN, Level.COUNTY),
]


class Offer(NamedTuple):
    """What the sign-in page says of one."""

    username: str
    role: str
    where: str


def offers() -> list[Offer]:
    """List those that are there and hold a post now, and where: for the sign-in page of demo mode; nobody elsewhere."""
    if not settings.DEMO:
        return []
    order = {account.username: number for number, account in enumerate(DEMO_ACCOUNTS)}
    held = Post.objects.held_at(timezone.now()).filter(user__username__in=order).select_related("user")
    own = {account.username: account.role for account in DEMO_ACCOUNTS}
    mine = [post for post in held.order_by("id") if post.role == own[post.user.username]]  # not what else they hold
    posts = sorted(mine, key=lambda post: order[post.user.username])
    name, today = Names(post.path for post in posts), timezone.localdate()
    return [Offer(post.user.username, post.get_role_display(), name(post.path, today)) for post in posts]
