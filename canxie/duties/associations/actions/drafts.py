"""An association in preparation: its form, its villages, their minutes. Saving is never refused for what is missing."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from canxie.duties.associations.actions.holding import COUNTY, TOWNSHIP, hold, hold_all, other_plans
from canxie.duties.associations.choices import AssociationState
from canxie.duties.associations.kinds import ASSOCIATION
from canxie.duties.associations.models import Association, ProposedVillage
from canxie.duties.associations.reading import covering
from canxie.engine.audit.trail import action, note
from canxie.engine.files.actions import keep
from canxie.engine.files.content import Content
from canxie.engine.scoping.scope import Scope
from canxie.ground.powers import Power
from canxie.mechanisms.matters.actions import Opening, open_at
from canxie.mechanisms.matters.offices import Office
from canxie.mechanisms.matters.refusals import Incomplete, Refused

MINUTES = "associations.minutes"


class Wish(NamedTuple):
    """A village that an association is to cover: declared a neighbour or not, with the minutes of its own meeting."""

    path: str
    declared: bool = False
    minutes: Content | None = None


class Draft(NamedTuple):
    """An association that somebody begins to prepare; whoever sends it makes the id."""

    id: UUID
    name: str
    form: str
    host: str
    villages: Sequence[Wish]
    why: str


@action("associations.prepare")
def prepare(*, by: Scope, draft: Draft, at: datetime) -> Association:
    """Begin an association in its host village, or return it unchanged when this id has been stored before.

    Raises:
        Incomplete: when the name, the form or the reason is missing.
        Refused: when the host is covered, or another association is on its way there; when a
            village is gone, or lies in another county.
    """
    by.must_cover(draft.host, Power.ASSOCIATIONS_PREPARE)
    held = hold({draft.host, *(wish.path for wish in draft.villages)})
    if known := Association.objects.filter(pk=draft.id, path=draft.host).first():
        note(by, "associations.prepare.repeated", known, place=known.path)
        return known
    if not draft.name.strip():
        raise Incomplete({"name": "请给残协起个名字。"})
    must_be_free(draft.host, held[draft.host].name, at)
    must_lie_together(draft.host, draft.villages)
    opening = Opening(draft.id, draft.why or "村里还没有残协。", draft.form, Office(draft.host[:TOWNSHIP], None, ""))
    matter = open_at(by=by, kind=ASSOCIATION, path=draft.host, opening=opening, at=at)
    made = Association(id=draft.id, matter=matter, name=draft.name.strip(), form=draft.form)
    made.path = made.place = draft.host
    made.save(force_insert=True)
    write_wishes(by, made, draft.host, draft.villages)
    told = [wish.path for wish in draft.villages]
    note(by, "associations.prepare", made, place=draft.host, name=made.name, form=draft.form, villages=told)
    return made


def must_be_free(path: str, name: str, at: datetime) -> None:
    if there := covering(path, timezone.localdate(at)):
        raise Refused(f"{name}已经由{there}在管，一个村同一天只能有一个残协。要换，请先在{there}那里调整。")
    if plan := other_plans(None, path):
        raise Refused(f"{name}已经在筹备{plan.association}，请接着那一份办。")


def must_lie_together(host: str, villages: Sequence[Wish]) -> None:
    if any(wish.path[:COUNTY] != host[:COUNTY] for wish in villages):
        raise Refused("只能和本县的村联合，请重新选村。")


@action("associations.propose")
def propose(*, by: Scope, association: Association, host: str, villages: Sequence[Wish], name: str, form: str) -> None:
    """Change which villages an association in preparation, or in adjustment, is to cover.

    Minutes that were brought before stay with their village.

    Raises:
        Refused: when it has been filed, runs unchanged or is over; when the host is not among its villages.
    """
    by.must_cover(association.path, Power.ASSOCIATIONS_PREPARE)
    kept, _ = hold_all(association)
    hold(wish.path for wish in villages)
    if kept.state not in (AssociationState.PREPARING, AssociationState.ADJUSTING):
        raise Refused(f"{kept}现在是“{kept.get_state_display()}”，管的村不能改；在册运行的，请乡镇先开始调整。")
    if host not in {wish.path for wish in villages}:
        raise Refused("牵头的村要在管的村里面，请先勾上。")
    if kept.state == AssociationState.PREPARING and host != kept.path:
        raise Refused("牵头村定了就不换；要换，请先不办这一份，再从新的牵头村开始。")
    must_lie_together(host, villages)
    before = sorted(kept.proposed.values_list("path", flat=True))
    kept.name, kept.form = name.strip() or kept.name, form
    kept.save(update_fields=["name", "form"])
    write_wishes(by, kept, host, villages)
    after = sorted(wish.path for wish in villages)
    note(by, "associations.propose", kept, place=kept.path, villages=[before, after], host=host, form=form)


def write_wishes(by: Scope, association: Association, host: str, villages: Sequence[Wish]) -> None:
    known = {row.path: row for row in association.proposed.order_by("id")}
    wanted = {wish.path: wish for wish in villages}
    association.proposed.exclude(path__in=wanted).delete()
    association.proposed.update(host=False)
    for path, wish in wanted.items():
        row = known.get(path) or ProposedVillage(association=association, path=path, place=path)
        row.host, row.declared = path == host, wish.declared
        if wish.minutes:
            row.minutes = keep(by=by, kind=MINUTES, content=wish.minutes, place=path).pk
        row.save()


@action("associations.allow_wider")
def allow_wider(*, by: Scope, association: Association, basis: str) -> None:
    """Let an association cover villages of several townships (2.2.3: unless the county approves).

    Raises Incomplete when no basis is named.
    """
    by.must_cover(association.path, Power.ASSOCIATIONS_APPROVE)
    if not basis.strip():
        raise Incomplete({"basis": "请写下同意跨乡镇的依据。"})
    kept = Association.objects.select_for_update().get(pk=association.pk)
    kept.wider_basis = basis.strip()
    kept.save(update_fields=["wider_basis"])
    note(by, "associations.allow_wider", kept, place=kept.path, basis=kept.wider_basis)
