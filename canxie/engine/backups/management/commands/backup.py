"""Make a backup, or prove one."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from rich.console import Console
from rich.progress import Progress

from canxie.engine.backups.making import described, make, make_daily, read, record
from canxie.engine.backups.models import BackupRun, Kind
from canxie.engine.backups.refusals import Refused
from canxie.engine.scoping.scope import SYSTEM, Scope

BY = Scope(SYSTEM, {})


class Command(BaseCommand):
    help = "备份数据库和文件，加密；密钥不在备份里，要另外保管。不写文件名就备份到 BACKUPS，并清掉多余的旧备份"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", nargs="?", type=Path, help="备份写到哪个文件")
        parser.add_argument("--check", action="store_true", help="不备份，只核对这份备份是不是完整、没有改动")
        parser.add_argument("--json", action="store_true", dest="as_json", help="只输出一个 JSON 对象")

    def handle(self, *, file: Path | None, check: bool, as_json: bool, **options: Any) -> None:
        if check and file is None:
            raise CommandError("核对哪一份：在 --check 后面写上备份的文件名。", returncode=2)
        try:
            answer = proved(file) if check and file else made(file)
        except Refused as refused:
            raise CommandError(str(refused), returncode=refused.code) from refused
        if as_json:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stdout.write(in_words(answer, check=check))


def made(file: Path | None) -> dict[str, Any]:
    began = time.time()
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("备份", total=None)

        def tell(done: int, of: int) -> None:
            progress.update(bar, completed=done, total=of)

        if file is None:
            run = make_daily(BY, tell=tell)
        else:
            make(file, tell=tell)
            if connection.introspection.table_names().count(BackupRun._meta.db_table):
                run = record(by=BY, kind=Kind.MADE, file=file, backup=read(file), began=began)
            else:  # data of an older release, saved before it is upgraded
                run = described(kind=Kind.MADE, file=file, backup=read(file), began=began)
    return {"file": run.file, "size": run.size, "rows": run.rows, "files": run.files, "seconds": run.seconds}


def proved(file: Path) -> dict[str, Any]:
    backup = read(file)
    told = {name: backup.manifest[name] for name in ("made_at", "version", "engine", "counts")}
    return told | {"file": file.name, "rows": backup.rows, "files": backup.files, "missing": backup.missing}


def in_words(answer: dict[str, Any], *, check: bool) -> str:
    found = f"{answer['rows']} 行、{answer['files']} 个文件"
    if check:
        return f"{answer['file']} 完整，没有改动：{answer['made_at'][:16]} 做的，{found}。"
    return f"备份好了，也核对过：{answer['file']}，{found}，用了 {answer['seconds']} 秒。密钥不在里面，请另外保管。"
