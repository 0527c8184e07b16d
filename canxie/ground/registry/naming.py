"""How a name and a number are kept: as written for the eye, and in the forms they are found by.

Whatever enters people uses these, be it a form, an import or the demo county.
"""

import re
from typing import Any

from canxie.engine.sealing.seals import blind
from canxie.kernel import identity, names, pinyin

COUNTY = 6
TAIL = 4
_PARTS = str.maketrans(dict.fromkeys(names.VARIANTS, names.SEPARATOR))


def named(name: str) -> dict[str, str]:
    """Give the fields of a person that hold the name, kept character by character."""
    kept = names.kept(name)
    said = kept.translate(_PARTS)
    return {
        "name": kept,
        "name_key": names.search_key(kept),
        "name_sort": pinyin.sort_key(said)[:120],
        "initials": pinyin.initials(said),
    }


def identified(number: str, county: str) -> dict[str, Any]:
    """Give the fields of a person that hold the citizen number, "" for none; any path stands for its county."""
    number = identity.clean(number)
    return {
        "identifier": number or None,
        "identifier_index": blind("identifier", number),
        "tail_index": tail_index(number[-TAIL:], county),
    }


def tail_index(tail: str, county: str) -> str:
    """Index the last four places of a number within its county: two counties never share an index."""
    return blind("tail", county[:COUNTY] + tail.upper()) if tail else ""


def phoned(number: str) -> dict[str, str]:
    """Give the fields of a phone that hold the number; it is found by its digits, however it is grouped."""
    return {"number": number, "number_index": phone_index(number)}


def phone_index(number: str) -> str:
    return blind("phone", re.sub(r"[^0-9]", "", number))
