"""What the pages say of people and households, in words."""

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from canxie.engine.parameters.reading import parameter
from canxie.engine.ui.environment import phone as spaced
from canxie.ground.registry.choices import Clear
from canxie.ground.registry.freshness import Freshness, Told
from canxie.ground.registry.models import Household, Person, Phone
from canxie.kernel.dates import age_on
from canxie.kernel.words import short_day

WORST: tuple[Freshness, ...] = ("never", "old", "new")
POLICIES = {"dibao": "低保", "destitute": "特困供养", "living_subsidy": "生活补贴", "nursing_subsidy": "护理补贴"}
NOT_ASKED = "还没问过"
ORDER = (Clear.ADDRESS, Clear.PHONE, Clear.HOUSING, Clear.NEEDS, Clear.FAMILY, Clear.POLICIES)


@dataclass(frozen=True, slots=True)
class Line:
    """One of the six clears as a page shows it: its value in words, how fresh it is, and since when."""

    name: str
    value: str
    kind: Freshness
    when: str


@dataclass(frozen=True, slots=True)
class Six:
    """Turns what was told of a household into six lines; numbers whole only for the contact (`clear`)."""

    household: Household
    told: Sequence[Told]
    phones: Mapping[UUID, Sequence[Phone]]
    today: date
    clear: bool

    def lines(self) -> list[Line]:
        return [self._line(clear, [one for one in self.told if one.clear == clear]) for clear in ORDER]

    def _line(self, clear: Clear, told: Sequence[Told]) -> Line:
        worst = min(told, key=lambda one: WORST.index(one.state), default=None)
        if worst is None or worst.confirmed_on is None:
            whose = worst.person.name if worst and worst.person and len(told) > 1 else ""
            return Line(clear.label, self._value(clear, told) or NOT_ASKED, "never", f"{whose}没问过")
        on = short_day(worst.confirmed_on, self.today)
        when = f"{on}核实" if worst.state == "new" else f"{on}，该问了"
        return Line(clear.label, self._value(clear, told) or "没有要说的", worst.state, when)

    def _value(self, clear: Clear, told: Sequence[Told]) -> str:
        match clear:
            case Clear.ADDRESS:
                return self.household.address or f"{self.household.group}{self.household.door}"
            case Clear.PHONE:
                return each(told, self._reached)
            case Clear.POLICIES:
                return each(told, received)
        return told[0].text if told else ""

    def _reached(self, one: Told) -> str:
        phones = self.phones.get(one.person.pk, ()) if one.person else ()
        return joined("、".join(numbered(phone, clear=self.clear) for phone in phones), one.text)


def each(told: Sequence[Told], value: Callable[[Told], str]) -> str:
    """Say what is of persons: of one alone as it is, of several with their names."""
    if len(told) < 2:
        return "".join(map(value, told))
    return "；".join(f"{one.person}：{value(one) or NOT_ASKED}" for one in told)


def joined(*parts: str) -> str:
    return "，".join(filter(None, parts))


def received(one: Told) -> str:
    """Say what somebody receives; what is ticked and stands in the words too is said once."""
    known = policies(one.person)
    return one.text if known in one.text else joined(known, one.text)


def policies(person: Person | None) -> str:
    """List what somebody is known to receive; what was never asked is not told as a no."""
    return "、".join(name for field, name in POLICIES.items() if person and getattr(person, field))


def numbered(phone: Phone, *, clear: bool) -> str:
    """Write a telephone number with whose it is, whole or by its tail."""
    number = spaced(phone.number.clear()) if clear else f"尾号 {phone.number.tail()}"
    return f"{number}（{phone.whose}）" if phone.whose else number


def about(person: Person, today: date, *, relation: bool = True) -> str:
    """Say who somebody is: 户主，女，68 岁."""
    parts = [person.get_relation_display() if relation else "", person.get_sex_display()]
    return joined(*parts, f"{age_on(person.born_on, today)} 岁" if person.born_on else "")


def reminded_until(path: str, *, on: date) -> date:
    """Give the last day on which a certificate may end so that its holder is reminded of it today.

    The first of a place's reminders counts (local default, `cert.renew_notice`).
    """
    return in_months(on, max(parameter("cert.renew_notice", path, on=on).value, default=0))


def in_months(day: date, months: int) -> date:
    """Give the same day some months later, or the last one of a month that has no such day.

    >>> in_months(date(2026, 11, 24), 3), in_months(date(2026, 8, 31), 6)
    (datetime.date(2027, 2, 24), datetime.date(2027, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def certified(person: Person, today: date) -> str:
    """Say what is known of the disability: 肢体二级 · 残疾人证 2031年6月到期."""
    until = person.certified_until
    if until is None:
        return " · ".join([person.kind or "类别等级还没登记", "没有登记有效的残疾人证"])
    over = "已经过期" if until < today else "到期"
    return f"{person.kind} · 残疾人证 {until.year}年{until.month}月{over}"


def due_words(due_on: date, today: date) -> str:
    """Say when a visit is due: 逾期 42 天, 今天, 11月26日."""
    if due_on < today:
        return f"逾期 {(today - due_on).days} 天"
    return "今天" if due_on == today else short_day(due_on, today)
