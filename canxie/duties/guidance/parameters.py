"""How long a task may take where whoever gives it says no day (2.4.1; the figure is local)."""

from canxie.engine.parameters.declarations import Parameter, declare
from canxie.engine.parameters.kinds import Whole

declare(
    {
        "guidance.days": Parameter(
            "交办任务",
            "交办的任务多久办完",
            Whole("天", at_least=1, at_most=366),
            15,
            help="交办时填好的日期，交办的人可以改。",
        ),
    }
)
