"""Bring a backup back into an empty database, or rehearse it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from canxie.engine.backups.refusals import Refused
from canxie.engine.backups.restoring import drill, restore
from canxie.engine.scoping.scope import SYSTEM, Scope


class Command(BaseCommand):
    help = "把备份恢复到空库：先核对整份备份，恢复后逐表核对行数、操作记录和封存值，不一样就不采用"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="备份文件")
        parser.add_argument("--upgrade", action="store_true", help="备份来自旧版本：恢复的同时升级")
        parser.add_argument("--broken-trail", action="store_true", help="操作记录在备份以前就断了，也恢复")
        parser.add_argument("--drill", action="store_true", help="演练：恢复到临时的库，核对完就删，记下用了多久")
        parser.add_argument("--json", action="store_true", dest="as_json", help="只输出一个 JSON 对象")

    def handle(self, *, file: Path, as_json: bool, **options: Any) -> None:
        by = Scope(SYSTEM, {})
        how = {name: options[name] for name in ("upgrade", "broken_trail")}
        try:
            run = drill(file, by=by) if options["drill"] else restore(file, by=by, **how)
        except Refused as refused:
            raise CommandError(str(refused), returncode=refused.code) from refused
        if as_json:
            answer = {"file": run.file, "kind": run.kind, "rows": run.rows, "files": run.files, "seconds": run.seconds}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            what = "演练做完，恢复出来的和备份一样" if options["drill"] else "恢复好了，和备份一样"
            self.stdout.write(f"{what}：{run.rows} 行、{run.files} 个文件，用了 {run.seconds} 秒。")
