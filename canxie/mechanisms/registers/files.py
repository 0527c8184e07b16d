"""A file made of a register never goes out by the common door, which asks for a power and a place alone."""

from uuid import UUID

from canxie.engine.files.declarations import Kind, kinds
from canxie.ground.powers import Power
from canxie.mechanisms.registers.exports import FILE


def nowhere(file_id: UUID) -> None:
    """It hangs on no row there: `exports.fetch` alone hands it out, to the one account that asked for it."""


kinds.declare(FILE, Kind("导出的登记簿", Power.REGISTERS_EXPORT, nowhere))
