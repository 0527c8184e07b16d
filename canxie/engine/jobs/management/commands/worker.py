"""Do what waits in the queue and on the schedule."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from canxie.engine.jobs.worker import Worker


class Command(BaseCommand):
    help = "做后台任务和定时任务；收到终止信号就停，手上的事留给下一个"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--until-idle", action="store_true", help="没有事做就结束")

    def handle(self, *, until_idle: bool, **options: Any) -> None:
        Worker().run(until_idle=until_idle)
