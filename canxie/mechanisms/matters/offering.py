"""What can be done with one matter now, as its page offers it, and a form of it that came back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from canxie.engine.scoping.scope import Scope
from canxie.mechanisms.matters.actions import move
from canxie.mechanisms.matters.forms import MoveForm
from canxie.mechanisms.matters.kinds import Move
from canxie.mechanisms.matters.models import Matter
from canxie.mechanisms.matters.refusals import Incomplete, Refused


@dataclass(frozen=True, slots=True)
class Offered:
    """A move on the page: where its form goes, and whether that stands open."""

    key: str
    name: str
    form: MoveForm
    address: str
    is_open: bool


def offer(
    matter: Matter,
    offered: Mapping[str, Move],
    forms: Mapping[str, MoveForm],
    *,
    address: str,
    opened: str = "",
    upward: str = "上级",
) -> list[Offered]:
    """List the moves, the one to make next first: the one that was asked for, or the kind's first.

    `address` is that of any move, with `-` for its key. What is closed asks for nothing more:
    unless somebody wants to, nothing stands open.
    """
    named = {key: f"转{upward}办" if move.hop == "send" else move.name for key, move in offered.items()}
    first = opened if opened in offered or matter.closed_at else next(iter(offered), "")
    shown = [
        Offered(key, named[key], forms[key], address.replace("/-/", f"/{key}/"), is_open=key == first)
        for key in offered
    ]
    return sorted(shown, key=lambda one: not one.is_open)


def is_made(form: MoveForm, *, by: Scope, matter: Matter, key: str, at: datetime) -> bool:
    """Make the move that a form asks for, and say whether it was made; why it was not stands in the form."""
    if not form.is_valid():
        return False
    try:
        move(by=by, matter=matter, key=key, said=form.said(), seen=form.cleaned_data["version"], at=at)
    except Incomplete as refused:
        for field, sentence in refused.missing.items():
            form.add_error(field, sentence)
    except Refused as refused:
        form.add_error(None, str(refused))
    else:
        return True
    matter.refresh_from_db()
    return False
