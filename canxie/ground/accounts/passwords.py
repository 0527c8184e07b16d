"""First passwords: made, told once, kept by nobody; whoever gets one has to change it before anything else."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from canxie.engine.audit.trail import action, note
from canxie.engine.parameters.reading import parameter
from canxie.engine.scoping.scope import SYSTEM, OutOfScope, Scope
from canxie.ground.accounts.limits import forget_all
from canxie.ground.accounts.models import Post, User
from canxie.ground.accounts.scopes import held_by
from canxie.ground.accounts.securing import close, group_of
from canxie.ground.powers import Power

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letter or digit that one takes for another on paper: neither i nor l, 1 nor 0, o."""
GROUPS, LENGTH = 3, 4
"""Three groups of four out of 31: 59 bits, which nobody guesses in the days that it lasts."""
UNUSED = "!"
"""What Django begins a password with that nobody has."""
SLIPS = 100
"""So many slips are made at once: each costs a slow hash."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is handed to somebody on paper: told once, and kept nowhere."""

    user: User
    where: str
    role: str
    password: str


def invented() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(GROUPS))


def give(user: User) -> str:
    """Give an account a first password, and say it this once. Call it inside an action."""
    password, held, now = invented(), held_by(user.pk, at=timezone.now()), timezone.now()
    path = held[0].path if held else ""
    days = parameter("accounts.first_password_days", path, on=timezone.localdate(now)).value
    user.set_password(password)
    user.first_password_until = now + timedelta(days=days)
    user.save(update_fields=["password", "first_password_until"])
    return password


def lies_below(by: Scope, user: User) -> bool:
    """Say whether every office of somebody lies below one's own: never upward, and never sideways.

    Whoever holds no office now is nobody's to reset; and one office above is enough to be out of reach.
    """
    held = held_by(user.pk, at=timezone.now())
    own = by.paths(Power.ACCOUNTS_RESET)
    return bool(held) and all(any(len(one) < len(path) and path.startswith(one) for one in own) for _, path in held)


@action("accounts.reset_password")
def reset(*, by: Scope, user: User, reason: str) -> str:
    """Give somebody who works below a new first password; all that was signed in with the old one is out.

    Returns it, to be told once. Raises OutOfScope unless every office of theirs lies below one's own.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.pk == by.user_id or not user.is_active or not lies_below(by, user):
        raise OutOfScope(user.pk, Power.ACCOUNTS_RESET)
    password = give(user)
    close(user)
    forget_all(group_of(user.username))
    place = held_by(user.pk, at=timezone.now())[0].path
    note(by, "accounts.reset_password", user, place=place, reason=reason, until=user.first_password_until)
    return password


@action("accounts.reset_password")
def give_from_the_machine(*, user: User, reason: str, factors: bool) -> str:
    """Give a first password to whom nobody above can give one. Only a command calls this, on the machine itself."""
    user = User.objects.select_for_update().get(pk=user.pk)
    password, held = give(user), held_by(user.pk, at=timezone.now())
    close(user)
    forget_all(group_of(user.username))
    cleared = Authenticator.objects.filter(user=user).delete()[0] if factors else 0
    place = held[0].path if held else ""
    by = Scope(SYSTEM, {})
    note(by, "accounts.reset_password", user, place=place, reason=reason, factors=cleared, machine=True)
    return password


def waiting(scope: Scope) -> QuerySet[User]:
    """Those at work whom nobody has given a password yet, where one appoints."""
    posts = Post.objects.within(scope, Power.ACCOUNTS_APPOINT).held_at(timezone.now()).filter(user=OuterRef("pk"))
    return User.objects.filter(Exists(posts), is_active=True, password__startswith=UNUSED)


@action("accounts.print_slips")
def slips(*, by: Scope, place: str, users: Sequence[User]) -> list[Slip]:
    """Make first passwords for those who wait for one, to be printed and cut. Whoever has one already is left out."""
    by.must_cover(place, Power.ACCOUNTS_APPOINT)
    found = waiting(by).filter(pk__in=[user.pk for user in users]).select_for_update().order_by("pk")
    made = []
    for user in found:
        role, path = held_by(user.pk, at=timezone.now())[0]
        made.append(Slip(user, path, role.label, give(user)))
    note(by, "accounts.print_slips", User(pk=by.user_id), place=place, users=[slip.user.pk for slip in made])
    return sorted(made, key=lambda slip: (slip.where, slip.user.pk))
