"""Criteria as reviewed YAML: read once, refused as a whole, in plain sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from canxie.engine.parameters.declarations import declared
from canxie.mechanisms.criteria.published import facts
from canxie.mechanisms.criteria.trees import AllOf, AnyOf, ByPlace, Leaf, Node, Not, leaves

KINDS = {"part", "tag", "tier"}
HEAD = ("key", "kind", "name", "clause", "words")


class Misread(ValueError):
    """What is wrong with a file of criteria, a sentence each."""

    def __init__(self, file: str, faults: list[str]) -> None:
        super().__init__(f"{file}：\n" + "\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: a `part` of others, a `tag` on people, or a `tier`. Without `when` it is for all who are left."""

    key: str
    kind: str
    name: str
    clause: str
    words: str
    when: Node | None = None

    @property
    def parameters(self) -> set[str]:
        """The keys of the parameters it stands on."""
        return {key for leaf in (leaves(self.when) if self.when else ()) for key in figures_of(leaf.wanted)}


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The criteria of one file in its order, and which version of it this is."""

    version: str
    criteria: Mapping[str, Criterion]

    def of_kind(self, kind: str) -> list[Criterion]:
        return [criterion for criterion in self.criteria.values() if criterion.kind == kind]

    @property
    def parameters(self) -> set[str]:
        return {key for criterion in self.criteria.values() for key in criterion.parameters}


def figures_of(wanted: Any) -> Iterator[str]:
    for one in wanted.values() if isinstance(wanted, dict) else [wanted]:
        if isinstance(one, ByPlace):
            yield one.parameter


def read(file: Path) -> Rulebook:
    """Read a file of criteria.

    Raises:
        Misread: with everything that is wrong, when anything is.
    """
    return Reader(file.name).book(yaml.safe_load(file.read_text(encoding="utf-8")))


class Reader:
    """Reads one file. Faults are gathered, so that a reviewer sees all of them at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[str] = []
        self.criteria: dict[str, Criterion] = {}
        self.here = ""

    def book(self, told: Any) -> Rulebook:
        if not isinstance(told, dict) or not isinstance(told.get("criteria"), list) or not told.get("version"):
            raise Misread(self.file, ["文件要有 version（版本）和 criteria（一列条件）。"])
        for one in told["criteria"]:
            self.criterion(one)
        if self.faults:
            raise Misread(self.file, self.faults)
        return Rulebook(str(told["version"]), self.criteria)

    def fault(self, sentence: str) -> None:
        self.faults.append(f"{self.here}：{sentence}")

    def criterion(self, told: Any) -> None:
        self.here = str(told.get("name") or told.get("key")) if isinstance(told, dict) else str(told)
        if not isinstance(told, dict) or any(not told.get(part) for part in HEAD):
            return self.fault(f"要写齐 {'、'.join(sorted(HEAD))}。")
        if told["kind"] not in KINDS:
            self.fault(f"kind 只能是 {'、'.join(sorted(KINDS))}。")
        if told["key"] in self.criteria:
            self.fault(f"{told['key']} 写了两次。")
        if strange := told.keys() - {*HEAD, "when"}:
            self.fault(f"不认识 {'、'.join(sorted(map(str, strange)))}。")
        if "when" not in told and told["kind"] != "tier":
            self.fault("没有写 when（什么时候符合）。")
        when = self.node(told["when"]) if "when" in told else None
        key, kind, name, clause, words = (str(told[part]) for part in HEAD)
        self.criteria[key] = Criterion(key, kind, name, clause, words, when)
        return None

    def node(self, told: Any) -> Node | None:
        match told:
            case {"all": [*parts], **rest} if parts and not rest:
                return AllOf(self.nodes(parts))
            case {"any": [*parts], **rest} if parts and not rest:
                return AnyOf(self.nodes(parts))
            case {"not": part, **rest} if not rest:
                inner = self.node(part)
                return Not(inner) if inner else None
            case {"criterion": key, **rest} if not rest:
                return self.named(key)
            case {"fact": fact, **question} if len(question) == 1:
                [(asked, wanted)] = question.items()
                return self.leaf(str(fact), str(asked), wanted)
        self.fault(f"没有看懂 {told}；要写 all、any、not、criterion，或 fact 加一个问法。")
        return None

    def nodes(self, told: list[Any]) -> tuple[Node, ...]:
        return tuple(node for one in told if (node := self.node(one)))

    def named(self, key: Any) -> Node | None:
        criterion = self.criteria.get(key)
        if criterion is None or criterion.when is None:
            self.fault(f"前面没有叫 {key} 的条件。")
            return None
        return criterion.when

    def leaf(self, fact: str, question: str, wanted: Any) -> Node | None:
        if fact not in facts:
            self.fault(f"没有叫 {fact} 的事实。")
            return None
        answer, name = facts[fact].answer, facts[fact].name
        if question not in answer.questions:
            self.fault(f"{name}不能问 {question}，能问的是 {'、'.join(answer.questions)}。")
            return None
        parts = question == "has" and isinstance(wanted, dict)
        asked = {part: self.value(one) for part, one in wanted.items()} if parts else self.value(wanted)
        tried = Leaf(fact, question, asked).asked({key: declared[key].default for key in figures_of(asked)})
        if refused := answer.refused(question, tried):
            self.fault(f"{name}：{refused}")
        return Leaf(fact, question, asked)

    def value(self, told: Any) -> Any:
        """Read a value as it stands, or the parameter that gives it."""
        match told:
            case {"parameter": key, **rest} if not rest:
                if key in declared:
                    return ByPlace(key)
                self.fault(f"没有叫 {key} 的参数。")
                return None
        return told
