"""How long one stays signed in, and how often one may try."""

from canxie.engine.parameters.declarations import Parameter, declare
from canxie.engine.parameters.kinds import Several, Whole

declare(
    {
        "session.idle_minutes": Parameter(
            "登录", "多久不动就退出登录", Whole("分钟", at_least=5, at_most=480), 30, help="只管机关工作人员。"
        ),
        "sign_in.tries": Parameter(
            "登录",
            "同一账号从同一地址连错几次就暂停登录",
            Whole("次", at_least=3, at_most=20),
            5,
            help="按账号和地址一起算，一间办公室里别人不受影响。",
        ),
        "accounts.second_factor": Parameter(
            "登录",
            "哪些岗位登录要第二道验证",
            Several(
                (
                    ("township", "乡镇（街道）"),
                    ("county", "县"),
                    ("above", "市和省"),
                    ("administrators", "系统、安全、审计管理员"),
                )
            ),
            ("township", "county", "above", "administrators"),
            help="动态口令或者通行密钥。演示县不要求，演示账号一按就进。",
        ),
        "accounts.pin_tries": Parameter(
            "登录",
            "绑定的设备上 PIN 连错几次就解绑",
            Whole("次", at_least=3, at_most=10),
            5,
            help="解绑以后用密码登录，再绑一次。",
        ),
        "accounts.first_password_days": Parameter(
            "登录",
            "首次密码几天内有效",
            Whole("天", at_least=1, at_most=90),
            14,
            help="打印的和重设的都算。过了要由上一级再重设一次。",
        ),
        "sign_in.pause_minutes": Parameter("登录", "暂停登录多久", Whole("分钟", at_least=1, at_most=1440), 15),
    }
)
