"""How a matter goes from state to state and from office to office. The actions call these, with its row held."""

from datetime import datetime

from canxie.engine.scoping.scope import Scope
from canxie.mechanisms.matters import clocks
from canxie.mechanisms.matters.kinds import At, Move
from canxie.mechanisms.matters.models import NEVER, Hop, Matter
from canxie.mechanisms.matters.offices import above
from canxie.mechanisms.matters.refusals import NotNow, NotYours

ACK, CLOSE = "ack", "close"


def enter(matter: Matter, state: str, at: datetime) -> None:
    """Put the matter into a state and start the state's clock.

    The time to answer begins anew whenever an answer is owed anew; the time to close runs
    from when the person asked, whatever offices the matter went through since.
    """
    matter.state = state
    name = matter.stands.clock
    if name == CLOSE:
        matter.due_at = matter.close_due
    elif name:
        matter.due_at = clocks.due(matter.rules.clocks[name], matter, at)
        if name == ACK:
            matter.ack_due = matter.due_at
    else:
        matter.due_at = NEVER
    matter.closed_at = at if matter.stands.final else None


def begin(matter: Matter, state: str, at: datetime) -> None:
    """Begin, or begin again: nothing that came of it before counts. A clock that the kind has not never runs out."""
    known = matter.rules.clocks
    matter.close_due = clocks.due(known[CLOSE], matter, at) if CLOSE in known else NEVER
    matter.ack_due = clocks.due(known[ACK], matter, at) if ACK in known else NEVER
    matter.answered_at = matter.delivered_on = matter.confirmed_at = matter.evidence_file = None
    matter.confirmed_by = matter.why = matter.reason = matter.evidence = ""
    enter(matter, state, at)


def send(matter: Matter, *, from_path: str, to_path: str, reason: str, by_system: bool, at: datetime) -> None:
    """Send the matter to the office above. Its owner keeps it until somebody there accepts."""
    waiting = next(move.to for move in matter.rules.moves.values() if move.hop == "send")
    matter.sent_to = to_path
    enter(matter, waiting, at)
    Hop.objects.create(
        matter=matter,
        from_owner_id=matter.owner_id,
        from_path=from_path,
        to_path=to_path,
        by_system=by_system,
        reason=reason,
        sent_at=at,
        due_at=matter.due_at,
    )


def end_hop(matter: Matter, ending: Hop.Ending, *, by: Scope, at: datetime) -> None:
    """End the way that is under way, if any; whoever accepts at its end owns the matter from now on."""
    if not matter.sent_to:
        return
    ended: dict[str, object] = {"ending": ending, "ended_at": at}
    if ending == Hop.Ending.ACCEPTED:
        ended |= {"accepted_at": at, "to_owner_id": by.user_id}
        matter.owner_id, matter.owner_path = by.user_id, matter.sent_to
    Hop.objects.filter(matter=matter, ended_at=None).update(**ended)
    matter.sent_to = ""


def landing(matter: Matter, move: Move) -> str:
    return move.unanswered if move.unanswered and matter.answered_at is None else move.to


def check(by: Scope, matter: Matter, move: Move) -> None:
    """Raise NotNow or NotYours unless this scope may make the move as the matter stands."""
    answered = "unanswered" if matter.answered_at is None else "answered"
    if matter.state not in move.of or move.when not in ("", answered):
        raise NotNow(f"现在是“{matter.stands.label}”，不能{move.name}。")
    if move.hop == "send" and not above(matter.owner_path):
        raise NotNow("已经到县残联，上面没有可以转的单位。")
    power = matter.rules.power_of(move)
    if move.at is At.OWNER and not by.covers(matter.owner_path, power):
        raise NotYours(f"这条{matter.rules.name}现在由上级负责，要请那边来{move.name}。")
    if move.at is At.RECEIVER and matter.sent_to not in by.paths(power):
        raise NotYours(f"要由接收的单位来{move.name}。")
    if move.at is At.GIVER and giver(matter) not in by.paths(power):
        raise NotYours(f"要由{matter.rules.opened}的单位来{move.name}。")


def giver(matter: Matter) -> str:
    """Name the place that gave the matter: its village, or one above it."""
    return matter.path[: matter.rules.givers[matter.category]]


def may(by: Scope, matter: Matter, move: Move) -> bool:
    try:
        check(by, matter, move)
    except (NotNow, NotYours):
        return False
    return by.covers(matter.path, matter.rules.power_of(move))


def moves_of(by: Scope, matter: Matter) -> dict[str, Move]:
    """Give the moves that this scope may make now, in the order in which a page offers them."""
    return {key: move for key, move in matter.rules.moves.items() if may(by, matter, move)}
