"""Makes the file that somebody asked for, in the background."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from canxie.engine.files.content import Content
from canxie.engine.jobs.models import Job
from canxie.engine.jobs.progress import Progress
from canxie.engine.jobs.running import Refused, finishing
from canxie.engine.scoping.scope import Scope
from canxie.engine.sheets.writing import Table, write
from canxie.ground.accounts.models import User
from canxie.ground.accounts.scopes import scope_of
from canxie.ground.powers import Power
from canxie.mechanisms.registers.actions import Digest
from canxie.mechanisms.registers.exports import State, bounds, give_up, hand_over, number
from canxie.mechanisms.registers.marks import KEY, marked
from canxie.mechanisms.registers.models import Copy, Export
from canxie.mechanisms.registers.presenters import Extract, drawn, extract
from canxie.mechanisms.registers.published import Cell
from canxie.mechanisms.registers.reading import Form

CHUNK = 2_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_YOURS = "申请人现在不能导出这里的登记簿了，没有做。"


def make(job: Job, progress: Progress) -> Mapping[str, Any] | None:
    """Make the file of one export, in the reach that whoever asked for it has now."""
    export, today = Export.objects.get(pk=job.subject), timezone.localdate()
    if export.state != State.MAKING:
        return None
    scope = scope_of(export.asked_by_id, at=timezone.now())
    try:
        part = part_of(export, scope, today)
        copy = number(by=scope, export=export, today=today, key=settings.KEYS.newest(KEY).version)
        data, digest = written(part, copy, str(User.objects.get(pk=export.asked_by_id)), progress, of=export.rows)
        must_fit(export, digest, bounds(scope, export.path, today).most)
    except Refused as refused:
        give_up(by=scope, export=export, words=str(refused))
        raise
    content = Content(f"{part.register.name} {part.division} {copy}.xlsx", XLSX, data)
    with finishing(job) as result:
        hand_over(by=scope, export=export, content=content, digest=digest, today=today)
        result |= {"rows": digest.count}
    return result


def part_of(export: Export, scope: Scope, today: date) -> Extract:
    """What is to stand in it. Raises Refused when it is not, or no more, the business of who asked."""
    days = {"from": export.since, "to": export.until}
    sent = {"place": export.path} | {name: day.isoformat() for name, day in days.items() if day}
    try:
        part = extract(scope, export.register, Power.REGISTERS_EXPORT, sent, today)
    except (Http404, PermissionDenied, ValueError) as error:
        raise Refused(NOT_YOURS) from error
    return replace(part, chosen=frozenset(export.columns), whole=export.whole)


def must_fit(export: Export, digest: Digest, most: int) -> None:
    """What nobody else has agreed to may not have grown meanwhile, and no file holds more than it may."""
    if digest.count > (most if export.decided_by_id else export.rows):
        raise Refused("申请以后又多了几行，和申请的不一样了。请重新导出一次。")


def written(part: Extract, copy: Copy, by: str, progress: Progress, *, of: int) -> tuple[bytes, Digest]:
    """Write the file, and the digest of whose rows stand in it."""
    digest, sheet = Digest(), BytesIO()
    properties = {"编号": copy.number, "导出人": by, "用途": copy.purpose}
    write(sheet, [table(part, copy, by, told(part, digest, progress, of))], properties=properties)
    return sheet.getvalue(), digest


def told(part: Extract, digest: Digest, progress: Progress, of: int) -> Iterator[Any]:
    """The rows, each added to the digest as it goes by."""
    own = part.register.sort[-1]
    for row in part.in_order().iterator(chunk_size=CHUNK):
        digest.add(getattr(row, own))
        if digest.count % CHUNK == 1:
            progress(digest.count - 1, of, unit=part.register.unit, doing="写表")
        yield row


def table(part: Extract, copy: Copy, by: str, rows: Iterable[Any]) -> Table:
    """The extract as one sheet: on top the number, who took it out, when and for what; below the number again."""
    columns, reader = part.columns(), part.reader(Form.FILE, part.villages())
    numbers = "号码是完整的" if part.whole else "号码只有尾号"
    made = f"编号 {copy}，导出人：{by}，{timezone.localtime():%Y-%m-%d %H:%M}，用途：{copy.purpose}。"
    lines = [
        f"{made}{numbers}。已记下，不要转给别人。",
        "，".join(filter(None, [f"{part.division}{part.register.name}", part.period])),
    ]

    def cells() -> Iterator[list[Cell]]:
        yield from marked(drawn(rows, columns, reader), copy.number)
        yield [f"编号 {copy}"]

    head, widths = [column.label for column in columns], [column.width for column in columns]
    return Table(part.register.name, head, cells(), lines, widths)
