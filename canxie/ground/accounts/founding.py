"""How a real county begins: its first clerk and the three administrators, each with an account of their own."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.actions import appoint, create_user
from canxie.ground.accounts.models import User
from canxie.ground.accounts.passwords import give
from canxie.ground.accounts.roles import Role
from canxie.ground.powers import Power

FOUNDERS = {
    "clerk": Role.COUNTY_CLERK,
    "system": Role.SYSTEM_ADMIN,
    "security": Role.SECURITY_ADMIN,
    "audit": Role.AUDIT_ADMIN,
}
"""Who has to be there before anybody else can come: by the name of the command's option."""
BASIS = "建站时登记"


class Founder(NamedTuple):
    """Somebody to begin with."""

    role: Role
    name: str
    username: str


class Founded(NamedTuple):
    """What is told of a founder, once."""

    founder: Founder
    password: str


class NotEmpty(Exception):
    """There are accounts already: a county begins once."""


@action("accounts.found")
def found(*, county: str, founders: Sequence[Founder], at: datetime) -> list[Founded]:
    """Make the first accounts of a county, with first passwords that are told once.

    Raises NotEmpty when anybody has an account, ValidationError when what is said cannot be.
    """
    if User.objects.exists():
        raise NotEmpty
    by = Scope(SYSTEM, {Power.ACCOUNTS_APPOINT: (county,)})
    made = []
    for one in founders:
        user = create_user(by=by, username=one.username, name=one.name, place=county)
        appoint(by=by, user=user, role=one.role, place=county, since=at, basis=BASIS)
        made.append(Founded(one, give(user)))
    note(by, "accounts.found", user, place=county, users=[one.username for one in founders])
    return made
