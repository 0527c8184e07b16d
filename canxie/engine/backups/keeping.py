"""Which backups are kept: the newest of each of the last days, and of each of the last weeks."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

NAMED = "canxie-%Y%m%d-%H%M%S.backup"


def superfluous(files: Iterable[Path], *, daily: int, weekly: int) -> list[Path]:
    """Name the files that nobody needs any more; what does not bear our name is nobody's business.

    Days and weeks count by what there is: after a month without backups the last ones are still kept.

    >>> names = ["canxie-20261124-013000.backup", "canxie-20261124-200000.backup", "canxie-20261123-013000.backup"]
    >>> [file.name for file in superfluous(map(Path, [*names, "notes.txt"]), daily=2, weekly=1)]
    ['canxie-20261124-013000.backup']
    """
    found = sorted(((made, file) for file in files if (made := day_of(file))), reverse=True)
    days: dict[object, Path] = {}
    weeks: dict[object, Path] = {}
    for made, file in found:
        days.setdefault(made.date(), file)
        weeks.setdefault(made.isocalendar()[:2], file)
    kept = {*[*days.values()][:daily], *[*weeks.values()][:weekly]}
    return [file for _, file in found if file not in kept]


def day_of(file: Path) -> datetime | None:
    """Read from a name when the backup was made; None for a file that is none of ours."""
    try:
        return datetime.strptime(file.name, NAMED)  # noqa: DTZ007  # compared with its like
    except ValueError:
        return None
