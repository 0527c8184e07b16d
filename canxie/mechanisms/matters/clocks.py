"""How long a matter may take, and how that is said in words."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from canxie.engine.parameters.reading import parameter
from canxie.kernel.words import short_day, weekday
from canxie.kernel.workdays import add_workdays, is_announced, next_workday, workdays_left
from canxie.mechanisms.matters.kinds import Clock, Tone, Unit, kinds
from canxie.mechanisms.matters.models import NEVER, Matter
from canxie.mechanisms.matters.offices import above, place_names

MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


class Left(NamedTuple):
    """What is left of a clock: a tone, the words, and the date behind them."""

    tone: Tone
    words: str
    date: str = ""

    def __str__(self) -> str:
        return f"{self.words}（{self.date}）" if self.date else self.words


def due(clock: Clock, matter: Matter, at: datetime) -> datetime:
    """Reckon when a clock that starts now runs out: just before the moment returned.

    The figure is the parameter's in force at the matter's place on that day.
    """
    today = timezone.localdate(at)
    is_hours = matter.urgent and clock.urgent != ""
    key = (clock.urgent if is_hours else clock.key).format(category_class=matter.category_class)
    length: int = parameter(key, matter.path, on=today).value
    if is_hours:
        return at + length * HOUR
    return end_of(last_day(clock.unit, today, length))


def promise(kind: str, path: str, at: datetime) -> Left:
    """Say by when a matter that is told now will be answered, and where it goes if it is not."""
    clock, today = kinds[kind].clocks["ack"], timezone.localdate(at)
    days: int = parameter(clock.key, path, on=today).value
    by = day_and_weekday(last_day(clock.unit, today, days), today)
    upward = place_names(above(path)).get(above(path), "")
    onward = f"；到时没{clock.verb}，自动转{upward}" if upward else ""
    return Left("soon", f"{days} 个工作日内{clock.verb}", f"{by}前{onward}")


def last_day(unit: Unit, today: date, length: int) -> date:
    """Return the last whole day of a clock.

    Five days from 28 September 2025 end on 3 October, in the National Day holiday, so on the
    9th, when offices open again.

    >>> last_day(Unit.DAYS, date(2025, 9, 28), 5), last_day(Unit.WORKDAYS, date(2025, 9, 28), 5)
    (datetime.date(2025, 10, 9), datetime.date(2025, 10, 11))
    """
    return add_workdays(today, length) if unit is Unit.WORKDAYS else next_workday(today + length * DAY)


def end_of(day: date) -> datetime:
    """Return the midnight after a day, here."""
    return timezone.make_aware(datetime.combine(day + DAY, time.min))


def left(matter: Matter, now: datetime) -> Left:
    """Say what is left of the clock that runs, or how the matter stands when none does.

    Relative first, the date behind it: 还剩 6 个工作日（12月2日 周三前办结）.
    """
    key = matter.stands.clock
    if not key or matter.due_at == NEVER:
        return standing(matter, timezone.localdate(now))
    clock = matter.rules.clocks[key]
    here, end = timezone.localtime(now), timezone.localtime(matter.due_at - MOMENT)
    if matter.urgent and clock.urgent:
        return hours_left(clock.verb, here, timezone.localtime(matter.due_at))
    days, before = workdays_left(here.date(), end.date()), f"{day_and_weekday(end.date(), here.date())}前{clock.verb}"
    if not is_announced(end.date()):
        before += "，放假安排还没公布，按周一到周五算"
    if end < here:
        return Left("late", f"超时 {-days} 个工作日" if days else "已经超时", f"应在{before}")
    if end.date() == here.date():
        return Left("late", f"今天下班前要{clock.verb}")
    return Left("soon", f"还剩 {days} 个工作日", before)


def hours_left(verb: str, here: datetime, end: datetime) -> Left:
    """Say it in hours: an urgent matter does not wait for offices to open."""
    day = "" if end.date() == here.date() else f"{day_and_weekday(end.date(), here.date())} "
    before = f"{day}{end.hour}:{end.minute:02} 前{verb}"
    if end <= here:
        return Left("late", f"急事，超时 {max(1, (here - end) // HOUR)} 小时", f"应在{before}")
    minutes = max(1, (end - here) // timedelta(minutes=1))
    return Left("late", f"急事，还剩 {minutes // 60} 小时" if minutes >= 60 else f"急事，还剩 {minutes} 分钟", before)


def standing(matter: Matter, today: date) -> Left:
    """Say how a matter stands for which no clock runs."""
    state = matter.stands
    tone: Tone = "good" if state.tone == "good" else "soon"
    if state.final and matter.closed_at:
        return Left(tone, state.label, short_day(timezone.localdate(matter.closed_at), today))
    return Left(tone, state.label, f"{short_day(matter.delivered_on, today)}送到" if matter.delivered_on else "")


def day_and_weekday(value: date, today: date) -> str:
    return f"{short_day(value, today)} {weekday(value)}"
