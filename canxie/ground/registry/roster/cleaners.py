"""What the plain columns of a list mean: words, days and ticks. Numbers are read row by row (`records`)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from canxie.ground.registry.choices import Relation
from canxie.ground.registry.roster.columns import LABELS
from canxie.kernel import cells, contacts, names

Cleaner = Callable[[str], Any]

RELATIONS: dict[str, Relation] = {
    **{relation.label: relation for relation in Relation},
    **dict.fromkeys(["本人", "户主本人", "本人或户主", "夫", "户主"], Relation.HEAD),
    **dict.fromkeys(["妻", "妻子", "丈夫", "之妻", "之夫", "爱人"], Relation.SPOUSE),
    **dict.fromkeys(["子", "长子", "次子", "三子", "独生子", "养子", "继子", "之子", "儿"], Relation.SON),
    **dict.fromkeys(["女", "长女", "次女", "三女", "独生女", "养女", "继女", "之女"], Relation.DAUGHTER),
    **dict.fromkeys(["孙子", "孙女", "外孙", "外孙子", "外孙女", "孙"], Relation.GRANDCHILD),
    **dict.fromkeys(["父", "母", "父亲", "母亲", "岳父", "岳母", "公公", "婆婆", "之父", "之母"], Relation.PARENT),
    **dict.fromkeys(["祖父", "祖母", "爷爷", "奶奶", "外祖父", "外祖母"], Relation.GRANDPARENT),
    **dict.fromkeys(["兄", "弟", "姐", "妹", "哥哥", "弟弟", "姐姐", "妹妹"], Relation.SIBLING),
} | {"夫": Relation.SPOUSE}  # fmt: skip


def relation(value: str) -> Relation | None:
    """Read a relation; what the national list does not name is 其他."""
    said = cells.narrow(cells.text(value))
    return RELATIONS.get(said, Relation.OTHER) if said else None


def until(value: str) -> date | None:
    """Read the last day of validity; 长期 has none, and of a span the second day counts."""
    said = cells.narrow(cells.text(value))
    if said.startswith(("长期", "永久")):
        return None
    for mark in ("至", "--", "—", "~"):
        if mark in said:
            said = said.rpartition(mark)[2]
    return cells.day(said, "有效期")


def _ticked(key: str) -> Cleaner:
    return lambda value: cells.yes_or_no(value, LABELS[key])


CLEANERS: dict[str, Cleaner] = {
    "name": names.kept,
    "sex": cells.sex,
    "born_on": lambda value: cells.day(value, "出生日期"),
    "disability": cells.items,
    "category": cells.items,
    "level": cells.level,
    "address": contacts.address,
    "issued_on": lambda value: cells.day(value, "发证日期"),
    "expires_on": until,
    "relation": relation,
    **{key: _ticked(key) for key in ("dibao", "destitute", "living_subsidy", "nursing_subsidy", "lives_alone")},
}
