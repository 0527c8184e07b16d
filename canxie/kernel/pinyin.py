"""How a name sounds: what lists are sorted by, and the letters people type to find somebody."""

import re
from functools import lru_cache

from pypinyin import lazy_pinyin

from canxie.kernel.names import SEPARATOR, kept

SURNAMES = {
    "仇": "qiu", "任": "ren", "华": "hua", "单": "shan", "区": "ou", "卜": "bu", "召": "shao", "员": "yun", "盖": "ge",
    "尉": "wei", "尹": "yin", "幺": "yao", "应": "ying", "折": "she", "揭": "jie", "撒": "sa", "晟": "cheng",
    "曾": "zeng", "朴": "piao", "查": "zha", "柏": "bai", "洗": "xian", "冼": "xian", "燕": "yan", "盛": "sheng",
    "祭": "zhai", "秘": "bi", "种": "chong", "纪": "ji", "缪": "miao", "翟": "zhai", "能": "nai", "葛": "ge",
    "董": "dong", "行": "xing", "覃": "qin", "解": "xie", "訾": "zi", "车": "che", "逄": "pang", "那": "na",
    "都": "du", "重": "chong", "长": "zhang", "阚": "kan", "隗": "wei", "黑": "he", "乐": "yue", "牟": "mu",
    "沈": "shen", "石": "shi", "宓": "mi", "过": "guo", "哈": "ha", "郇": "xun",
    "占": "zhan", "宁": "ning", "炅": "gui", "繁": "po", "谌": "chen", "么": "yao", "万": "wan", "贾": "jia",
}  # fmt: skip
"""Surnames that sound otherwise than the character elsewhere, or that a dictionary of words would catch."""

COMPOUND = {
    "尉迟": "yu chi", "长孙": "zhang sun", "万俟": "mo qi", "令狐": "ling hu", "单于": "chan yu", "澹台": "tan tai",
    "宇文": "yu wen", "欧阳": "ou yang", "上官": "shang guan", "司马": "si ma", "诸葛": "zhu ge", "皇甫": "huang fu",
    "夏侯": "xia hou", "东方": "dong fang", "慕容": "mu rong", "公孙": "gong sun", "轩辕": "xuan yuan",
    "呼延": "hu yan", "端木": "duan mu", "百里": "bai li", "司徒": "si tu", "鲜于": "xian yu", "赫连": "he lian",
    "西门": "xi men", "南宫": "nan gong", "独孤": "du gu", "申屠": "shen tu", "太史": "tai shi", "闻人": "wen ren",
}  # fmt: skip

_RUNS = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")
RARE = {"𠮷": "ji", "𪟝": "ji", "𪨰": "qu"}
"""Characters of names that the library does not know."""


@lru_cache(maxsize=4)  # whoever stores a name asks twice
def syllables(name: str) -> tuple[str, ...]:
    """Return the sounds of a name, one for each character; what has no sound that we know stands for itself.

    >>> syllables("单雄信"), syllables("尉迟恭"), syllables("仇大娘")
    (('shan', 'xiong', 'xin'), ('yu', 'chi', 'gong'), ('qiu', 'da', 'niang'))
    """
    name = kept(name)
    if name.isascii():
        return (*name.casefold().split(),)
    if name[:2] in COMPOUND:
        return *COMPOUND[name[:2]].split(), *_sounds(name[2:])
    if SEPARATOR in name or name[0].isascii():
        return (*_sounds(name),)
    return SURNAMES.get(name[0]) or _sound(name[0]), *_sounds(name[1:])


def sort_key(name: str) -> str:
    """Return what lists are sorted by: small letters and blanks, so that every database sorts alike.

    Characters without a known sound come last, in the order of their code points.

    >>> sort_key("曾国华"), sort_key("古丽米热·艾山"), sort_key("\\ue000")
    ('zeng guo hua', 'gu li mi re ai shan', '~0e000')
    """
    return " ".join(_sortable(sound) for sound in syllables(name) if sound not in {SEPARATOR, " "})


def initials(name: str) -> str:
    """Return the letters people type: the first of each sound.

    >>> initials("尉迟恭"), initials("解晓东"), initials("John Smith"), initials("𠮷田")
    ('ycg', 'xxd', 'js', 'jt')
    """
    return "".join(sound[0] for sound in syllables(name) if sound[0].isascii() and sound[0].isalnum())


def _sortable(sound: str) -> str:
    return sound if sound.isascii() else "".join(f"~{ord(char):05x}" for char in sound)


def _sounds(part: str) -> list[str]:
    """Sound a part of a name character by character: a given name is no word that a dictionary knows."""
    return [sound for run in _RUNS.findall(part) for sound in ([run.casefold()] if run.isascii() else map(_sound, run))]


@lru_cache(maxsize=30_000)
def _sound(char: str) -> str:
    return RARE.get(char) or lazy_pinyin(char, errors="default")[0].casefold()
