"""Meetings: planned with an agenda, then held; what was resolved becomes matters with owner and date."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from canxie.duties.associations.choices import OVER
from canxie.duties.associations.kinds import RESOLUTION
from canxie.duties.associations.models import Association, Attendance, Meeting
from canxie.duties.associations.published import Member
from canxie.engine.audit.trail import action, note
from canxie.engine.files.actions import keep
from canxie.engine.files.content import Content
from canxie.engine.scoping.scope import Scope
from canxie.ground.divisions.models import Division
from canxie.ground.powers import Power
from canxie.mechanisms.matters.actions import Opening, open_at
from canxie.mechanisms.matters.offices import Office
from canxie.mechanisms.matters.refusals import Incomplete, Refused

MEETING = "associations.meeting"


class Resolved(NamedTuple):
    """One resolution: what, by whom, until when (None: as the county's parameter says), and where it is sent."""

    id: UUID
    words: str
    category: str
    owner: Office
    due_on: date | None = None


class Held(NamedTuple):
    """What is told of a meeting: its day, who came and who did not, what was said."""

    on: date
    came: Sequence[tuple[Member, bool]]
    minutes: str
    photo: Content | None = None
    resolutions: Sequence[Resolved] = ()


@action("associations.plan_meeting")
def plan_meeting(
    *, by: Scope, association: Association, id_: UUID, title: str, on: date, agenda: Sequence[str]
) -> Meeting:
    """Set a day for a meeting with its agenda, or return it unchanged when this id has been stored before.

    Raises Refused when the association is over.
    """
    by.must_cover(association.path, Power.ASSOCIATIONS_PREPARE)
    kept = Association.objects.select_for_update().get(pk=association.pk)
    if known := Meeting.objects.filter(pk=id_, association=kept).first():
        note(by, "associations.plan_meeting.repeated", known, place=kept.path)
        return known
    if kept.state in OVER:
        raise Refused(f"{kept}{kept.get_state_display()}，不能再开会。")
    made = Meeting(id=id_, association=kept, path=kept.path, place=kept.path, title=title, planned_on=on)
    made.agenda = [*agenda]
    made.save(force_insert=True)
    note(by, "associations.plan_meeting", made, place=kept.path, title=title, planned_on=on, agenda=len(agenda))
    return made


@action("associations.hold_meeting")
def hold_meeting(*, by: Scope, meeting: Meeting, held: Held, seen: int, at: datetime) -> Meeting:
    """Record that a meeting was held. Each resolution becomes a matter of the kind `resolution`, stored once.

    Raises:
        Incomplete: when nobody came, nothing was written down, or the day has not come.
        Refused: when somebody has recorded it meanwhile.
    """
    by.must_cover(meeting.path, Power.ASSOCIATIONS_PREPARE)
    Division.objects.select_for_update().filter(code=meeting.path, valid_to=None).first()
    kept = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if kept.version != seen or kept.held_on:
        raise Refused("这次会已经有人记过了，先看看再补。")
    check_held(held, timezone.localdate(at))
    kept.held_on, kept.minutes, kept.version = held.on, held.minutes.strip(), kept.version + 1
    if held.photo:
        kept.minutes_file = keep(by=by, kind=MEETING, content=held.photo, place=kept.path).pk
    kept.save()
    Attendance.objects.bulk_create(
        Attendance(meeting=kept, name=one.name, office=one.office, came=came) for one, came in dict(held.came).items()
    )
    for one in held.resolutions:
        opening = Opening(one.id, one.words, one.category, one.owner, source="meeting", source_id=kept.pk)
        open_at(by=by, kind=RESOLUTION, path=kept.path, opening=opening, at=at, close_on=one.due_on)
    came = sum(came for _, came in held.came)
    note(
        by,
        "associations.hold_meeting",
        kept,
        place=kept.path,
        held_on=held.on,
        came=came,
        resolutions=len(held.resolutions),
    )
    return kept


def check_held(held: Held, today: date) -> None:
    missing = {}
    if held.on > today:
        missing["on"] = "会还没开，日期不能晚于今天。"
    if not any(came for _, came in held.came):
        missing["came"] = "请勾上或写下到会的人。"
    if not held.minutes.strip() and not held.photo:
        missing["minutes"] = "请写下会上说了什么，或者上传会议记录的照片。"
    if missing:
        raise Incomplete(missing)
