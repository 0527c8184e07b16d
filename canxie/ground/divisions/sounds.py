"""How the name of a place sounds: what it is sorted and found by."""

import unicodedata

from pypinyin import lazy_pinyin, load_phrases_dict

PLACES = {
    "单县": "shàn xiàn",
    "单家": "shàn jiā",
    "曾家": "zēng jiā",
    "解家": "xiè jiā",
    "仇家": "qiú jiā",
    "盖家": "gě jiā",
    "查家": "zhā jiā",
    "朝阳": "cháo yáng",
    "长清": "cháng qīng",
    "乐陵": "lào líng",
}
"""Where the library's dictionary does not know the place, or the family it is named after."""

load_phrases_dict({name: [[syllable] for syllable in sound.split()] for name, sound in PLACES.items()})


def sound_of(name: str) -> str:
    """Spell the name in pinyin without tones, a blank between syllables, so that it sorts by syllable.

    >>> sound_of("榆岭镇"), sound_of("长清区"), sound_of("３５２０社区")
    ('yu ling zhen', 'chang qing qu', '3520 she qu')
    """
    return " ".join(lazy_pinyin(unicodedata.normalize("NFKC", name))).lower()


def initials_of(sound: str) -> str:
    """Take the first letter of each syllable, and numbers whole.

    >>> initials_of("yu ling zhen"), initials_of("3520 she qu")
    ('ylz', '3520sq')
    """
    return "".join(syllable if syllable.isdigit() else syllable[0] for syllable in sound.split() if syllable.isalnum())
