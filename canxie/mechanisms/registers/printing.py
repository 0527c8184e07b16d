"""A paper of a register: by the same figures as a file, so that a printer is no way round the second person.

A printed row counts as one that was exported. Whoever may export asks for a file where a paper
would be too much, and prints that once somebody has agreed. Commissioners and chairs, who
cannot export, print the people of their own village, whom they see whole anyway, up to the
village's measure.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from canxie.engine.audit.trail import action
from canxie.engine.scoping.scope import Scope
from canxie.ground.accounts.models import User
from canxie.ground.divisions.models import Division
from canxie.ground.powers import Power
from canxie.mechanisms.registers.actions import Digest, issue
from canxie.mechanisms.registers.exports import VILLAGE, NotAllowed, bounds, reasons, used
from canxie.mechanisms.registers.models import Copy
from canxie.mechanisms.registers.published import registers
from canxie.mechanisms.registers.reading import Form


@action("registers.print")
def print_(*, by: Scope, register: str, place: Division, purpose: str, digest: Digest, now: datetime) -> Copy:
    """Give a paper its number, if it may be printed. The account is held, so that two at once are counted.

    Raises NotAllowed with a sentence that says what to do.
    """
    User.objects.select_for_update().get(pk=by.user_id)
    today = timezone.localdate(now)
    may_export = by.covers(place.code, Power.REGISTERS_EXPORT)
    figures, unit = bounds(by, place.code, today, power=Power.REGISTERS_PRINT), registers[register].unit
    if digest.count > figures.most:
        raise NotAllowed(f"这里有 {digest.count:,} {unit}，一份最多 {figures.most:,} {unit}。请先选小一点的地方。")
    spent = used(by.user_id, now)
    why = reasons(figures, rows=digest.count, whole=False, used=spent)
    if why and (may_export or len(place.code) < VILLAGE):
        raise NotAllowed(words(why[0], figures.above, figures.a_day, spent, unit))
    said: Any = {"purpose": purpose, "digest": digest, "today": today}
    return issue(by=by, register=register, form=Form.PAPER, place=place, **said)


def words(why: str, above: int, a_day: int, spent: int, unit: str) -> str:
    """
    >>> words("day", 50, 500, 480, "人")
    '今天已经打印和导出 480 人，一天最多 500 人不用批。请改用导出，县残联的另一个人批了，再打印那份文件。'
    """
    much = {
        "rows": f"一份超过 {above:,} {unit}的要批",
        "day": f"今天已经打印和导出 {spent:,} {unit}，一天最多 {a_day:,} {unit}不用批",
    }[why]
    return f"{much}。请改用导出，县残联的另一个人批了，再打印那份文件。"
