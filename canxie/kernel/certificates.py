"""The number of a disability certificate 残疾人证: citizen number, category, level, and B… when it was issued again."""

import re
from datetime import date
from typing import NamedTuple

from canxie.kernel import identity
from canxie.kernel.refusal import Refused

CATEGORIES = {1: "视力", 2: "听力", 3: "言语", 4: "肢体", 5: "智力", 6: "精神", 7: "多重"}
LEVELS = {1: "一级", 2: "二级", 3: "三级", 4: "四级"}
LENGTH = 20

_SHAPE = re.compile(r"(?P<identity>\d{17}[\dX])(?P<category>\d)(?P<level>\d)(?P<reissue>B\d{0,2})?", re.ASCII)
_BODY = re.compile(r"[\dX]*", re.ASCII)


class Certificate(NamedTuple):
    """What a certificate's number says: category 7 stands for several; `reissue` is "", "B", "B1" … as it is stored."""

    number: str
    identity: identity.Identity
    category: int
    level: int
    reissue: str = ""


def read(text: str, *, today: date) -> Certificate:
    """Read a number, or say why it cannot be one. Raises Refused.

    >>> read("37990019800101001443B1", today=date(2026, 11, 24))[2:]
    (4, 3, 'B1')
    """
    number = identity.clean(text)
    found = _SHAPE.fullmatch(number)
    if not found:
        raise Refused(_misshapen(number))
    category, level = int(found["category"]), int(found["level"])
    if category not in CATEGORIES:
        raise Refused(f"残疾人证号第 19 位是 {category}，类别只有 1 到 7。对一下证件。")
    if level not in LEVELS:
        raise Refused(f"残疾人证号第 20 位是 {level}，等级只有 1 到 4。对一下证件。")
    holder = identity.read(found["identity"], today=today, what="残疾人证号里的身份证号")
    return Certificate(number, holder, category, level, found["reissue"] or "")


def _misshapen(number: str) -> str:
    if not number:
        return "没有残疾人证号。"
    if identity._LOST.fullmatch(number):
        return identity.lost(number, "残疾人证号")
    body, mark, suffix = number.partition("B")
    if mark and not re.fullmatch(r"\d{0,2}", suffix, re.ASCII):
        return f"残疾人证号末尾的“B{suffix}”看不懂。补办的写 B1、B2。"
    if strange := body[_BODY.match(body).end() :]:  # type: ignore[union-attr]  # matches the empty string too
        return f"残疾人证号里有“{strange[0]}”。应是 20 位数字，补办的末尾加 B1、B2。"
    if "X" in body[:17] or "X" in body[18:]:
        return "残疾人证号里的 X 只能在第 18 位。对一下证件。"
    length = len(body)
    amount = f"少 {LENGTH - length} 位" if length < LENGTH else f"多 {length - LENGTH} 位"
    return f"残疾人证号 {length} 位，{amount}。应是身份证号加类别、等级各 1 位。"
