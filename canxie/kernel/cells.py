"""What offices write into a cell or a field, and what it means. Sheet columns and form fields clean alike.

Each cleaner takes text and returns a value, or None (or nothing) for a blank; what cannot be
understood raises Refused with a sentence. `what` names the field at the head of that sentence.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from canxie.kernel.certificates import CATEGORIES
from canxie.kernel.identity import Sex
from canxie.kernel.refusal import Refused

BLANKS = frozenset(
    ["", "/", "\\", "-", "--", "—", "——", "无", "空", "暂无", "未知", "不详", "n/a", "#n/a", "null", "none", "nan"]
)
EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet's calendar, as it counts from March 1900 on."""
SERIALS = range(3_654, 73_051)
"""Serial numbers that are taken for days: 1910 to 2099. A bare year such as 2026 is none of them."""

_EDGES = " \t\r\n\v\f\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_NUMERALS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_CAPITALS = str.maketrans("壹贰貳叁參肆伍陆柒捌玖两", "一二二三三四五六七八九二")


def text(value: str) -> str:
    """Cut blank space, of whatever kind, from both ends; what only says "nothing" becomes nothing.

    >>> text("\\u3000槐里村 "), text("——"), text("无")
    ('槐里村', '', '')
    """
    cut = value.strip(_EDGES)
    return "" if cut.casefold() in BLANKS else cut


def narrow(value: str) -> str:
    """Write digits, letters and signs narrow: ３ is 3, （ is (.

    >>> narrow("（３）ＡＢ")
    '(3)AB'
    """
    return value.translate(_WIDE)


# --- days


_YMD = re.compile(
    r"(?P<year>\d{4})\s*[-./年,、\\]\s*(?P<month>\d{1,2})\s*[-./月,、\\]\s*(?P<day>\d{1,2})\s*[日号]?\.?"
    r"(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?",
    re.ASCII,
)
_EIGHT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})", re.ASCII)
_SERIAL = re.compile(r"(\d{4,5})(?:\.\d+)?", re.ASCII)
_MONTH = re.compile(r"\d{4}\s*[-./年]\s*\d{1,2}\s*月?", re.ASCII)
_CHINESE = re.compile(r"[〇零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}[日号]")
_TENS = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")


def day(value: str, what: str = "日期") -> date | None:
    """Read a day in any of the ways that lists are kept in.

    >>> day("2026.3.1"), day("２０２６年３月１日"), day("46082") == day("20260301") == day("二〇二六年三月一日")
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 1), True)
    """
    if not (said := narrow(text(value))):
        return None
    if (serial := _SERIAL.fullmatch(said)) and int(serial[1]) in SERIALS:
        return EPOCH + timedelta(days=int(serial[1]))
    if _CHINESE.fullmatch(said):
        said = _TENS.sub(lambda found: f"{found[1] or '一'}{found[2] or '〇'}", said).translate(_NUMERALS)
    found = _YMD.fullmatch(said) or _EIGHT.fullmatch(said)
    if not found:
        if _MONTH.fullmatch(said):
            raise Refused(f"{what}“{said}”只有年和月，缺日。")
        raise Refused(f"{what}“{said}”看不懂。写成 2026-03-01 这样。")
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise Refused(f"{what} {said} 不存在。对一下证件。") from None


# --- words


SEXES: dict[str, Sex] = {
    **dict.fromkeys(["男", "男性", "m", "male", "1"], "male"),
    **dict.fromkeys(["女", "女性", "f", "female", "2"], "female"),
}  # fmt: skip  # 1 and 2 are GB/T 2261.1


def sex(value: str) -> Sex | None:
    """Read 男 or 女. 未说明 stays blank.

    >>> sex("女 "), sex("男性"), sex("")
    ('female', 'male', None)
    """
    said = narrow(text(value)).casefold()
    if not said or said in {"未说明", "0", "9"}:
        return None
    if said not in SEXES:
        raise Refused(f"性别“{said}”看不懂。写男或女。")
    return SEXES[said]


YES = frozenset(["是", "有", "对", "√", "✓", "✔", "☑", "y", "yes", "1", "true", "享受", "已"])
NO = frozenset(["否", "无", "不", "没有", "×", "✗", "✘", "x", "n", "no", "0", "false", "不是", "未", "未享受"])


def yes_or_no(value: str, what: str = "这一栏") -> bool | None:
    """Read a tick or a word; 无 is a no here, a blank says nothing.

    >>> yes_or_no("√"), yes_or_no("无"), yes_or_no(" ")
    (True, False, None)
    """
    said = narrow(value.strip(_EDGES)).casefold()
    if said in YES or said in NO:
        return said in YES
    if said in BLANKS:
        return None
    raise Refused(f"{what}“{said}”看不懂。写是或否。")


_CATEGORY_WORDS = {
    1: "视力 视 盲 盲人 视障", 2: "听力 听 聋 聋人 听障", 3: "言语 言 语言 哑 语残", 4: "肢体 肢 肢残",
    5: "智力 智 智残 智障", 6: "精神 精 精残", 7: "多重 多 多残 综合",
}  # fmt: skip
_CATEGORIES = {word: number for number, words in _CATEGORY_WORDS.items() for word in words.split()}
_LEVELS = {**{char: number for number, char in enumerate("一二三四", 1)}, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_LEVELS |= {char: number for number, char in enumerate("ⅠⅡⅢⅣ", 1)} | {
    char: number for number, char in enumerate("ⅰⅱⅲⅳ", 1)
}
_ITEM = re.compile(
    r"(?P<category>视力|听力|言语|语言|肢体|智力|精神|多重|盲人?|聋人?|[视听言肢智精多](?=[残障一二三四1-4]))"
    r"\s*(?:残疾|残|障碍|障)?\s*[-:(]?\s*(?P<level>[一二三四1-4])?\s*级?\s*\)?"
)
_BETWEEN = re.compile(r"[\s,;、/+和及并兼伴]*")


class Item(NamedTuple):
    """One category of disability by its number 1–7, and its level 1–4 when that is written with it."""

    category: int
    level: int | None = None


def category(value: str) -> int | None:
    """Read one category: 视力 1, 听力 2, 言语 3, 肢体 4, 智力 5, 精神 6, 多重 7.

    >>> category("肢体残疾"), category("4"), category("语言"), category("")
    (4, 4, 3, None)
    """
    said = narrow(text(value))
    if not said:
        return None
    bare = said.removesuffix("类").removesuffix(".0").removesuffix("人").removesuffix("残疾")
    if bare.isdecimal() and int(bare) in CATEGORIES:
        return int(bare)
    if bare in _CATEGORIES:
        return _CATEGORIES[bare]
    raise Refused(f"残疾类别“{said}”看不懂。写视力、听力、言语、肢体、智力、精神或多重。")


def level(value: str) -> int | None:
    """Read a level, 1 the most severe.

    >>> level("二级"), level("2级"), level("贰"), level("Ⅱ"), level("2"), level("")
    (2, 2, 2, 2, 2, None)
    """
    said = narrow(text(value)).translate(_CAPITALS)
    if not said:
        return None
    bare = said.removesuffix(".0").removesuffix("级").removeprefix("第").strip().casefold()
    if bare in _LEVELS:
        return _LEVELS[bare]
    if bare.isdecimal() and int(bare) in range(1, 5):
        return int(bare)
    raise Refused(f"残疾等级“{said}”看不懂。写一级、二级、三级或四级。")


def items(value: str) -> list[Item]:
    """Read one category or several, each with its level if it is written there.

    >>> items("肢体二级"), items("肢体贰级、听力3级") == [Item(4, 2), Item(2, 3)], items("多重")
    ([Item(category=4, level=2)], True, [Item(category=7, level=None)])
    """
    said = narrow(text(value)).translate(_CAPITALS)
    if not said:
        return []
    found, rest = [], _BETWEEN.sub("", said, count=1)
    while rest and (item := _ITEM.match(rest)):
        found.append(Item(_CATEGORIES[item["category"]], level(item["level"] or "")))
        rest = _BETWEEN.sub("", rest[item.end() :], count=1)
    if rest or not found:
        return [Item(category(said))]  # type: ignore[arg-type]  # not blank, so a number or Refused
    return found
