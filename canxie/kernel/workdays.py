"""Working days as the State Council sets them: holidays off, and the weekends that are worked instead."""

from datetime import date, timedelta
from functools import lru_cache

from chinese_calendar import is_workday as announced_workday

DAY = timedelta(days=1)


def is_announced(day: date) -> bool:
    """Say whether the year's holidays are known.

    Until they are, Monday to Friday count, and whoever shows the day says so.

    >>> is_announced(date(2025, 10, 1)), is_announced(date(2040, 10, 1))
    (True, False)
    """
    try:
        announced_workday(day)
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=4096)
def is_workday(day: date) -> bool:
    """Say whether offices work that day.

    National Day and Mid-Autumn 2025: off from 1 to 8 October, worked on Sunday 28 September
    and Saturday 11 October.

    >>> [day for day in range(1, 13) if is_workday(date(2025, 10, day))]
    [9, 10, 11]
    >>> is_workday(date(2025, 9, 28)), is_workday(date(2025, 9, 27))
    (True, False)
    >>> is_workday(date(2040, 10, 1)), is_workday(date(2040, 10, 6))  # nobody knows yet: a Monday, a Saturday
    (True, False)
    """
    try:
        return bool(announced_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def next_workday(day: date) -> date:
    """Return the day itself when offices work, or the first one after it.

    >>> next_workday(date(2025, 10, 1)), next_workday(date(2025, 10, 9))
    (datetime.date(2025, 10, 9), datetime.date(2025, 10, 9))
    """
    while not is_workday(day):
        day += DAY
    return day


def add_workdays(day: date, count: int) -> date:
    """Return the last of `count` working days after `day`, which itself does not count.

    Three working days from Sunday 28 September 2025 are Monday, Tuesday and, behind the
    holiday, Thursday 9 October.

    >>> add_workdays(date(2025, 9, 28), 3)
    datetime.date(2025, 10, 9)
    >>> add_workdays(date(2026, 11, 24), 3)
    datetime.date(2026, 11, 27)
    """
    for _ in range(count):
        day = next_workday(day + DAY)
    return day


def workdays_left(today: date, due: date) -> int:
    """Count the working days after `today` up to `due`; of a day that is over, those since then, with a minus.

    >>> workdays_left(date(2026, 11, 24), date(2026, 12, 2))
    6
    >>> workdays_left(date(2025, 9, 30), date(2025, 10, 10))
    2
    >>> workdays_left(date(2025, 10, 9), date(2025, 9, 29)), workdays_left(date(2025, 10, 9), date(2025, 10, 9))
    (-2, 0)
    """
    if due < today:
        return -workdays_left(due, today)
    return sum(is_workday(today + step * DAY) for step in range(1, (due - today).days + 1))
