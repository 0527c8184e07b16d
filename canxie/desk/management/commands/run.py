"""Everything from nothing to the demo county in a browser: what `make run` calls."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from canxie.desk.serving import serve
from canxie.ground.accounts.demo_accounts import PASSWORD, offers
from canxie.ground.accounts.models import User

KEYS = ("secret_key", "trail", "seal", "blind", "backup")


class Command(BaseCommand):
    help = "准备好密钥、数据库和演示县，然后打开；第二次只要几秒"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=20_000, help="演示县里编多少位残疾人")

    def handle(self, *, people: int, **options: Any) -> None:
        for name in KEYS:
            settings.KEYS.newest(name)
        call_command("migrate", interactive=False, verbosity=0)
        if not User.objects.exists():
            call_command("demo", people=people, files=settings.VAR / "demo")
        sys.exit(serve(when_up=self.tell))

    def tell(self) -> None:
        """Say where it is, and who one can be there."""
        self.stdout.write(f"\n残协通已经打开：http://{settings.HOST}:{settings.PORT}")
        if found := offers():
            self.stdout.write(f"演示账号，密码都是 {PASSWORD}：")
            for account in found:
                self.stdout.write(f"  {account.username:<14}{account.role}，{account.where}")
        self.stdout.write("按 Ctrl-C 停下。")
