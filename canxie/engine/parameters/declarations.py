"""What can be set: each room lists its parameters in a `parameters.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from canxie.engine.parameters.kinds import Kind
from canxie.engine.plugs import Plugs

LOCAL = "地方默认"
"""No policy gives the figure: a county may change it as it likes."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One figure or rule that a place may set for itself.

    `group` is the heading it stands under on the settings screen. `clause` says where the
    default comes from: a clause, or "地方默认". One that nothing reads yet is not `used`, and
    no screen offers what would change nothing.
    """

    group: str
    label: str
    kind: Kind
    default: Any
    clause: str = LOCAL
    help: str = ""
    used: bool = True

    def shown(self, value: Any) -> str:
        return self.kind.show(value)


declared: Plugs[str, Parameter] = Plugs("parameters")


def declare(parameters: Mapping[str, Parameter]) -> None:
    """Declare a room's parameters. A key begins with the word of its subject: `visit.interval.tier_a`."""
    for key, parameter in parameters.items():
        declared.declare(key, parameter)
