"""Serve the pages and do the work behind them."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from canxie.desk.serving import serve


class Command(BaseCommand):
    help = "打开网页服务和后台任务，按 Ctrl-C 一起停下；HOST= 和 PORT= 换地址"

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(serve(when_up=lambda: self.stdout.write(f"已经打开：http://{settings.HOST}:{settings.PORT}")))
