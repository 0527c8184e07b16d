"""The kinds of answer a fact can have, and the questions that each kind takes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db.models import Q

from canxie.mechanisms.criteria.truth import EVERYBODY, NOBODY, Sides, Truth, any_of, everyone


class Answer:
    """A kind of answer: its questions, each asked for everyone at once or held against one known value."""

    questions: ClassVar[tuple[str, ...]]

    def refused(self, question: str, wanted: Any) -> str:
        """Say in a plain sentence why a question makes no sense here, or nothing."""
        raise NotImplementedError

    def sides(self, question: str, wanted: Any, on: date) -> Sides:
        raise NotImplementedError

    def holds(self, question: str, wanted: Any, value: Any) -> Truth:
        raise NotImplementedError

    def words(self, question: str, wanted: Any) -> str:
        """Say what is asked for: 满 60 岁."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class YesNo(Answer):
    """是 or 否; `everyone` are the conditions as they stand in the tables."""

    everyone: Sides
    label: str
    questions: ClassVar = ("is",)

    def refused(self, question: str, wanted: Any) -> str:
        return "" if isinstance(wanted, bool) else "要写 true 或 false。"

    def sides(self, question: str, wanted: Any, on: date) -> Sides:
        return self.everyone if wanted else self.everyone.negated()

    def holds(self, question: str, wanted: Any, value: Any) -> Truth:
        return bool(value is wanted)

    def words(self, question: str, wanted: Any) -> str:
        return self.label if wanted else f"不是{self.label}"


@dataclass(frozen=True, slots=True)
class Choice(Answer):
    """One word of a list, in a column of the person or of the household; "" is not known."""

    column: str
    choices: Mapping[str, str]
    questions: ClassVar = ("in",)

    def refused(self, question: str, wanted: Any) -> str:
        if not isinstance(wanted, list) or not wanted:
            return "要写一列选项。"
        strange = [str(one) for one in wanted if one not in self.choices]
        return f"没有“{strange[0]}”这个选项。" if strange else ""

    def sides(self, question: str, wanted: Any, on: date) -> Sides:
        others = [one for one in self.choices if one not in wanted]
        return Sides(*(Q(**{f"{self.column}__in": which}) for which in ([*wanted], others, [""])))

    def holds(self, question: str, wanted: Any, value: Any) -> Truth:
        return value in wanted

    def words(self, question: str, wanted: Any) -> str:
        return "或".join(self.choices[one] for one in wanted)


@dataclass(frozen=True, slots=True)
class Whole(Answer):
    """A whole number. Every question about it comes down to "at least n", which `at_least` asks of the tables."""

    at_least: Callable[[int, date], Sides]
    phrases: Mapping[str, str]
    least: int = 0
    most: int = 150
    questions: ClassVar = ("is", "at_least", "at_most", "above", "below")

    def refused(self, question: str, wanted: Any) -> str:
        whole = isinstance(wanted, int) and not isinstance(wanted, bool)
        return "" if whole and self.least <= wanted <= self.most else f"要写 {self.least} 到 {self.most} 的整数。"

    def sides(self, question: str, wanted: Any, on: date) -> Sides:
        match question:
            case "at_least":
                return self.at_least(wanted, on)
            case "above":
                return self.at_least(wanted + 1, on)
            case "below":
                return self.at_least(wanted, on).negated()
            case "at_most":
                return self.at_least(wanted + 1, on).negated()
            case _:
                return everyone([self.at_least(wanted, on), self.at_least(wanted + 1, on).negated()])

    def holds(self, question: str, wanted: Any, value: Any) -> Truth:
        answers: dict[str, bool] = {
            "is": value == wanted,
            "at_least": value >= wanted,
            "at_most": value <= wanted,
            "above": value > wanted,
            "below": value < wanted,
        }
        return answers[question]

    def words(self, question: str, wanted: Any) -> str:
        return self.phrases[question].format(wanted)


Item = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Items(Answer):
    """Categories of disability, each with its level: is there one of these categories at one of these levels?

    What is asked for is {"category": […], "degree": […]}, either left out for any. A person's
    value are pairs; a part that is not known is "" or None.
    """

    everyone: Callable[[Mapping[str, Sequence[Any]]], Sides]
    categories: Mapping[str, str]
    degrees: Mapping[int, str]
    questions: ClassVar = ("has",)

    def refused(self, question: str, wanted: Any) -> str:
        if not isinstance(wanted, dict) or not wanted or not wanted.keys() <= {"category", "degree"}:
            return "要写 category（类别）、degree（等级），或其中一样。"
        for part, known in (("category", self.categories), ("degree", self.degrees)):
            asked = wanted.get(part, [])
            if not isinstance(asked, list | tuple) or any(one not in known for one in asked):
                return f"{part} 要写一列认识的代码。"
        return ""

    def sides(self, question: str, wanted: Any, on: date) -> Sides:
        return self.everyone(wanted) if all(wanted.values()) else Sides(NOBODY, EVERYBODY, NOBODY)

    def holds(self, question: str, wanted: Any, value: Any) -> Truth:
        return any_of(self._fits(wanted, *item) for item in value) if all(wanted.values()) else False

    def _fits(self, wanted: Mapping[str, Sequence[Any]], category: str, degree: int | None) -> Truth:
        unsure = False
        for asked, part, unknown in (("category", category, ""), ("degree", degree, None)):
            if asked in wanted and part == unknown:
                unsure = True
            elif asked in wanted and part not in wanted[asked]:
                return False
        return None if unsure else True

    def words(self, question: str, wanted: Any) -> str:
        categories = "、".join(self.categories[one] for one in wanted.get("category", []))
        degrees = "、".join(self.degrees[one] for one in wanted.get("degree", []))
        return f"{categories}残疾{degrees}" if categories else f"残疾等级{degrees}"
