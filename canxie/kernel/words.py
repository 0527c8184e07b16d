"""How days are said in a sentence, outside templates."""

from datetime import date

WEEKDAYS = "一二三四五六日"


def short_day(day: date, today: date) -> str:
    """Say a day without leading zeros; the year only when it is not this one.

    >>> short_day(date(2026, 10, 2), date(2026, 11, 24)), short_day(date(2025, 3, 1), date(2026, 11, 24))
    ('10月2日', '2025年3月1日')
    """
    return f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"


def with_weekday(day: date, today: date) -> str:
    """
    >>> with_weekday(date(2026, 11, 26), date(2026, 11, 24))
    '周四 11月26日'
    """
    return f"周{WEEKDAYS[day.weekday()]} {short_day(day, today)}"
