"""Which village a row is of: by its code, by its name inside the township, by the name of its sheet."""

import re
from collections import defaultdict
from datetime import date
from difflib import get_close_matches

from canxie.engine.scoping.scope import Scope
from canxie.ground.divisions.models import Division, Level
from canxie.ground.divisions.sounds import by_character
from canxie.kernel.cells import narrow
from canxie.kernel.refusal import Refused

_BODY = re.compile(r"(?:村民委员会|居民委员会|村委会|居委会|村委|居委|社区|村|居)$")


class Villages:
    """The villages of one place that a power reaches, on one day. What lies beyond is not found."""

    def __init__(self, scope: Scope, place: str, on: date, power: str) -> None:
        self.place = place
        there = Division.objects.valid_on(on).below(place).filter(level=Level.VILLAGE).order_by("code")
        rows = [row for row in there.values_list("code", "name") if scope.covers(row[0], power)]
        self.names = dict(rows)
        townships = Division.objects.valid_on(on).filter(code__in={code[:9] for code in self.names}).order_by("code")
        self.townships = dict(townships.values_list("code", "name"))
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for code, name in rows:
            self._by_name[bare(name)].append(code)
        self._found: dict[tuple[str, str, str, str], str | Refused] = {}

    def find(self, *, code: str, name: str, township: str, sheet: str) -> str:
        """Return the code of the village that these say. Raises Refused, with a name that is meant perhaps."""
        asked = (code, name, township, sheet)
        if asked not in self._found:
            try:
                self._found[asked] = self._find(code, name, township, sheet)
            except Refused as refusal:
                self._found[asked] = refusal
        found = self._found[asked]
        if isinstance(found, Refused):
            raise Refused(found.sentence)
        return found

    def _find(self, code: str, name: str, township: str, sheet: str) -> str:
        if digits := narrow(code).replace(" ", ""):
            if digits not in self.names:
                raise Refused(f"村代码 {digits} 找不到。对一下代码，或者改填村名。")
            return digits
        if name:
            return self._named(name, township)
        if len(self.names) == 1:
            return next(iter(self.names))
        if len(of_sheet := self._by_name[bare(sheet)]) == 1:
            return of_sheet[0]
        raise Refused("没有写是哪个村。补上村名。")

    def _named(self, name: str, township: str) -> str:
        said = " ".join(name.split())
        found = self._by_name.get(bare(said), [])
        exact = [code for code in found if self.names[code] == said]
        codes = exact or found
        if township:
            inside = [code for code in codes if bare_township(self.townships[code[:9]]) == bare_township(township)]
            if codes and not inside:
                raise Refused(f"{township}没有“{said}”。对一下乡镇和村名。")
            codes = inside
        if len(codes) > 1:
            raise Refused(f"村名“{said}”有 {len(codes)} 个。加一列乡镇或者村代码。")
        if not codes:
            raise Refused(f"村名“{said}”找不到。{self._suggestion(said)}")
        return codes[0]

    def _suggestion(self, name: str) -> str:
        """Ask for the village that sounds the same, or is written almost the same."""
        said, sound = bare(name), by_character(bare(name))
        alike = [own for own in self._by_name if own and by_character(own) == sound]
        alike = alike or get_close_matches(said, [*self._by_name], n=1, cutoff=0.5)
        return f"是不是{self.names[self._by_name[alike[0]][0]]}？" if alike else "对一下村名。"


def bare(name: str) -> str:
    """Take off what kind of village it is: 槐里, 槐里村 and 槐里村委会 are one; so are blanks.

    >>> bare("槐里村村委会"), bare("槐里 社区居委会"), bare("村")
    ('槐里', '槐里', '村')
    """
    said = "".join(narrow(name).split())
    while (shorter := _BODY.sub("", said)) and shorter != said:
        said = shorter
    return said


def bare_township(name: str) -> str:
    """
    >>> bare_township("榆岭镇"), bare_township("青禾街道办事处")
    ('榆岭', '青禾')
    """
    return re.sub(r"(?:街道办事处|街道办|街道|镇|乡)$", "", "".join(narrow(name).split())) or name
