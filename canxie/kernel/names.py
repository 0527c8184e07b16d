"""Names of people: kept exactly as written, found however they are typed."""

import re
import unicodedata

SEPARATOR = "\u00b7"
"""What stands between the parts of a name such as 古丽米热·艾山."""

VARIANTS = "•・･‧∙⋅●▪᛫.．。﹒"
"""What offices type instead of the separator."""

PRIVATE = dict(
    zip(
        "\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue816\ue817\ue818\ue81e\ue826\ue82b\ue82c\ue831\ue832\ue83b\ue843\ue854\ue855\ue864",
        "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\U00020087\U00020089\U000200cc\u9fb4\u9fb5\u9fb6\u9fb7\U000215d7\u9fb8\U0002298f\u9fb9\u9fba\U000241fe\u9fbb",
        strict=True,
    )
)
"""The 24 characters that GB 18030-2000 put into the private area, and where they live now (龴 is U+9FB4)."""

_SPACE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ORDINARY = re.compile(r"[\u4e00-\u9fa5]+")
"""Names that are their own key: nothing in this block is a variant of anything."""
_FOLD = str.maketrans(dict.fromkeys(VARIANTS, SEPARATOR) | PRIVATE)
_DROP = dict.fromkeys([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
"""Variation selectors: the same character drawn otherwise."""


def kept(text: str) -> str:
    """Return the name as it is stored: no character is changed, only blank space goes.

    Offices space two characters to the width of three; between Han characters a blank is
    layout, in a Latin name it is part of the name.

    >>> kept(" 李  兰\\u3000"), kept("John  Smith"), kept("古丽米热.艾山")
    ('李兰', 'John Smith', '古丽米热.艾山')
    """
    if text.isalpha():
        return text
    return _SPACE.sub(" ", text).strip() if not _HAN.search(text) else _SPACE.sub("", text)


def search_key(name: str) -> str:
    """Return what a name is found by; two spellings of one name give the same key.

    Only here are characters folded: NFKC, separators to U+00B7, no blanks, small letters.

    >>> search_key("古丽米热.艾山") == search_key("古丽米热•艾山") == "古丽米热·艾山"
    True
    >>> search_key("Ｊohn  SMITH"), search_key("\\uf9e9")
    ('johnsmith', '里')
    """
    if _ORDINARY.fullmatch(name):
        return name
    folded = unicodedata.normalize("NFKC", name.translate(_DROP).translate(_FOLD)).translate(_FOLD)
    return unicodedata.normalize("NFKC", _SPACE.sub("", folded).casefold())


def unknown_characters(name: str) -> str:
    """Return those characters that only some computers can show: in the private area, beyond the 24 known ones.

    >>> unknown_characters("王\\ue000"), unknown_characters("𠮷")
    ('\\ue000', '')
    """
    return "".join(char for char in name if unicodedata.category(char) == "Co" and char not in PRIVATE)
