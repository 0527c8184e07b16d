"""Why villages are in a gap, what is planned, and who has to see to it: for many villages at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from canxie.duties.associations.choices import AssociationState, Form
from canxie.duties.associations.counting import Gap
from canxie.duties.associations.models import Coverage, GapPlan, ProposedVillage
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.names import Names

UNKNOWN = "还没有登记原因"


@dataclass(frozen=True, slots=True)
class Planned:
    """One village in a gap: for how long, why, what is planned by when, and which office answers for it."""

    code: str
    name: str
    township: str
    days: int
    reason: str
    form: str
    beside: str
    due_on: date | None
    who: str


def told(gaps: Sequence[Gap], on: date, *, with_names: bool) -> list[Planned]:
    """Say all about some gaps as it was known on a day, in a handful of queries.

    `with_names` names the clerk who answers for a village; above the county offices are named alone.
    """
    codes = [gap.code for gap in gaps]
    plans = latest_plans(codes, on)
    besides = {plan.beside for plan in plans.values() if plan.beside}
    names = Names({code[:9] for code in codes} | besides)
    reasons, clerks = known_reasons(codes, on), clerks_of({code[:9] for code in codes}, on) if with_names else {}
    found = []
    for gap in gaps:
        plan, town = plans.get(gap.code), gap.code[:9]
        found.append(
            Planned(
                code=gap.code,
                name=gap.name,
                township=names(town, on),
                days=(on - gap.since).days,
                reason=plan.reason if plan else reasons.get(gap.code, UNKNOWN),
                form=plan.form if plan else "",
                beside=names(plan.beside, on) if plan and plan.beside else "",
                due_on=plan.due_on if plan else None,
                who=clerks.get(town) or f"{names(town, on)}残联",
            )
        )
    return found


def latest_plans(codes: Sequence[str], on: date) -> dict[str, GapPlan]:
    """Find what was planned last for each village, of what was said by that day."""
    rows = GapPlan.objects.filter(path__in=codes, said_on__lte=on).order_by("said_on", "id")
    return {row.path: row for row in rows}


def known_reasons(codes: Sequence[str], on: date) -> dict[str, str]:
    """Say of villages of which nobody has said why, what can be seen: one is on its way, or the last one left."""
    reasons = {
        path: f"{name}{'停了' if state == AssociationState.SUSPENDED else '不再管这个村'}"
        for path, name, state in Coverage.objects.filter(path__in=codes, until__lte=on)
        .order_by("until", "id")
        .values_list("path", "association__name", "association__state")
    }
    underway = ProposedVillage.objects.filter(
        path__in=codes, association__state__in=["preparing", "filed"], association__matter__opened_at__lte=end_of(on)
    )
    for path, state in underway.order_by("id").values_list("path", "association__state"):
        reasons[path] = AssociationState(state).label
    return reasons


def clerks_of(townships: set[str], on: date) -> dict[str, str]:
    """Name who is in office at each township that day."""
    posts = Post.objects.held_at(end_of(on)).filter(path__in=townships, role=Role.TOWNSHIP_CLERK)
    names: dict[str, list[str]] = defaultdict(list)
    for path, name in posts.order_by("since_at", "id").values_list("path", "user__name"):
        names[path].append(name)
    return {path: "、".join(dict.fromkeys(some)) for path, some in names.items()}


def end_of(day: date) -> datetime:
    """The last moment of a day; of today, now."""
    return timezone.now() if day == timezone.localdate() else timezone.make_aware(datetime.combine(day, time.max))


def intention(plan: Planned, by: str) -> str:
    """Say a plan in one phrase; `by` is its day in words.

    >>> intention(Planned("", "", "", 1, "", "joint", "三泉村", date(2026, 12, 15), ""), "12月15日")
    '和三泉村联合，12月15日前'
    """
    how = f"和{plan.beside}联合" if plan.beside else Form(plan.form).label if plan.form else ""
    return "，".join(filter(None, [how, f"{by}前" if by else "还没定日子" if how else ""]))
