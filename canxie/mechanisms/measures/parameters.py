"""How small a number is shown to those who see figures only."""

from canxie.engine.parameters.declarations import Parameter, declare
from canxie.engine.parameters.kinds import Whole

declare(
    {
        "measures.least": Parameter(
            "指标",
            "县以上看到的数，少于几人不显示",
            Whole("人", 1, 100),
            5,
            help="人数太少时，看数字就能猜到是谁。",
        )
    }
)
