"""Minutes, hours, days, weeks and months on the calendar here, and which of them are due."""

from datetime import datetime, timedelta
from enum import StrEnum

MOST = 400
"""As many missed periods are caught up at most: a year of days and some."""


class Every(StrEnum):
    TEN_MINUTES = "ten_minutes"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def begin(every: Every, moment: datetime) -> datetime:
    """Return when the period of a moment began. Weeks begin on Monday.

    >>> str(begin(Every.TEN_MINUTES, datetime(2026, 11, 24, 8, 39, 5)))
    '2026-11-24 08:30:00'
    >>> str(begin(Every.WEEK, datetime(2026, 11, 24, 8, 30))), str(begin(Every.MONTH, datetime(2026, 11, 24)))
    ('2026-11-23 00:00:00', '2026-11-01 00:00:00')
    """
    hour = moment.replace(minute=0, second=0, microsecond=0)
    midnight = hour.replace(hour=0)
    return {
        Every.TEN_MINUTES: hour.replace(minute=moment.minute // 10 * 10),
        Every.HOUR: hour,
        Every.DAY: midnight,
        Every.WEEK: midnight - timedelta(days=midnight.weekday()),
        Every.MONTH: midnight.replace(day=1),
    }[every]


def following(every: Every, start: datetime) -> datetime:
    """Return the begin of the next period."""
    longest = {
        Every.TEN_MINUTES: timedelta(minutes=10),
        Every.HOUR: timedelta(hours=1),
        Every.DAY: timedelta(days=1),
        Every.WEEK: timedelta(days=7),
    }
    return begin(every, start + longest.get(every, timedelta(days=31)))


def due(every: Every, after: timedelta, last: datetime | None, now: datetime) -> list[datetime]:
    """List the begins of the periods whose time has come since the last one done, oldest first.

    The first time ever it is the current period alone. When the clock goes back, nothing is due.

    >>> after, now = timedelta(hours=2), datetime(2026, 11, 24, 1, 59)
    >>> [start.day for start in due(Every.DAY, after, datetime(2026, 11, 20), now)]
    [21, 22, 23]
    >>> due(Every.DAY, after, datetime(2026, 11, 25), now)
    []
    """
    newest = begin(every, now - after)
    if last is None:
        return [newest]
    found, start = [], following(every, last)
    while start <= newest:
        found.append(start)
        start = following(every, start)
    return found[-MOST:]
