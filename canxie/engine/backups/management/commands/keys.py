"""Say which keys there are, or renew one."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from canxie.engine.backups.refusals import Refused
from canxie.engine.backups.rotating import NAMES, rotate, unfinished
from canxie.engine.jobs.actions import Order, start
from canxie.engine.scoping.scope import SYSTEM, Scope

BY = Scope(SYSTEM, {})


class Command(BaseCommand):
    help = "list 看有哪些密钥；rotate 换一把：新的立刻用新密钥，旧的分批重新封存，断了再运行一次就接着做"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["list", "rotate"])
        parser.add_argument("name", nargs="?", choices=[*NAMES], default="seal", help="换哪一把（默认 seal）")
        parser.add_argument("--background", action="store_true", help="交给后台任务做，在网页上看做到哪了")
        parser.add_argument("--json", action="store_true", dest="as_json", help="只输出一个 JSON 对象")

    def handle(self, *, what: str, name: str, as_json: bool, **options: Any) -> None:
        answer = listed() if what == "list" else self.rotated(name, background=options["background"])
        if as_json:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        elif what == "list":
            for key, versions in answer["keys"].items():
                self.stdout.write(f"{key}（{NAMES[key]}）：第 {'、'.join(map(str, versions)) or '?'} 版")
        elif "job" in answer:
            self.stdout.write(f"交给后台任务了，编号 {answer['job']}。")
        else:
            copy = f"旧密钥不要删，备份还要用；把 {settings.KEYS.folder} 重新抄一份。"
            self.stdout.write(f"换好了：{NAMES[name]}用第 {answer['version']} 版，重做了 {answer['count']} 个。{copy}")

    def rotated(self, name: str, *, background: bool) -> dict[str, Any]:
        if background:
            return {"job": str(start(by=BY, order=Order("keys.rotate", "", arguments={"name": name})).pk)}
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            bar = progress.add_task(NAMES[name], total=None)
            try:
                return rotate(name, by=BY, tell=lambda done, of: progress.update(bar, completed=done, total=of))
            except Refused as refused:
                raise CommandError(str(refused), returncode=refused.code) from refused


def listed() -> dict[str, Any]:
    return {"keys": {name: settings.KEYS.versions(name) for name in NAMES}, "unfinished": unfinished()}
