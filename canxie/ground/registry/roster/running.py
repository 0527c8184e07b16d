"""The two jobs of an import, and what scheduled work forgets."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from canxie.engine.jobs.models import Job
from canxie.engine.jobs.progress import Progress
from canxie.engine.jobs.running import Refused, finishing
from canxie.engine.scoping.scope import SYSTEM, OutOfScope, Scope
from canxie.engine.sheets.lists import Overtaken
from canxie.ground.accounts.scopes import scope_of
from canxie.ground.powers import Power
from canxie.ground.registry.roster.actions import erase
from canxie.ground.registry.roster.bulk import at_full_speed
from canxie.ground.registry.roster.lists import must_reach
from canxie.ground.registry.roster.lists import write as write_list
from canxie.ground.registry.roster.models import ROSTER, RosterImport
from canxie.ground.registry.roster.reading import look_through
from canxie.ground.registry.roster.writing import follow, prepare
from canxie.ground.registry.roster.writing import write as write_plan

OVERTAKEN = "看过结果以后，名册又有了变化，什么都没有写。按新的名册再认一次，再写入。"
LIST_OVERTAKEN = "看过结果以后，里面的人又有了变化，什么都没有写。再认一次，再写入。"
ENDED = "任职已经结束，不能再导入。"


def read(job: Job, progress: Progress) -> Mapping[str, Any]:
    """Read a file and keep its rows."""
    roster, by = _of(job)
    look_through(
        roster,
        by=by,
        on=timezone.localdate(),
        told=lambda done, of, doing: progress(done, of, unit="行", doing=doing),
    )
    roster.refresh_from_db()
    return {"state": roster.state, **roster.counts}


def write(job: Job, progress: Progress) -> Mapping[str, Any]:
    """Write what was looked at: everything is made ready before the one transaction."""
    roster, by = _of(job)
    on = timezone.localdate()
    if roster.what != ROSTER:
        return _write_list(job, progress, roster, by, on)
    try:
        with at_full_speed():
            plan = prepare(
                roster, by=by, on=on, told=lambda done, of: progress(done, of, unit="行", doing="准备要写的内容")
            )
            progress.mark("写入")
            with finishing(job) as result:
                write_plan(by=by, plan=plan, on=on)
                result |= {"new": plan.new, "changed": plan.changed}
    except Overtaken:
        raise Refused(OVERTAKEN) from None
    follow(by=by, roster=roster, on=on)
    return result


def _write_list(job: Job, progress: Progress, roster: RosterImport, by: Scope, on: date) -> Mapping[str, Any]:
    progress.mark("写入")
    try:
        with finishing(job) as result:
            result["new"], result["changed"] = write_list(by=by, roster=roster, on=on)
    except Overtaken:
        raise Refused(LIST_OVERTAKEN) from None
    return result


def forget(now: datetime) -> None:
    """Erase the rows of imports whose days are over; their files go by themselves that day."""
    due = RosterImport.objects.filter(erased_at=None, erase_on__lte=now.date()).order_by("path", "id")
    for roster in due:
        erase(by=Scope(SYSTEM, {Power.REGISTRY_IMPORT: ("",)}), roster=roster, at=now)


def _of(job: Job) -> tuple[RosterImport, Scope]:
    """Find the import and what its owner may do today. Raises Refused when that is not importing any more."""
    roster, by = RosterImport.objects.get(pk=job.subject), scope_of(job.started_by, at=timezone.now())
    try:
        must_reach(by, roster.path, roster.what)
    except OutOfScope:
        raise Refused(ENDED) from None
    return roster, by
