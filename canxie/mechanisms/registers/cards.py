"""The entry of the registers in the navigation."""

from canxie.engine.ui.cards import Entry, entries
from canxie.ground.powers import Power

entries.declare("registers", Entry("登记簿", "print", "registers:index", Power.REGISTERS_READ, group="数据"))
