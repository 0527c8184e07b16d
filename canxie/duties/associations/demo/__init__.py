"""The associations of the invented county: nearly everywhere, some joint, a few gaps, and how it came to that."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from canxie.duties.associations.actions.drafts import MINUTES
from canxie.duties.associations.choices import AssociationState, Form
from canxie.duties.associations.demo import words
from canxie.duties.associations.demo.meetings import meet
from canxie.duties.associations.demo.villages import Lot, Office, lots_of, neighbours_of
from canxie.duties.associations.kinds import ASSOCIATION
from canxie.duties.associations.models import Association, Coverage, GapPlan, ProposedVillage
from canxie.engine.audit.trail import action, note
from canxie.engine.demos import Counts, Demo, Progress, Step, steps
from canxie.engine.demos.ids import ids
from canxie.engine.files.actions import keep
from canxie.engine.files.content import Content
from canxie.engine.parameters.actions import CHANGE, Setting, change
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.models import Post
from canxie.ground.accounts.roles import Role
from canxie.ground.divisions.models import Division, Neighbour
from canxie.ground.powers import Power
from canxie.mechanisms.matters.models import NEVER, Matter
from canxie.mechanisms.matters.models import Step as Move


@action("associations.invent")
def invent(*, by: Scope, demo: Demo) -> Counts:
    """Write associations with their matters and villages, as the actions would one by one."""
    by.must_cover(demo.place, Power.ASSOCIATIONS_PREPARE)
    office, lots = office_of(demo), lots_of(demo)
    keys = iter(ids(demo.chance("associations.ids"), len(lots)))
    lives = [Life(demo, office, lot, next(keys)) for lot in lots if lot.state]
    minutes = {lot.host: [keep_minutes(by, code) for code in lot.villages] for lot in lots if len(lot.villages) > 1}
    Matter.objects.bulk_create(life.matter for life in lives)
    Association.objects.bulk_create(life.association for life in lives)
    Move.objects.bulk_create(step for life in lives for step in life.steps)
    Coverage.objects.bulk_create(row for life in lives for row in life.coverage(minutes))
    ProposedVillage.objects.bulk_create(row for life in lives for row in life.proposed(minutes))
    plans = [*plans_of(demo, office, lots)]
    GapPlan.objects.bulk_create(plans)
    near = [
        Neighbour(path=one, other=other, km=km, said_on=demo.today - timedelta(90), said_by_id=office.clerk(one))
        for one, other, km in neighbours_of(demo, lots)
    ]
    Neighbour.objects.bulk_create(near)
    held = meet(demo, office, {life.association.path: life.association for life in lives})
    few = Setting("assoc.joint_suggest_below", demo.place, words.FEW, demo.today, words.FEW_WHY)
    change(by=Scope(SYSTEM, {CHANGE: (demo.place,)}), setting=few, seen=0, today=demo.today)
    digest = hashlib.sha256(repr(lots).encode()).hexdigest()
    note(by, "associations.invent", lives[0].association, place=demo.place, rows=len(lives), digest=digest)
    return {"残协": len(lives), "没有残协的村": len(plans), "残协会议": held}


class Life:
    """One association from its first day of preparation to what it is today."""

    def __init__(self, demo: Demo, office: Office, lot: Lot, key: str) -> None:
        self.lot, self.office = lot, office
        clerk, begun = office.clerk(lot.host), lot.since - timedelta(35)
        self.matter = Matter(
            id=key, kind=ASSOCIATION, path=lot.host, place=lot.host, state=lot.state, category=lot.form
        )
        self.matter.title, self.matter.words, self.matter.category_class = (
            "村里还没有残协",
            "村里还没有残协。",
            lot.form,
        )
        self.matter.owner_path, self.matter.opened_by_id, self.matter.opened_at = lot.host[:9], clerk, noon(begun)
        self.matter.ack_due = self.matter.close_due = self.matter.due_at = NEVER
        self.association = Association(id=key, matter=self.matter, name=f"{lot.name}残协", form=lot.form)
        self.association.path = self.association.place = lot.host
        self.association.state = lot.state
        if lot.state in (AssociationState.ACTIVE, AssociationState.SUSPENDED):
            self.association.active_since = lot.since
        self.steps: list[Move] = []
        self.tell("open", begun, AssociationState.PREPARING, clerk, text="村里还没有残协。")
        self.go(demo, clerk)

    def go(self, demo: Demo, clerk: int) -> None:
        """Write the steps that led to where it stands."""
        lot, county = self.lot, self.office.county
        if lot.state == AssociationState.PREPARING:
            return
        self.tell("file", lot.since - timedelta(12), AssociationState.FILED, clerk, evidence=words.AGREED)
        if lot.state == AssociationState.FILED:
            self.matter.due_at = noon(demo.today + timedelta(6))
            return
        taken = words.TAKEN.format(year=lot.since.year, number=lot.number)
        self.tell("take", lot.since, AssociationState.ACTIVE, county, evidence=taken, on=lot.since)
        if lot.until:
            self.tell("suspend", lot.until, AssociationState.SUSPENDED, county, text=words.SUSPENDED, on=lot.until)

    def tell(self, move: str, day: date, state: str, by: int, **said: Any) -> None:
        before = self.steps[-1].to_state if self.steps else ""
        number = self.matter.version = len(self.steps) + 1
        self.steps.append(
            Move(
                matter=self.matter, number=number, at=noon(day), by_id=by, move=move, from_state=before, to_state=state
            )
        )
        for name, value in said.items():
            setattr(self.steps[-1], name, value)

    def coverage(self, minutes: dict[str, list[Any]]) -> Iterator[Coverage]:
        lot = self.lot
        if lot.state not in (AssociationState.ACTIVE, AssociationState.SUSPENDED):
            return
        for code, file in zip(lot.villages, minutes.get(lot.host, [None]), strict=True):
            row = Coverage(association=self.association, path=code, place=code, host=code == lot.host, minutes=file)
            row.since, row.until, row.declared = lot.since if row.host else lot.joined, lot.until, not row.host
            yield row

    def proposed(self, minutes: dict[str, list[Any]]) -> Iterator[ProposedVillage]:
        lot = self.lot
        if lot.state not in (AssociationState.PREPARING, AssociationState.FILED):
            return
        for code, file in zip(lot.villages, minutes.get(lot.host, [None]), strict=True):
            row = ProposedVillage(association=self.association, path=code, place=code, host=code == lot.host)
            row.minutes, row.declared = file, not row.host
            yield row


def plans_of(demo: Demo, office: Office, lots: Iterable[Lot]) -> Iterator[GapPlan]:
    for lot in lots:
        if missing := lot.missing:
            due = demo.today + timedelta(missing.due) if missing.due else None
            beside = lot.beside if missing.form == Form.JOINT else ""
            plan = GapPlan(path=lot.host, place=lot.host, reason=missing.why, form=missing.form, due_on=due)
            plan.beside, plan.by_id = beside, office.clerk(lot.host)
            plan.said_on = demo.today - timedelta(max(1, missing.days - 9))
            yield plan


def keep_minutes(by: Scope, code: str) -> Any:
    """A page of minutes, as a phone would take it: white, with the words of its village."""
    made = io.BytesIO()
    paper = Image.new("RGB", (420, 594), "white")
    pen = ImageDraw.Draw(paper)
    pen.rectangle((30, 30, 390, 564), outline="black")
    pen.text((60, 60), f"{code}  2/2", fill="black")
    for line in range(8):
        pen.line((60, 120 + 44 * line, 360, 120 + 44 * line), fill="gray")
    paper.save(made, "JPEG", quality=60)
    content = Content("会议纪要.jpg", "image/jpeg", made.getvalue())
    return keep(by=by, kind=MINUTES, content=content, place=code).pk


def office_of(demo: Demo) -> Office:
    """Who writes: each town's clerk, and the county's."""
    roles = [Role.TOWNSHIP_CLERK, Role.COUNTY_CLERK]
    posts = Post.objects.held_at(timezone.now()).filter(path__startswith=demo.place, role__in=roles)
    held = dict(posts.order_by("-since_at", "-id").values_list("path", "user_id"))
    return Office(held, held[demo.place])


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def run(demo: Demo, progress: Progress) -> Counts:
    if not Division.objects.filter(code=demo.place).exists():
        return {}
    counts = invent(by=Scope(SYSTEM, {Power.ASSOCIATIONS_PREPARE: (demo.place,)}), demo=demo)
    progress(1)
    return counts


steps.declare("associations", Step("残协和覆盖", run, after=("divisions", "accounts", "registry")))
