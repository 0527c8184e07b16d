"""What the engine itself keeps, and for how long."""

from canxie.engine.parameters.declarations import Parameter, declare
from canxie.engine.parameters.kinds import Whole

declare(
    {
        "audit.retention_months": Parameter(
            "留存",
            "操作记录保留多久",
            Whole("个月", at_least=6, at_most=600),
            36,
            help="满这么久的操作记录可以归档。网络日志至少保留六个月，个人信息保护影响评估的记录至少保留三年。",
        ),
        "import.keep_days": Parameter(
            "留存",
            "上传的名册和结果文件保留多久",
            Whole("天", at_least=1, at_most=365),
            30,
            help="到期后文件和暂存的行一起清除，已经写入的人不受影响。",
        ),
    }
)
