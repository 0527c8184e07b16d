"""Import a roster from a shell: the same reading, checking and writing as the page."""

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from canxie.engine.files.content import Content
from canxie.engine.scoping.memory import remembering
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.engine.sheets.book import SheetRefused
from canxie.engine.sheets.lists import Kind, Overtaken
from canxie.engine.sheets.reading import read
from canxie.ground.divisions.models import Division
from canxie.ground.powers import Power
from canxie.ground.registry.roster.actions import upload
from canxie.ground.registry.roster.bulk import at_full_speed
from canxie.ground.registry.roster.checking import Check, Checked
from canxie.ground.registry.roster.models import RosterImport
from canxie.ground.registry.roster.reading import keep_rows
from canxie.ground.registry.roster.running import OVERTAKEN
from canxie.ground.registry.roster.writing import follow, prepare, write


class Command(BaseCommand):
    help = "导入一份残疾人名册；不加 --commit 只看结果，什么都不写"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="xlsx、xls 或 csv")
        place = parser.add_mutually_exclusive_group(required=True)
        place.add_argument("--village", metavar="CODE", help="12 位村代码")
        place.add_argument("--township", metavar="CODE", help="9 位乡镇代码")
        parser.add_argument("--commit", action="store_true", help="写入新增的和有变化的")
        parser.add_argument("--json", action="store_true", dest="as_json", help="只输出一个 JSON 对象")

    def handle(self, *, file: str, commit: bool, as_json: bool, **options: Any) -> None:
        place = self.place(**options)
        answer = Answer(Path(file).name)
        by = Scope(SYSTEM, {Power.REGISTRY_IMPORT: (place,)})
        try:
            data = Path(file).read_bytes()
        except OSError:
            raise CommandError(f"打不开文件 {file}。", returncode=2) from None
        try:
            with remembering():
                self.run(data, by, place, answer, commit=commit)
        except SheetRefused as refusal:
            answer.accepted, answer.reason = False, refusal.sentence
        self.stdout.write(json.dumps(answer.told(), ensure_ascii=False) if as_json else answer.in_words(commit=commit))
        if not answer.accepted:
            raise CommandError(answer.reason, returncode=2)

    def place(self, *, village: str | None, township: str | None, **_: Any) -> str:
        code, length = (village, 12) if village else (township or "", 9)
        if len(code) != length or not Division.objects.valid_on(timezone.localdate()).filter(code=code).exists():
            raise CommandError(f"今天没有代码为 {code} 的{'村' if village else '乡镇'}。", returncode=2)
        return code

    def run(self, data: bytes, by: Scope, place: str, answer: "Answer", *, commit: bool) -> None:
        """Check the file; with `commit`, keep its rows too, and write them as the page would without a choice made."""
        today = timezone.localdate()
        with Progress(console=Console(stderr=True), transient=True) as progress, at_full_speed():
            bar = progress.add_task("核对", total=None)
            check = Check(read(data, name=answer.file), by, place, today)
            if not commit:
                for checked in check.rows(lambda done: progress.update(bar, completed=done)):
                    answer.count(checked)
                answer.look(check)
                return
            content = Content(answer.file, "application/octet-stream", data)
            roster = upload(by=by, path=place, content=content, today=today)
            keep_rows(roster, check, by=by, seen=answer.count)
            answer.look(check)
            del check  # with all cells of the file, before as many rows are made ready
            progress.update(bar, description="写入")
            self.write(roster, by)

    def write(self, roster: RosterImport, by: Scope) -> None:
        today = timezone.localdate()
        try:
            write(by=by, plan=prepare(roster, by=by, on=today), on=today)
        except Overtaken:
            raise CommandError(OVERTAKEN, returncode=1) from None
        follow(by=by, roster=roster, on=today)


class Answer:
    """What the command says of a file."""

    def __init__(self, file: str) -> None:
        self.file, self.accepted, self.reason = file, True, ""
        self.counts = Counter[str]()
        self.refused: list[dict[str, str]] = []
        self.warnings: list[dict[str, str]] = []
        self.ignored = 0

    def count(self, checked: Checked) -> None:
        """Each row is one of five things; a refused one is told once, with all that is wrong with it."""
        self.counts[checked.kind] += 1
        if checked.kind == Kind.REFUSED:
            cell, first = checked.record.refused[0]
            more = "".join(f"{other.rpartition('!')[2]}：{reason}" for other, reason in checked.record.refused[1:])
            self.refused.append({"cell": cell, "reason": f"{first}{more}"})
        else:
            self.warnings += [{"cell": cell, "reason": reason} for cell, reason in checked.record.warned]

    def look(self, check: Check) -> None:
        self.warnings += [{"cell": cell, "reason": reason} for cell, reason in check.hidden()]
        self.ignored = sum(map(len, check.ignored.values()))

    def told(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "accepted": self.accepted,
            "reason": self.reason,
            "rows": self.counts.total(),
            "new": self.counts[Kind.NEW],
            "changed": self.counts[Kind.CHANGED],
            "unchanged": self.counts[Kind.SAME],
            "duplicate": self.counts[Kind.DUPLICATE],
            "refused": self.refused,
            "warnings": self.warnings,
            "ignored_rows": self.ignored,
        }

    def in_words(self, *, commit: bool) -> str:
        counts = "、".join(f"{kind.label} {self.counts[kind]}" for kind in Kind)
        lines = [f"{self.file}：{self.counts.total()} 行，{counts}。"]
        lines += [f"{one['cell']}：{one['reason']}" for one in (*self.refused, *self.warnings)]
        return "\n".join([*lines, "已写入新增的和有变化的。" if commit else "还什么都没写。加 --commit 写入。"])
