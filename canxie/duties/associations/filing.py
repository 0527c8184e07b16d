"""What keeps an association from being filed, as far as its villages go (2.2.3, 0.1); and what its life tells."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from canxie.duties.associations.actions.holding import TOWNSHIP, other_plans
from canxie.duties.associations.choices import PROPOSING, Form
from canxie.duties.associations.models import Association, Coverage, ProposedVillage
from canxie.duties.associations.published import Finding, filing_check, tells_of
from canxie.duties.associations.reading import villages_or_proposed
from canxie.engine.parameters.reading import parameter
from canxie.ground.divisions.models import Division
from canxie.ground.divisions.names import Names
from canxie.ground.registry.models import Person
from canxie.kernel.words import short_day
from canxie.mechanisms.matters.life import Told, steps

CLAUSE = "二（二）"
JOINT = "残疾人数量较少的村（社区），可与邻近村（社区）联合成立残协"
COVER = "着眼区域内残疾人联系服务全覆盖，因地制宜、灵活设置村（社区）残协"
ADJUST = "要根据城市社区、村级建制调整等，及时跟进调整村（社区）残协设置"

Rows = Sequence[Coverage | ProposedVillage]


@filing_check
def villages(association: Association, on: date) -> list[Finding]:
    """Hold the villages against 2.2.3: in force, covered once, agreed, neighbours, of one township."""
    rows = villages_or_proposed(association, on)
    names = Names({row.path for row in rows} | {row.path[:TOWNSHIP] for row in rows})
    return [
        *of_the_form(association, rows),
        *in_force(rows, names, on),
        *covered_once(association, rows, names, on),
        *(agreed(rows, names, on) if len(rows) > 1 else ()),
        *(one_township(association, rows, names, on) if len(rows) > 1 else ()),
        *(few(rows, on) if len(rows) > 1 else ()),
    ]


def of_the_form(association: Association, rows: Rows) -> Iterator[Finding]:
    if not rows:
        yield Finding("late", "还没有选管哪些村。", CLAUSE, COVER, blocks=True)
    elif association.form == Form.JOINT and len(rows) == 1:
        yield Finding("late", "联合设的残协至少要管两个村，还差一个。", CLAUSE, JOINT, blocks=True)
    elif association.form != Form.JOINT and len(rows) > 1:
        yield Finding("late", f"管 {len(rows)} 个村，设置方式要选“和邻村联合设”。", CLAUSE, JOINT, blocks=True)


def in_force(rows: Rows, names: Names, on: date) -> Iterator[Finding]:
    codes = [row.path for row in rows]
    there = {*Division.objects.valid_on(on).filter(code__in=codes).values_list("code", flat=True)}
    for row in rows:
        if row.path not in there:
            yield Finding("late", f"{names(row.path, on)}已经撤掉，不能再由残协管。", CLAUSE, ADJUST, blocks=True)


def covered_once(association: Association, rows: Rows, names: Names, on: date) -> Iterator[Finding]:
    if association.state not in PROPOSING:
        return
    paths = [row.path for row in rows]
    taken = Coverage.objects.on(on).filter(path__in=paths).exclude(association=association)
    for one in taken.select_related("association").order_by("path"):
        told = f"{names(one.path, on)}现在由{one.association}在管，一个村只能有一个残协。"
        yield Finding("late", told, CLAUSE, COVER, blocks=True)
    for path in paths:
        if plan := other_plans(association, path):
            told = f"{names(path, on)}同时在筹备{plan.association}，先定下由谁来管。"
            yield Finding("late", told, CLAUSE, COVER, blocks=True)


def agreed(rows: Rows, names: Names, on: date) -> Iterator[Finding]:
    """Each village has its own minutes, and is declared a neighbour."""
    without = [names(row.path, on) for row in rows if row.minutes is None]
    if without:
        yield Finding("late", f"{'、'.join(without)}的会议纪要还没有上传。", CLAUSE, JOINT, blocks=True)
    else:
        yield Finding("good", f"{len(rows)} 个村的会议纪要都上传了。", CLAUSE, JOINT, blocks=False)
    apart = [names(row.path, on) for row in rows if not row.host and not row.declared]
    if apart:
        yield Finding("late", f"还没有申明{'、'.join(apart)}和牵头村相邻。", CLAUSE, JOINT, blocks=True)


def one_township(association: Association, rows: Rows, names: Names, on: date) -> Iterator[Finding]:
    towns = sorted({row.path[:TOWNSHIP] for row in rows})
    if len(towns) == 1:
        return
    told = f"管的村分在{'、'.join(names(town, on) for town in towns)}"
    if association.wider_basis:
        yield Finding("good", f"{told}，县残联同意：{association.wider_basis}。", CLAUSE, JOINT, blocks=False)
    else:
        yield Finding("late", f"{told}，跨乡镇联合要县残联先同意。", CLAUSE, JOINT, blocks=True)


def few(rows: Rows, on: date) -> Iterator[Finding]:
    """Whether the villages have few people, by the county's own number; without one nothing is said."""
    below: int = parameter("assoc.joint_suggest_below", rows[0].path, on=on).value
    people = Person.objects.living().filter(path__in=[row.path for row in rows]).count()
    if below and people >= below * len(rows):
        told = f"几个村一共 {people} 位残疾人，按县里的数（少于 {below} 位）不算少，也可以各设各的。"
        yield Finding("soon", told, CLAUSE, JOINT, blocks=False)


@tells_of
def life(association: Association) -> list[Told]:
    """What was done with it, and the meetings that were held: each day's own after what offices did that day."""
    today, end = timezone.localdate(), time(23, 59)
    held = association.meetings.exclude(held_on=None).annotate(
        came=Count("attendance", filter=Q(attendance__came=True))
    )
    meetings = [
        Told(
            on=timezone.make_aware(datetime.combine(day, end)),
            when=short_day(day, today),
            title=f"开会：{one.title}",
            text=f"到会 {one.came} 人。",
            by="",
            href=reverse("associations:meeting", args=[one.pk]),
        )
        for one in held.order_by("held_on", "pk")
        if (day := one.held_on)
    ]
    return steps(association.matter) + meetings
