"""How much of a register leaves the house as a file, by whose word, and for how long."""

from canxie.engine.parameters.declarations import Parameter, declare
from canxie.engine.parameters.kinds import Whole, YesNo

GROUP = "导出"
MOST = Whole("行", at_least=1, at_most=100_000)

declare(
    {
        "export.approve_above": Parameter(
            GROUP, "一次导出超过多少行要县残联批", Whole("行", at_least=0, at_most=100_000), 50
        ),
        "export.rows_a_day": Parameter(
            GROUP,
            "每个账号每天不用批最多导出多少行",
            Whole("行", at_least=0, at_most=100_000),
            50,
            help="当天所有的导出加起来算，拆成几次也一样。超过的不是不行，是要县残联批。",
        ),
        "export.most.village": Parameter(GROUP, "村里的账号一次最多导出多少行", MOST, 200),
        "export.most.township": Parameter(GROUP, "乡镇的账号一次最多导出多少行", MOST, 5_000),
        "export.most.county": Parameter(GROUP, "县里的账号一次最多导出多少行", MOST, 50_000),
        "export.whole_numbers": Parameter(
            GROUP, "可以申请导出完整的证号和电话", YesNo(), default=False, help="每一次都要另一个人批。平时只有尾号。"
        ),
        "export.keep_days": Parameter(GROUP, "导出的文件几天以后清除", Whole("天", at_least=1, at_most=90), 7),
    }
)
