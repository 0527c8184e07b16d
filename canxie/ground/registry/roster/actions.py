"""What somebody does with a file on its way: bring it, correct its columns, decide on rows, write it, forget it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from canxie.engine.audit.trail import action, note, recording
from canxie.engine.files.actions import keep
from canxie.engine.files.content import Content
from canxie.engine.jobs import actions as jobs
from canxie.engine.jobs.actions import Order
from canxie.engine.jobs.models import Job
from canxie.engine.parameters.reading import parameter
from canxie.engine.scoping.scope import Scope
from canxie.ground.registry.roster.bulk import chunks
from canxie.ground.registry.roster.lists import must_reach
from canxie.ground.registry.roster.models import ROSTER, Choice, RosterImport, StagedRow, State

FILE = "roster"
READ, WRITE = "registry.import.read", "registry.import.write"


@action("registry.import.upload")
def upload(*, by: Scope, path: str, content: Content, today: date, what: str = ROSTER) -> RosterImport:
    """Keep a file, sealed, for one place; `what` is the list that it holds. Nothing is read yet."""
    must_reach(by, path, what)
    erase_on = today + timedelta(days=parameter("import.keep_days", path, on=today).value)
    file = keep(by=by, kind=FILE, content=content, place=path, erase_on=erase_on)
    roster = RosterImport.objects.create(path=path, what=what, file=file, uploaded_by_id=by.user_id, erase_on=erase_on)
    note(by, "registry.import.upload", roster, place=path, bytes=file.size)
    return roster


def bring(*, by: Scope, path: str, content: Content, today: date, what: str = ROSTER) -> tuple[RosterImport, Job]:
    """Keep a file and have it read in the background."""
    with recording():
        roster = upload(by=by, path=path, content=content, today=today, what=what)
        return roster, in_background(READ, by=by, roster=roster)


def in_background(kind: str, *, by: Scope, roster: RosterImport) -> Job:
    """Start the reading or the writing of an import."""
    must_reach(by, roster.path, roster.what)
    return jobs.start(by=by, order=Order(kind, roster.path, subject=str(roster.pk)))


@action("registry.import.columns")
def correct_columns(*, by: Scope, roster: RosterImport, chosen: Mapping[str, Mapping[str, str]]) -> RosterImport:
    """Say what columns mean that were guessed wrong: sheet → index → key, "" for none. The file is to be read again."""
    roster = held(by, roster)
    if roster.state != State.WRITTEN:
        roster.chosen = {sheet: {**roster.chosen.get(sheet, {}), **columns} for sheet, columns in chosen.items()}
        roster.state = State.READING
        roster.save(update_fields=["chosen", "state"])
    note(by, "registry.import.columns", roster, place=roster.path, columns=sum(map(len, chosen.values())))
    return roster


@action("registry.import.decide")
def decide(
    *, by: Scope, roster: RosterImport, left_out: Mapping[int, list[str]], choices: Mapping[int, str]
) -> RosterImport:
    """Say which changes are not written, and what is done with possible duplicates: row → fields, row → choice."""
    roster = held(by, roster)
    if roster.state == State.READY:
        for row in StagedRow.objects.filter(roster=roster, pk__in=[*left_out, *choices]).order_by("pk"):
            row.left_out = left_out.get(row.pk, row.left_out)
            row.choice = Choice(choices[row.pk]) if choices.get(row.pk) else row.choice
            row.save(update_fields=["left_out", "choice"])
    note(by, "registry.import.decide", roster, place=roster.path, rows=len(left_out) + len(choices))
    return roster


@action("registry.import.erase")
def erase(*, by: Scope, roster: RosterImport, at: datetime) -> None:
    """Forget columns and rows of a file that is erased by itself that day; the figures stay."""
    rows = [*StagedRow.objects.filter(roster=roster).order_by("pk").values_list("pk", flat=True)]
    for some in chunks(rows):
        StagedRow.objects.filter(pk__in=some).delete()
    roster.found, roster.chosen, roster.erased_at = None, {}, at
    roster.save(update_fields=["found", "chosen", "erased_at"])
    note(by, "registry.import.erase", roster, place=roster.path, rows=len(rows))


@action("registry.import.look")
def show(*, by: Scope, roster: RosterImport, part: str, rows: list[int]) -> None:
    """Note that rows of a file were looked at, or that it was taken back with its results."""
    must_reach(by, roster.path, roster.what)
    note(by, "registry.import.look", roster, place=roster.path, part=part, rows=len(rows))


def held(by: Scope, roster: RosterImport) -> RosterImport:
    roster = RosterImport.objects.select_for_update().get(pk=roster.pk)
    must_reach(by, roster.path, roster.what)
    return roster
