"""The entry of the measures in the navigation."""

from canxie.engine.ui.cards import Entry, entries
from canxie.ground.powers import Power

entries.declare("measures", Entry("指标", "map", "measures:index", Power.MEASURES_READ, group="数据"))
