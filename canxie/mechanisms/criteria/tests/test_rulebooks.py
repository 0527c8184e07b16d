"""What a reviewer reads about a file with mistakes."""

from textwrap import dedent

import pytest

from canxie.mechanisms.criteria.rulebooks import Misread, read
from canxie.mechanisms.criteria.tiers import visiting

HEAD = "{key: a, kind: tag, name: 试, clause: 地方默认, words: 试一试"


@pytest.fixture
def book(tmp_path):
    def written(text):
        file = tmp_path / "试.yaml"
        file.write_text(dedent(text), encoding="utf-8")
        return read(file)

    return written


def faults(book, when):
    with pytest.raises(Misread) as misread:
        book(f"{{version: 1, criteria: [{HEAD}, when: {when}}}]}}")
    return misread.value.faults


@pytest.mark.parametrize(
    ("when", "fault"),
    [
        ("{fact: gae, at_least: 3}", "没有叫 gae 的事实。"),
        ("{fact: age, in: [1]}", "年龄不能问 in，能问的是 is、at_least、at_most、above、below。"),
        ("{fact: age, at_least: 老}", "年龄：要写 0 到 150 的整数。"),
        ("{fact: age, at_least: true}", "年龄：要写 0 到 150 的整数。"),
        ("{fact: age, at_least: 151}", "年龄：要写 0 到 150 的整数。"),
        ("{fact: dibao, is: 1}", "低保：要写 true 或 false。"),
        ("{fact: sex, in: 女}", "性别：要写一列选项。"),
        ("{fact: sex, in: ['9']}", "性别：没有“9”这个选项。"),
        ("{fact: kind, has: {degree: [5]}}", "残疾类别和等级：degree 要写一列认识的代码。"),
        ("{fact: kind, has: {category: ['7']}}", "残疾类别和等级：category 要写一列认识的代码。"),
        ("{fact: kind, has: {level: [1]}}", "残疾类别和等级：要写 category（类别）、degree（等级），或其中一样。"),
        ("{fact: kind, has: 1}", "残疾类别和等级：要写 category（类别）、degree（等级），或其中一样。"),
        ("{fact: age, at_least: {parameter: hardship.odl}}", "没有叫 hardship.odl 的参数。"),
        ("{criterion: b}", "前面没有叫 b 的条件。"),
        ("{all: []}", "没有看懂 {'all': []}；要写 all、any、not、criterion，或 fact 加一个问法。"),
        ("{fact: age}", "没有看懂 {'fact': 'age'}；要写 all、any、not、criterion，或 fact 加一个问法。"),
        ("3", "没有看懂 3；要写 all、any、not、criterion，或 fact 加一个问法。"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(book, when, fault):
    assert f"试：{fault}" in faults(book, when)


def test_all_mistakes_are_told_at_once(book):
    assert len(faults(book, "{any: [{fact: gae, is: 3}, {not: {fact: dibao, is: 1}}]}")) == 2


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[]", "文件要有 version（版本）和 criteria（一列条件）。"),
        ("{version: 1, criteria: [3]}", "3：要写齐 clause、key、kind、name、words。"),
        ("{version: 1, criteria: [" + HEAD + "}]}", "试：没有写 when（什么时候符合）。"),
        ("{version: 1, criteria: [" + HEAD + ", wenn: 3, when: {fact: dibao, is: true}}]}", "试：不认识 wenn。"),
        (
            "{version: 1, criteria: [" + HEAD.replace("tag", "rule") + ", when: {fact: dibao, is: true}}]}",
            "试：kind 只能是 part、tag、tier。",
        ),
        (
            "{version: 1, criteria: ["
            + HEAD
            + ", when: {fact: dibao, is: true}}, "
            + HEAD
            + ", when: {criterion: a}}]}",
            "试：a 写了两次。",
        ),
    ],
)
def test_the_file_itself(book, text, fault):
    with pytest.raises(Misread, match=r"^试\.yaml") as misread:
        book(text)
    assert fault in misread.value.faults


def test_what_the_visiting_file_holds():
    book = visiting()

    assert [tag.name for tag in book.of_kind("tag")] == [
        "一户多残",
        "以老养残",
        "老残一体",
        "独居重残",
        "孤残儿童",
        "困难重残",
        "近期变故",
        "无监护人",
    ]
    assert [tier.key for tier in book.of_kind("tier")] == ["A", "B", "C"]
    assert all("地方默认" in one.clause or "GB/T" in one.clause for one in book.criteria.values())
    assert book.criteria["A"].parameters == {*book.parameters}
