"""The meetings of the association of the pictures, and what they resolved."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from canxie.duties.associations.demo import words
from canxie.duties.associations.demo.villages import KNOWN, Office
from canxie.duties.associations.kinds import RESOLUTION
from canxie.duties.associations.models import Association, Attendance, Meeting
from canxie.engine.demos import Demo
from canxie.engine.demos.ids import ids
from canxie.mechanisms.matters.models import NEVER, Matter, Step
from canxie.mechanisms.matters.titles import title_of


def meet(demo: Demo, office: Office, associations: Mapping[str, Association]) -> int:
    """Write the meetings, who came, and each resolution with the step that ended it. Returns how many were held."""
    known = next((one for one in associations.values() if one.name == f"{KNOWN}残协"), None)
    if known is None:
        return 0
    keys = iter(ids(demo.chance("associations.meetings"), 40))
    keeper = office.held.get(known.path, office.clerk(known.path))
    for told in words.MEETINGS:
        on = words.before(told.on, demo.today)
        meeting = Meeting(id=next(keys), association=known, path=known.path, place=known.path, title=told.title)
        meeting.planned_on = meeting.held_on = on
        meeting.agenda, meeting.minutes, meeting.version = [*words.AGENDA], words.MINUTES, 2
        meeting.save(force_insert=True)
        Attendance.objects.bulk_create(
            Attendance(meeting=meeting, name=name, office=title, came=number < told.came)
            for number, (name, title) in enumerate(words.MEMBERS)
        )
        for number, text in enumerate(told.resolved):
            is_open = number >= len(told.resolved) - told.still_open
            resolve(meeting, next(keys), text, on, demo.today, keeper, is_open=is_open)
    return len(words.MEETINGS)


def resolve(meeting: Meeting, key: str, text: str, on: date, today: date, keeper: int, *, is_open: bool) -> None:
    done = min(on + timedelta(20), today)
    matter = Matter(id=key, kind=RESOLUTION, path=meeting.path, place=meeting.place, title=title_of(text), words=text)
    matter.category = matter.category_class = "association"
    matter.state = "doing" if is_open else "done"
    matter.source, matter.source_id, matter.version = "meeting", meeting.pk, 1 if is_open else 2
    matter.owner_id = matter.first_owner_id = matter.opened_by_id = keeper
    matter.owner_path, matter.opened_at = meeting.path, noon(on)
    matter.ack_due, matter.close_due = NEVER, noon(max(on, today) + timedelta(10))
    matter.due_at = matter.close_due if is_open else NEVER
    matter.closed_at = None if is_open else noon(done)
    matter.evidence = "" if is_open else "办好了，会上报过。"
    matter.save(force_insert=True)
    steps = [Step(matter=matter, number=1, at=noon(on), by_id=keeper, move="open", to_state="doing")]
    if not is_open:
        last = Step(matter=matter, number=2, at=noon(done), by_id=keeper, move="done", from_state="doing")
        last.to_state, last.evidence = "done", "办好了，会上报过。"
        steps.append(last)
    Step.objects.bulk_create(steps)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
