"""The way in and out: who knocks, who is let in, and what the trail says about it."""

from datetime import date, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone

from canxie.engine.audit.trail import action, note
from canxie.engine.parameters.reading import settled
from canxie.engine.scoping.scope import SYSTEM, OutOfScope, Scope
from canxie.ground.accounts.factors import factors_of
from canxie.ground.accounts.limits import Limit, forget, keyed, take, wait
from canxie.ground.accounts.models import User
from canxie.ground.accounts.scopes import NOWHERE, held_by
from canxie.ground.accounts.securing import WRONG, group_of


class NotLetIn(Exception):
    """Name or password is wrong, or the account is closed: nobody is told which. `wait` is how long it rests now."""

    def __init__(self, wait: timedelta = timedelta()) -> None:
        super().__init__(wait)
        self.wait = wait


def knock(*, username: str, password: str, address: str) -> User:
    """Find out who it is, as slowly for a name that nobody has as for a wrong password.

    A name rests, at this address, after some wrong passwords in a row; elsewhere its owner
    comes in as ever, so nobody is locked out by a stranger. Raises NotLetIn.
    """
    limit = tries()
    if rest := take(WRONG, username, address, limit=limit, group=group_of(username)):
        raise NotLetIn(rest)
    user, password_is_right, outdated = looked_up(username, password)
    if not (user and user.is_active and password_is_right and is_in_time(user)):
        refuse(user=user, address=address)
        raise NotLetIn(wait(WRONG, username, address, limit=limit))
    forget(WRONG, username, address)
    admit(by=Scope(user.pk, {}), user=user, rehash=password if outdated else None, is_in=not factors_of(user))
    return user


def is_in_time(user: User) -> bool:
    """Say whether a password that somebody else has handed out still opens anything."""
    return user.first_password_until is None or timezone.now() < user.first_password_until


def tries() -> Limit:
    """How many wrong passwords, and how long a rest: of what places have set, the strictest.

    For who knocks has not said where, and a name nobody has must rest like all others.
    """
    today = timezone.localdate()
    most, minutes = (set_by_places(key, today) for key in ("sign_in.tries", "sign_in.pause_minutes"))
    return Limit(min(most), timedelta(minutes=max(minutes)), from_last=True)


def set_by_places(key: str, on: date) -> list[int]:
    found = settled(key, on=on).values()
    return [value.value for value in found if value.version] or [value.value for value in found]


def looked_up(username: str, password: str) -> tuple[User | None, bool, bool]:
    """Find the user, whether the password is right, and whether it is stored in an older way than today's."""
    user, outdated = User.objects.filter(username=username).first(), list[str]()
    if user:
        return user, check_password(password, user.password, setter=outdated.append), bool(outdated)
    make_password(password)  # takes as long
    return None, False, False


@action("accounts.sign_in")
def admit(*, by: Scope, user: User, rehash: str | None, is_in: bool) -> None:
    """Note that somebody knows the password; who has a second factor is not in yet (`factors.confirm`)."""
    if rehash is not None:
        user.set_password(rehash)
        user.save(update_fields=["password"])
    note(by, "accounts.sign_in" if is_in else "accounts.first_step", user, place=place_of(user))


@action("accounts.refuse_sign_in")
def refuse(*, user: User | None, address: str) -> None:
    """Note that somebody was not let in; of the address the trail keeps what tells two of them apart."""
    target = user or User(pk=SYSTEM)
    note(NOWHERE, "accounts.refuse_sign_in", target, place=place_of(target), address=keyed("address", address)[:16])


@action("accounts.sign_out")
def leave(*, by: Scope, user: User) -> None:
    note(by, "accounts.sign_out", user, place=place_of(user))


@action("accounts.change_password")
def change_password(*, by: Scope, user: User, password: str) -> None:
    """Give oneself another password; whoever is signed in elsewhere with the old one is not any more."""
    if by.user_id != user.pk:
        raise OutOfScope(user.pk)
    user.set_password(password)
    user.first_password_until = None
    user.save(update_fields=["password", "first_password_until"])
    note(by, "accounts.change_password", user, place=place_of(user))


def place_of(user: User) -> str:
    """Where the trail puts somebody: the place of the first post held now, or nowhere."""
    held = held_by(user.pk, at=timezone.now())
    return held[0].path if held else ""
