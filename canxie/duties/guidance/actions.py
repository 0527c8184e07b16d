"""Giving tasks. What becomes of them are moves of `matters`."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from django.utils import timezone

from canxie.duties.guidance.choices import TASK
from canxie.duties.guidance.models import Task
from canxie.duties.guidance.rules import line_of, missing
from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import OutOfScope, Scope
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.ground.registry.contacts import contacts
from canxie.mechanisms.matters.actions import Opening, open_at
from canxie.mechanisms.matters.models import Matter
from canxie.mechanisms.matters.offices import Office
from canxie.mechanisms.matters.refusals import Incomplete


class Given(NamedTuple):
    """What is to be done, why, and by which day. Whoever sends it makes the id, so that twice is once."""

    id: UUID
    text: str
    basis: str
    until: date
    list_item: str = ""


@action("guidance.give")
def give(*, by: Scope, villages: Sequence[str], task: Given, at: datetime) -> list[Matter]:
    """Give one task to the commissioners of one village, or of many: one matter for each.

    Clause 二(四): "接受村(社区)“两委”领导和乡镇(街道)残联业务指导". The line follows from where the
    giver holds the power: the village itself leads, its township guides. Where nobody is in
    office the task waits for whoever comes.

    Raises:
        Incomplete: when words, basis or village are missing, the day has gone by, or a village is no more.
        OutOfScope: when a village is neither the giver's own nor in the giver's township.
    """
    places = by.paths(Power.GUIDANCE_ASSIGN)
    lines = {village: line_of(village, places) for village in sorted(villages)}
    if not all(lines.values()):
        raise OutOfScope(villages, Power.GUIDANCE_ASSIGN)
    check(task, [*lines], timezone.localdate(at))
    posts = contacts(lines, at=at)
    found = []
    for village, line in lines.items():
        keeper = Office(village, posts[village].user_id if village in posts else None, "")
        opening = Opening(id=uuid5(task.id, village), words=task.text, category=line, owner=keeper)
        matter = open_at(by=by, kind=TASK, path=village, opening=opening, close_on=task.until, at=at)
        Task.objects.get_or_create(
            matter=matter, defaults={"basis": task.basis.strip(), "list_item": task.list_item.strip(), "batch": task.id}
        )
        found.append(matter)
    here = min((place for place in places if found[0].path.startswith(place)), key=len)
    note(by, "guidance.give", found[0], place=here, villages=len(found), batch=task.id, outside=not task.list_item)
    return found


def check(task: Given, villages: Sequence[str], today: date) -> None:
    """Hold the villages, so that none moves meanwhile, and refuse what is not complete."""
    wrong = missing(task.text, task.basis, task.until, today)
    held = Division.objects.select_for_update().valid_on(today).filter(code__in=villages).order_by("code")
    known = {*held.values_list("code", flat=True)}
    if not villages:
        wrong["villages"] = "请选交给哪些村。"
    elif gone := [village for village in villages if village not in known]:
        names = Names(gone)
        wrong["villages"] = f"{'、'.join(names(code, today) for code in gone)}已经撤销或改了代码，请重新选村。"
    if wrong:
        raise Incomplete(wrong)
