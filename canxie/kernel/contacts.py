"""Phones and addresses as offices write them into a cell or a field."""

import re
from typing import NamedTuple

from canxie.kernel.cells import narrow, text
from canxie.kernel.refusal import Refused

_APART = re.compile(r"[/,;、|\n\r]+|\s{2,}|(?<=\d{5})\s+(?=1[3-9]\d)")
_LABEL = re.compile(r"\((?!0\d{2,3}\))[^()]*\)|[^\d()+*\-\s.]+")
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"(0\d{2,3})(\d{7,8})", re.ASCII)
_LOCAL = re.compile(r"[2-9]\d{6,7}", re.ASCII)
_TWO = re.compile(r"(1[3-9]\d{9})(1[3-9]\d{9})", re.ASCII)


def phones(value: str) -> list[str]:
    """Read the numbers of a cell: mobile ones of 11 digits, landlines as 0532-1234567; words beside them go.

    >>> phones("13800000001 / 0532-8000 0001"), phones("+86 138-0000-0001(儿子)")
    (['13800000001', '0532-80000001'], ['13800000001'])
    """
    said = narrow(text(value))
    if not said:
        return []
    parts = [part for part in _APART.split(_LABEL.sub(" ", said).strip()) if part.strip()]
    if not parts:
        raise Refused(f"电话“{said}”里没有号码。")
    return [*dict.fromkeys(number for part in parts for number in _phone(part))]


def _phone(part: str) -> list[str]:
    digits = re.sub(r"[\s().\-]", "", part)
    digits = re.sub(r"^(?:\+86|0086|86(?=1\d{10}$))", "", digits)
    if _MOBILE.fullmatch(digits) or _LOCAL.fullmatch(digits):
        return [digits]
    if two := _TWO.fullmatch(digits):
        return [two[1], two[2]]
    if landline := _split_landline(digits):
        return [landline]
    if "*" in digits:
        raise Refused(f"电话“{part.strip()}”有几位被遮住了。")
    if not digits.isdecimal():
        raise Refused(f"电话“{part.strip()}”看不懂。")
    if digits[0] == "1":
        amount = f"少 {11 - len(digits)} 位" if len(digits) < 11 else f"多 {len(digits) - 11} 位"
        raise Refused(
            f"手机号 {len(digits)} 位，{amount}。" if len(digits) != 11 else f"手机号不会以 {digits[:2]} 开头。"
        )
    raise Refused(f"电话 {len(digits)} 位，位数不对。固定电话写区号加号码。")


def _split_landline(digits: str) -> str:
    """Put a hyphen after the area: 010 and 02x have three digits, all others four."""
    if not _LANDLINE.fullmatch(digits):
        return ""
    cut = 3 if digits[1] in "12" else 4
    return f"{digits[:cut]}-{digits[cut:]}" if len(digits) - cut in {7, 8} else ""


_GROUP = re.compile(r"第?(?P<group>[一二三四五六七八九十百\d]{1,4})\s*(?P<unit>村民小组|居民小组|小组|组|队|社)")
_UNITS = dict.fromkeys(["村民小组", "居民小组", "小组"], "组")
_DOOR = re.compile(r"(?P<door>[\d一二三四五六七八九十百]+(?:[-之]\d+)?)\s*号(?![楼院])")


class Address(NamedTuple):
    """An address as written (narrow digits), its group such as 三组, and its door such as 17号, as far as it says."""

    written: str
    group: str = ""
    door: str = ""


def address(value: str) -> Address:
    """Read an address, and find group and door number in it: together they are on the plate at the door.

    >>> address("榆岭镇槐里村３组17号"), address("槐里村三组")[1:]
    (Address(written='榆岭镇槐里村3组17号', group='三组', door='17号'), ('三组', ''))
    """
    written = re.sub(r"\s+", "", narrow(text(value)))
    group = _GROUP.search(written)
    door = _DOOR.search(written, group.end() if group else 0)
    named = f"{_chinese(group['group'])}{_UNITS.get(group['unit'], group['unit'])}" if group else ""
    return Address(written, named, f"{door['door']}号" if door else "")


def same_place(written: str) -> str:
    """Write an address so that two ways of writing it are one: 3组 is 三组, 第三村民小组 too.

    >>> same_place(" 槐里村第３村民小组17号") == same_place("槐里村三组 １７号")
    True
    """
    narrowed = re.sub(r"\s+", "", narrow(written))
    return _GROUP.sub(
        lambda found: f"{_chinese(found['group'])}{_UNITS.get(found['unit'], found['unit'])}", narrowed, 1
    )


def _chinese(number: str) -> str:
    """Write a group's number as people say it: 3 is 三, 12 is 十二."""
    if not number.isascii() or not 0 < int(number) < 100:
        return number
    tens, ones = divmod(int(number), 10)
    digits = " 一二三四五六七八九"
    return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones else "")
