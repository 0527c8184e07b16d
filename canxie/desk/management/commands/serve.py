"""Serve the pages and do the work behind them."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from canxie.desk.serving import serve


class Command(BaseCommand):
    help = "打开网页服务和后台任务，按 Ctrl-C 一起停下；HOST= 和 PORT= 换地址"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--web", action="store_true", help="只开网页，后台任务由 canxie worker 另外做")

    def handle(self, *, web: bool, **options: Any) -> None:
        def tell() -> None:
            self.stdout.write(f"已经打开：http://{settings.HOST}:{settings.PORT}")

        sys.exit(serve(when_up=tell, with_worker=not web))
