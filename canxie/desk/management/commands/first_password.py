"""A new first password from the machine itself, for those whom nobody above can give one: clerks of the county."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from canxie.ground.accounts.models import User
from canxie.ground.accounts.passwords import give_from_the_machine


class Command(BaseCommand):
    help = "给一个账号重设首次密码（上面没有人能重设的：县残联干事和三个管理员）；写理由，记进操作记录"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="用户名")
        parser.add_argument("--reason", required=True, metavar="理由", help="一句话，例如本人当面来说忘了密码")
        parser.add_argument("--factors", action="store_true", help="第二道验证也清掉，下次登录再加")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, username: str, reason: str, factors: bool, as_json: bool, **options: Any) -> None:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"没有在用的账号 {username}。", returncode=2)
        if not reason.strip():
            raise CommandError("写一句理由，以后的人看得懂。", returncode=2)
        password = give_from_the_machine(user=user, reason=reason.strip(), factors=factors)
        if as_json:
            self.stdout.write(json.dumps({"username": username, "first_password": password}, ensure_ascii=False))
        else:
            self.stdout.write(f"{user.name}（{username}）的首次密码：{password}。只显示这一次，旧的登录全部退出。")
