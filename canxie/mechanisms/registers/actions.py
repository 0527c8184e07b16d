"""Reading a register, and giving out a copy of it."""

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash

from canxie.engine.audit.trail import action, note
from canxie.engine.scoping.scope import Scope
from canxie.ground.divisions.models import Division
from canxie.ground.powers import Power
from canxie.mechanisms.registers.models import Copy
from canxie.mechanisms.registers.published import registers
from canxie.mechanisms.registers.reading import Form

POWERS = {Form.PAPER: Power.REGISTERS_PRINT, Form.FILE: Power.REGISTERS_EXPORT}


class Digest:
    """Keys of rows in their order, as one number: SM3, a line each."""

    def __init__(self, keys: Iterable[object] = ()) -> None:
        self._hash, self.count = Hash(SM3()), 0
        for key in keys:
            self.add(key)

    def add(self, key: object) -> None:
        self._hash.update(f"{key}\n".encode())
        self.count += 1

    def hex(self) -> str:
        return self._hash.copy().finalize().hex()


@action("registers.read")
def read(*, by: Scope, register: str, place: Division, digest: Digest) -> None:
    """Note that a page of a register was read: how many rows, and which, as a digest."""
    by.must_cover(place.code, Power.REGISTERS_READ)
    note(by, "registers.read", place, place=place.code, register=register, rows=digest.count, digest=digest.hex())


@action("registers.issue")
def issue(*, by: Scope, register: str, form: Form, place: Division, purpose: str, digest: Digest, today: date) -> Copy:
    """Give a copy its number, and note who made it for what. Before this nothing is given out.

    Two at the same moment get different numbers: each number is claimed.
    """
    by.must_cover(place.code, POWERS[form])
    said = {"register": register, "form": form.value, "purpose": purpose, "rows": digest.count, "digest": digest.hex()}
    copy = numbered(registers[register].code, place.code, today, made_by_id=by.user_id, **said)
    note(by, "registers.issue", copy, place=place.code, **said)
    return copy


def numbered(code: str, place: str, today: date, **said: Any) -> Copy:
    """Make a copy with the next number of the day: MC-379900001-20261124-01."""
    for number in count(1):
        copy, is_mine = Copy.objects.get_or_create(
            number=f"{code}-{place}-{today:%Y%m%d}-{number:02}", defaults={**said, "place": place}
        )
        if is_mine:
            return copy
    raise AssertionError  # numbers do not end
