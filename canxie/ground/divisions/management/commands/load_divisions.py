"""Take real divisions from the national list."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from rich.console import Console
from rich.progress import Progress

from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.divisions.actions import load
from canxie.ground.divisions.models import Level
from canxie.ground.divisions.national import AS_OF, listed
from canxie.ground.powers import Power


class Command(BaseCommand):
    help = "装入全国区划表里的一个区划和它下面的全部（如 37，山东省）；已有的不动，可以再装一次"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="区划代码，如 37 或 370102")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, code: str, as_json: bool, **options: Any) -> None:
        rows = listed(code) if code.isdecimal() else []
        if not rows:
            raise CommandError(f"全国区划表（{AS_OF}）里没有 {code}。", returncode=2)
        scope = Scope(SYSTEM, {Power.DIVISIONS_CHANGE: (code[:2],)})
        with Progress(console=Console(stderr=True)) as progress:
            bar = progress.add_task("装入区划", total=len(rows))
            try:
                new = load(by=scope, code=code, rows=rows, as_of=AS_OF, told=lambda n: progress.advance(bar, n))
            except IntegrityError as error:
                raise CommandError("另一处正在装入同样的区划，等它装完再来。", returncode=1) from error
            progress.update(bar, completed=len(rows))
        villages = sum(len(own) == Level.VILLAGE for own, _, _ in rows)
        if as_json:
            told = {"code": code, "as_of": f"{AS_OF}", "new": new, "kept": len(rows) - new, "villages": villages}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self.stdout.write(f"新装 {new} 个，原有 {len(rows) - new} 个，其中村（社区）{villages} 个")
