"""Answer which copy of a register a file is that turned up where it should not be."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from canxie.engine.sheets.book import SheetRefused
from canxie.ground.accounts.models import User
from canxie.mechanisms.registers.tracing import Traced, traced

SAYS = {"number": "文件里的编号", "properties": "文档属性里的编号", "mark": "单元格里的暗记"}


class Command(BaseCommand):
    help = "查一个流出去的表格是哪一份导出：看编号、文档属性和暗记"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="xlsx、xls 或 csv")
        parser.add_argument("--json", action="store_true", dest="as_json", help="只输出一个 JSON 对象")

    def handle(self, *, file: str, as_json: bool, **options: Any) -> None:
        try:
            found = traced(Path(file).read_bytes(), Path(file).name)
        except OSError:
            raise CommandError(f"打不开文件 {file}。", returncode=2) from None
        except SheetRefused as refusal:
            raise CommandError(refusal.sentence, returncode=2) from None
        told = answer(found)
        if as_json:
            self.stdout.write(json.dumps({"file": Path(file).name} | told, ensure_ascii=False))
        elif found:
            self.stdout.write(f"{told['number']}，{told['made_by']} {told['made_at']} 导出，用途：{told['purpose']}")
            self.stdout.write(
                f"根据：{SAYS[found.by]}" + (f"，{found.of} 处里 {found.agree} 处相符" if found.of else "")
            )
        if found is None:
            raise CommandError("看不出是哪一份：没有编号，暗记太少，或者不是从这里导出的。", returncode=1)


def answer(found: Traced | None) -> dict[str, Any]:
    if found is None:
        return {"number": ""}
    copy = found.copy
    name = User.objects.filter(pk=copy.made_by_id).values_list("name", flat=True).first() or ""
    made = f"{timezone.localtime(copy.made_at):%Y-%m-%d %H:%M}"
    said = {"number": copy.number, "made_by": name, "made_at": made, "purpose": copy.purpose, "rows": copy.rows}
    return said | {"by": found.by, "agree": found.agree, "of": found.of}
