"""Who reads a register, and how much of a name and of a number that shows."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from canxie.engine.scoping.scope import Scope
from canxie.engine.sealing.fields import Sealed
from canxie.ground.divisions.names import Names
from canxie.ground.powers import Power
from canxie.kernel.masking import masked_name


class Form(StrEnum):
    """How a register is given out."""

    SCREEN = "screen"
    PAPER = "paper"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a register in which form, and therefore what of a name and of a number.

    On the screen the named contact reads names whole and everyone else masked ones; a paper
    and a file, whose purpose was asked and noted, show names whole. Numbers show their tail, unless
    the file is one with `whole` numbers, to which another person has agreed.
    """

    scope: Scope
    form: Form
    names: Names
    today: date
    whole: bool = False

    def clear(self, path: str) -> bool:
        return self.form != Form.SCREEN or self.scope.covers(path, Power.REGISTRY_CONTACT)

    def name(self, name: str, path: str) -> str:
        return name if self.clear(path) or not name else masked_name(name)

    def tail(self, number: Sealed | None, digits: int = 4) -> str:
        return f"尾号 {number.tail(digits)}" if number else ""

    def number(self, number: Sealed | None) -> str:
        """The number in full where it may stand, else its tail."""
        return number.clear() if number and self.whole else self.tail(number)

    def place(self, code: str, on: date | None = None) -> str:
        return self.names(code, on or self.today)
