"""What a kind of matter is: its states, who may move it how, its clocks. A room declares its own in `kinds.py`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, NamedTuple

from canxie.engine.plugs import Plugs

Tone = Literal["late", "soon", "good", "gap", "info"]
What = Literal["text", "evidence", "confirmation", "why", "on"]


class At(Enum):
    """Where one must hold the kind's power to make a move."""

    PLACE = "at the matter's village, or above it"
    OWNER = "at the place whose office owns the matter, or above it"
    RECEIVER = "at the very place the matter was sent to"
    GIVER = "at the very place it was given from"


class Unit(Enum):
    HOURS = "hours on the clock"
    WORKDAYS = "working days; the last one counts whole"
    DAYS = "days of the calendar; one that ends on a day off ends on the next working day"


class State(NamedTuple):
    """Where a matter stands. While a clock is named it runs; in a final state the matter is closed."""

    label: str
    tone: Tone = "info"
    clock: str = ""
    final: bool = False


class Clock(NamedTuple):
    """How long something may take.

    `verb` is what has to be done in time. `key` and `urgent` are parameters, in whose names
    `{category_class}` is the matter's. A clock that `climbs` sends the matter to the next
    place above when it has run out.
    """

    verb: str
    key: str
    unit: Unit
    urgent: str = ""
    climbs: bool = False


class Ask(NamedTuple):
    """Something that a move cannot do without: the label of its field, and the sentence when it is missing."""

    what: What
    label: str
    missing: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A way from one state to another.

    `name` is on the button, `done` in the list of what happened; one without a `to` adds a
    word and leaves the matter where it is. `unanswered` is where the
    move ends while nobody has answered the person yet; `when` keeps it for matters that
    have been answered, or have not. What the move `answers` is the person's question; one
    that `starts_again` forgets what came of the matter before. `power` is asked where the move
    needs another than the kind's `handles`; one that `dates` holds from the day that was said.
    """

    name: str
    done: str
    of: tuple[str, ...]
    to: str
    at: At
    asks: tuple[Ask, ...] = ()
    unanswered: str = ""
    when: Literal["", "answered", "unanswered"] = ""
    hop: Literal["", "send", "accept", "return"] = ""
    answers: bool = False
    undoes_delivery: bool = False
    starts_again: bool = False
    power: str = ""
    dates: bool = False

    def asked(self) -> set[What]:
        return {ask.what for ask in self.asks}


class Category(NamedTuple):
    """What a matter is about; its class decides how long it may take."""

    label: str
    category_class: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of matter.

    `opens`, `reads` and `handles` are powers. States stand in the order of a life, moves in
    the order in which a page offers them. `whys` are the coded reasons that stand beside
    plain words when something cannot be done. `opened` is what the first step is called, and
    `words` what is written down with it. `givers` say by category how many digits the code of
    the place has that gives such a matter: 9 is the township of the matter's village.
    """

    name: str
    counted: str
    opens: str
    reads: str
    handles: str
    first: str
    states: Mapping[str, State]
    moves: Mapping[str, Move]
    clocks: Mapping[str, Clock]
    categories: Mapping[str, Category]
    whys: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    givers: Mapping[str, int] = field(default_factory=dict)
    opened: str = "提出"
    words: str = "本人的原话"

    def power_of(self, move: Move) -> str:
        return move.power or self.handles

    def open_states(self) -> list[str]:
        return [key for key, state in self.states.items() if not state.final]


kinds: Plugs[str, Kind] = Plugs("kinds")


def kind(key: str, declared: Kind) -> None:
    """Declare a kind of matter. A move that leads nowhere, or a clock that nobody has, is an error at once."""
    named = {state for move in declared.moves.values() for state in (*move.of, move.to, move.unanswered)} - {""}
    if lost := (named | {declared.first}) - set(declared.states):
        raise ValueError(f"{key} has no states {sorted(lost)}")
    if lost := {move.name for move in declared.moves.values() if move.at is At.GIVER and not declared.givers}:
        raise ValueError(f"{key} says of nothing who gives it, and asks it for {sorted(lost)}")
    if lost := {state.clock for state in declared.states.values() if state.clock} - set(declared.clocks):
        raise ValueError(f"{key} has no clocks {sorted(lost)}")
    kinds.declare(key, declared)
