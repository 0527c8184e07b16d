"""The 18-digit citizen number 居民身份证号 (GB 11643-1999): 6 area, 8 birth date, 3 sequence, 1 check."""

import re
from datetime import date
from typing import Literal, NamedTuple

from canxie.kernel.refusal import Refused

Sex = Literal["male", "female"]

LENGTH = 18
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
OLDEST = date(1890, 1, 1)
PROVINCES = frozenset(
    f"{first}{second}"
    for first, seconds in enumerate(["12345", "123", "1234567", "123456", "01234", "12345", "1", "123"], 1)
    for second in seconds
)
"""First two digits of a number; 81 to 83 are residence permits, and a foreigner's begins with 9."""

_FOLDED = {
    ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９ＸｘxⅩⅹ×Ｂｂb", "0123456789XXXXXXBBB", strict=True)
}
_DROPPED = dict.fromkeys(map(ord, " \t\r\n\v\f\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff'’‘`"))
_CLEAN = str.maketrans(_FOLDED | _DROPPED)
_SHAPE = re.compile(r"\d{17}[\dX]", re.ASCII)
_STRANGE = re.compile(r"[^\dX]", re.ASCII)
_LOST = re.compile(r"\d(?:\.\d+)?E\+?\d{2}", re.ASCII | re.IGNORECASE)


class Identity(NamedTuple):
    """What a number says of its holder. `warning` is a sentence, or empty."""

    number: str
    born_on: date
    sex: Sex
    warning: str = ""


def clean(text: str) -> str:
    """Write a number as the standard does: narrow digits, no spaces, a capital X.

    >>> clean("３７９９００ 19800101 001x"), clean("'379900198001010014")
    ('37990019800101001X', '379900198001010014')
    """
    return text if _SHAPE.fullmatch(text) else text.translate(_CLEAN)


def check_digit(first17: str) -> str:
    """Compute the last place by ISO 7064 MOD 11-2; the sample is the standard's own.

    >>> check_digit("11010519491231002")
    'X'
    """
    return CHECKS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first17, strict=True)) % 11]


def read(text: str, *, today: date, what: str = "身份证号") -> Identity:
    """Read a number, or say in a sentence that begins with `what` why it cannot be one.

    The area is the place of first registration, which may since have gone: it is never an
    error. Raises Refused.

    >>> read("379900198001010014", today=date(2026, 11, 24))
    Identity(number='379900198001010014', born_on=datetime.date(1980, 1, 1), sex='male', warning='')
    """
    number = clean(text)
    if not _SHAPE.fullmatch(number):
        raise Refused(_misshapen(number, what))
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise Refused(f"{what}里的出生日期 {number[6:14]} 不存在。对一下证件。") from None
    if not OLDEST <= born_on <= today:
        when = "还没到" if born_on > today else "太早"
        raise Refused(f"{what}里的出生日期 {number[6:14]} {when}。对一下证件。")
    if check_digit(number[:17]) != number[17]:
        raise Refused(f"{what}校验位不对，像是抄错了一位。对一下证件。")
    return Identity(number, born_on, "male" if int(number[16]) % 2 else "female", _doubt(number, what))


def _misshapen(number: str, what: str) -> str:
    if not number:
        return f"没有{what}。"
    if _LOST.fullmatch(number):
        return lost(number, what)
    if strange := _STRANGE.search(number):
        return f"{what}里有“{strange.group()}”。只能是数字，最后一位可以是 X。"
    if "X" in number[:-1]:
        return f"{what}里的 X 不在最后一位。对一下证件。"
    length = len(number)
    if length == 15:
        return f"{what} 15 位，是老号码。换成 18 位的再填。"
    amount = f"少 {LENGTH - length} 位" if length < LENGTH else f"多 {length - LENGTH} 位"
    hint = "像是残疾人证号，看看是不是填错了列。" if length == 20 else ""
    return f"{what} {length} 位，{amount}。{hint}"


def lost(shown: str, what: str = "身份证号") -> str:
    """Say that a spreadsheet took the number for a quantity and rounded it: its last digits are gone for good."""
    return f"{what}变成了 {shown}，后几位已经丢了。把这一列设成“文本”再填一遍。"


def _doubt(number: str, what: str) -> str:
    if number[:2] in PROVINCES or number[0] == "9":
        return ""
    return f"{what}前两位 {number[:2]} 不是省级代码。对一下证件。"


def one_off(one: str, other: str) -> bool:
    """Say whether two numbers differ in one place, or by two neighbours that changed places.

    Two numbers that are both right never differ in one place: leave the check digit out.

    >>> one_off("379900198001010014", "379900198001010015"), one_off("12", "21"), one_off("12", "12")
    (True, True, False)
    """
    if len(one) != len(other):
        return False
    apart = [place for place, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
    if len(apart) == 2:
        first, second = apart
        return second == first + 1 and one[first] == other[second] and one[second] == other[first]
    return len(apart) == 1
