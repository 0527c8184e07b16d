"""Condition trees: one meaning, compiled for everyone or judged leaf by leaf for one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from canxie.mechanisms.criteria.published import facts
from canxie.mechanisms.criteria.truth import Sides, Truth, all_of, any_of, anyone, everyone, opposite

Figures = Mapping[str, Any]
"""The parameters of one place by key."""
Known = Mapping[str, Any]
"""What is known of one person, by fact."""


class Told(NamedTuple):
    """One leaf as it holds for one person: yes, no or unknown, and in words."""

    holds: Truth
    text: str
    fact: str


@dataclass(frozen=True, slots=True)
class ByPlace:
    """A figure that each place sets for itself."""

    parameter: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """One question about one fact."""

    fact: str
    question: str
    wanted: Any

    def sides(self, on: date, figures: Figures) -> Sides:
        return facts[self.fact].answer.sides(self.question, self.asked(figures), on)

    def judge(self, known: Known, figures: Figures) -> Truth:
        value = known.get(self.fact)
        return None if value is None else facts[self.fact].answer.holds(self.question, self.asked(figures), value)

    def asked(self, figures: Figures) -> Any:
        """Put in what the place has set."""
        match self.wanted:
            case ByPlace(parameter):
                return figures[parameter]
            case dict():
                return {
                    part: figures[asked.parameter] if isinstance(asked, ByPlace) else asked
                    for part, asked in self.wanted.items()
                }
        return self.wanted

    def told(self, known: Known, figures: Figures, *, negated: bool) -> Told:
        """Say what is known, and where that is not enough, what is asked for."""
        fact, truth, value = facts[self.fact], self.judge(known, figures), known.get(self.fact)
        holds = opposite(truth) if negated else truth
        said = fact.missing if truth is None else fact.told(value)
        asked = ("不是" if negated else "") + fact.answer.words(self.question, self.asked(figures))
        return Told(holds, said + (f"（要求：{asked}）" if holds is False else ""), self.fact)


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"

    def sides(self, on: date, figures: Figures) -> Sides:
        return self.part.sides(on, figures).negated()

    def judge(self, known: Known, figures: Figures) -> Truth:
        return opposite(self.part.judge(known, figures))


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: "tuple[Node, ...]"

    def sides(self, on: date, figures: Figures) -> Sides:
        return everyone(part.sides(on, figures) for part in self.parts)

    def judge(self, known: Known, figures: Figures) -> Truth:
        return all_of(part.judge(known, figures) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: "tuple[Node, ...]"

    def sides(self, on: date, figures: Figures) -> Sides:
        return anyone(part.sides(on, figures) for part in self.parts)

    def judge(self, known: Known, figures: Figures) -> Truth:
        return any_of(part.judge(known, figures) for part in self.parts)


Node = Leaf | Not | AllOf | AnyOf


def leaves(node: Node) -> Iterator[Leaf]:
    """List all leaves in the order they are written."""
    match node:
        case Leaf():
            yield node
        case Not(part):
            yield from leaves(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)


def because(node: Node, known: Known, figures: Figures, *, negated: bool = False) -> list[Told]:
    """Tell the leaves that make the node what it is for this person.

    Of an "or" that holds, the parts that hold; of an "and" that does not, those that do not;
    of what is unknown, what would have to be known.
    """
    match node:
        case Leaf():
            return [node.told(known, figures, negated=negated)]
        case Not(part):
            return because(part, known, figures, negated=not negated)
        case AllOf(parts) | AnyOf(parts):
            truth = node.judge(known, figures)
            alike = [part for part in parts if part.judge(known, figures) is truth and not idle(part, figures)]
            return [told for part in alike for told in because(part, known, figures, negated=negated)]


def idle(node: Node, figures: Figures) -> bool:
    """Say whether a place has set a leaf to nothing: nobody can meet it, so nobody is told of it."""
    return isinstance(node, Leaf) and node.question == "has" and not all(node.asked(figures).values())


def annotated(node: Node, known: Known, figures: Figures, *, negated: bool = False) -> list[Told]:
    """Tell every leaf, whether it matters or not."""
    match node:
        case Leaf():
            return [node.told(known, figures, negated=negated)]
        case Not(part):
            return annotated(part, known, figures, negated=not negated)
        case AllOf(parts) | AnyOf(parts):
            return [told for part in parts for told in annotated(part, known, figures, negated=negated)]
