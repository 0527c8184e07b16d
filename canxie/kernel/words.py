"""How days are said, on pages and in sentences: no leading zeros, the year only where it is not this one."""

from datetime import date

WEEKDAYS = "一二三四五六日"


def month_day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def short_day(day: date, today: date) -> str:
    """Say a day, with its year when that is not this year.

    >>> short_day(date(2026, 10, 2), date(2026, 11, 24)), short_day(date(2025, 3, 1), date(2026, 11, 24))
    ('10月2日', '2025年3月1日')
    >>> short_day(date(2026, 12, 2), today=date(2026, 11, 24)), short_day(date(2027, 5, 3), today=date(2026, 11, 24))
    ('12月2日', '2027年5月3日')
    """
    return month_day(day) if day.year == today.year else f"{day.year}年{month_day(day)}"


def weekday(day: date) -> str:
    """
    >>> weekday(date(2026, 11, 24))
    '周二'
    """
    return f"周{WEEKDAYS[day.weekday()]}"


def with_weekday(day: date, today: date) -> str:
    """
    >>> with_weekday(date(2026, 11, 26), date(2026, 11, 24))
    '周四 11月26日'
    """
    return f"{weekday(day)} {short_day(day, today)}"
