"""The entry of the registers in the navigation, and what waits for the county's word."""

from django.utils import timezone

from canxie.engine.scoping.scope import Scope
from canxie.engine.ui.cards import Card, Entry, card, entries
from canxie.ground.powers import Power
from canxie.mechanisms.registers.models import Export
from canxie.mechanisms.registers.requests import Lines, answered, waiting

FEW = 5

entries.declare("registers", Entry("登记簿", "print", "registers:index", Power.REGISTERS_READ, group="数据"))


@card("registers.to_approve", on="home", power=Power.REGISTERS_APPROVE)
def to_approve(scope: Scope) -> Card | None:
    """Files that somebody wants and another person has to agree to."""
    rows = waiting(Export.objects.within(scope, Power.REGISTERS_APPROVE), scope)
    found = [*rows[: FEW + 1]]
    if not found:
        return None
    count = f"{len(found)} 份" if len(found) <= FEW else f"{rows.count()} 份"
    return Card(
        "等批的导出",
        "registers/cards/to_approve.html",
        {"lines": Lines(found[:FEW], timezone.localdate())},
        beside=count,
        lead=f"{count}导出等您批。",
        tone="soon",
        jump=("等批的导出", count),
        column="top",
    )


@card("registers.answered", on="home", power=Power.REGISTERS_EXPORT)
def answered_to(scope: Scope) -> Card | None:
    """What became of the files that one has asked for and that another person had to agree to."""
    rows = answered(Export.objects.within(scope, Power.REGISTERS_EXPORT), scope, timezone.now())
    found = [*rows[:FEW]]
    if not found:
        return None
    lines = Lines(found, timezone.localdate())
    return Card(
        "我申请的导出", "registers/cards/answered.html", {"lines": lines}, beside=f"{len(found)} 份", column="top"
    )
