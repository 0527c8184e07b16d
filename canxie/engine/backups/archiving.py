"""Lines of the trail that are older than they must be kept: sealed into a file, proved, then cut off."""

import json
import os
from datetime import date, datetime, time
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from canxie.engine.audit.chain import BrokenChain, cut, old
from canxie.engine.audit.models import AuditEntry, ChainAnchor, ChainHead
from canxie.engine.audit.trail import action, note
from canxie.engine.backups.making import keys_stay_apart, of_machine
from canxie.engine.backups.refusals import Damaged, Refused
from canxie.engine.backups.stream import CHANGED, Reader, Writer
from canxie.engine.scoping.scope import Scope
from canxie.kernel.dates import months_before

COLUMNS = [*AuditEntry.HASHED, "digest"]


def archive_old_lines(*, by: Scope, today: date) -> int:
    """Archive and cut every chain; return how many lines went.

    Raises:
        Refused: when a chain does not hold. It is left whole, so that nobody cuts evidence off.
    """
    day = months_before(today, of_machine("audit.retention_months", today))
    before = timezone.make_aware(datetime.combine(day, time()))
    return sum(
        archive(by, county, lines)
        for county in ChainHead.objects.order_by("county").values_list("county", flat=True)
        if (lines := old(county, before)).exists()
    )


def archive(by: Scope, county: str, lines: QuerySet[AuditEntry]) -> int:
    last = lines.reverse()[0]
    first = lines[0].number
    file = Path(settings.BACKUPS) / f"trail-{county or 'above'}-{first}-{last.number}.archive"
    if file.exists():
        file.unlink()  # of a time that was broken off before the cut
    write(file, lines)
    if len(read(file)) != last.number - first + 1:
        raise Damaged(CHANGED)
    try:
        return cut_off(by=by, county=county, last=last, file=file)
    except BrokenChain as broken:
        raise Refused(f"{county or '县以上'}的操作记录有断链，没有归档：先请审计管理员查清。") from broken


@action("trail.archive")
def cut_off(*, by: Scope, county: str, last: AuditEntry, file: Path) -> int:
    count = cut(county, last)
    note(by, "trail.archive", ChainAnchor(pk=county), place=county, until=last.number, entries=count, file=file.name)
    return count


def write(file: Path, lines: QuerySet[AuditEntry]) -> None:
    keys_stay_apart(file)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    with draft.open("wb") as out:
        writer = Writer(out, settings.KEYS)
        writer.part("trail")
        for line in lines.values(*COLUMNS).iterator():
            writer.write(json.dumps(line, ensure_ascii=False, default=str).encode() + b"\n")
        writer.close()
        out.flush()
        os.fsync(out.fileno())
    draft.rename(file)


def read(file: Path) -> list[dict[str, object]]:
    """Open an archive: its lines, each with all its columns."""
    with file.open("rb") as source:
        data = b"".join(data for _, content in Reader(source, settings.KEYS).parts() for data in content)
    return [json.loads(line) for line in data.splitlines()]
