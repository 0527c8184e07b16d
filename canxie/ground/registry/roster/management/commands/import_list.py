"""Take a room's list from a shell: the same reading, checking and writing as the page."""

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from canxie.engine.audit.trail import recording
from canxie.engine.scoping.memory import remembering
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.engine.sheets.book import SheetRefused
from canxie.engine.sheets.lists import Kind, Overtaken, Taken, lists
from canxie.engine.sheets.reading import read
from canxie.ground.divisions.models import Division
from canxie.ground.powers import Power
from canxie.ground.registry.roster.checking import Checked
from canxie.ground.registry.roster.lists import ListCheck, words
from canxie.ground.registry.roster.running import LIST_OVERTAKEN


class Command(BaseCommand):
    help = "导入一份名单（村、专职委员等）；不加 --commit 只看结果，什么都不写"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "what", metavar="LIST", choices=[*lists], help="、".join(f"{key} {one.label}" for key, one in lists.items())
        )
        parser.add_argument("file", metavar="FILE", help="xlsx、xls 或 csv")
        parser.add_argument("--place", required=True, metavar="CODE", help="导入到哪里，如 370102")
        parser.add_argument("--commit", action="store_true", help="写入新增的和有变化的")
        parser.add_argument("--all", action="store_true", dest="takes_all", help="名单里没有的也照着办（如撤销的村）")
        parser.add_argument("--json", action="store_true", dest="as_json", help="只输出一个 JSON 对象")

    def handle(self, *, what: str, file: str, place: str, as_json: bool, **options: Any) -> None:
        today = timezone.localdate()
        if not Division.objects.valid_on(today).filter(code=place).exists():
            raise CommandError(f"今天没有代码为 {place} 的区划。", returncode=2)
        by = Scope(SYSTEM, {Power.REGISTRY_IMPORT: (place,), lists[what].power: (place,)})
        try:
            with remembering():
                check = ListCheck(read(self.bytes_of(file), name=Path(file).name), lists[what], by, place, today, {})
                found = [*check.rows()]
                rows = [
                    taken(one, takes_all=options["takes_all"]) for one in found if one.kind in {Kind.NEW, Kind.CHANGED}
                ]
                if options["commit"]:
                    with recording():
                        lists[what].write(
                            by=by, rows=[row for row in rows if row.kind == Kind.NEW or row.changes], on=today
                        )
        except SheetRefused as refusal:
            raise CommandError(refusal.sentence, returncode=2) from None
        except Overtaken:
            raise CommandError(LIST_OVERTAKEN, returncode=1) from None
        answer = told(what, found)
        self.stdout.write(
            json.dumps(answer, ensure_ascii=False) if as_json else in_words(answer, commit=options["commit"])
        )

    def bytes_of(self, file: str) -> bytes:
        try:
            return Path(file).read_bytes()
        except OSError:
            raise CommandError(f"打不开文件 {file}。", returncode=2) from None


def taken(one: Checked, *, takes_all: bool) -> Taken:
    changes = {key: (old, new) for key, old, new, _ in one.changes if takes_all or key not in one.left_out}
    return Taken(one.kind, one.record.place, one.record.values, changes)  # type: ignore[union-attr]  # a line of a list


def told(what: str, found: list[Checked]) -> dict[str, Any]:
    counts = Counter(one.kind for one in found)
    return {
        "list": what,
        "rows": len(found),
        "new": counts[Kind.NEW],
        "changed": counts[Kind.CHANGED],
        "unchanged": counts[Kind.SAME],
        "refused": [{"cell": cell, "reason": reason} for one in found for cell, reason in one.record.refused],
        "warnings": [{"cell": cell, "reason": reason} for one in found for cell, reason in one.record.warned],
        "added": [{"place": one.record.place, **one.record.values} for one in found if one.kind == Kind.NEW],  # type: ignore[union-attr]
        "changes": [
            {"place": one.record.place, "field": words(what, key), "old": old, "new": new}  # type: ignore[union-attr]
            for one in found
            if one.kind == Kind.CHANGED
            for key, old, new, _ in one.changes
        ],
    }


def in_words(answer: dict[str, Any], *, commit: bool) -> str:
    lines = [f"{answer['rows']} 行：新增 {answer['new']}，有变化 {answer['changed']}，没变化 {answer['unchanged']}。"]
    lines += [f"{one['place']} {one['field']}：{one['old']} → {one['new']}" for one in answer["changes"]]
    lines += [f"{one['cell']}：{one['reason']}" for one in (*answer["refused"], *answer["warnings"])]
    return "\n".join([*lines, "写好了。" if commit else "还什么都没写。加 --commit 写入。"])
