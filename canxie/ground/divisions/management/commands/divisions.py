"""Answer which divisions lie one level down."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date

from canxie.ground.divisions.models import Division


class Command(BaseCommand):
    help = "列出一个区划的下一级，今天的或某一天的"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--parent", required=True, metavar="CODE", help="上级代码，如 379900")
        parser.add_argument("--on", metavar="DATE", help="哪一天，如 2026-03-01；不写就是今天")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, parent: str, on: str | None, as_json: bool, **options: Any) -> None:
        day = day_of(on) if on else timezone.localdate()
        known = Division.objects.valid_on(day)
        if not known.filter(code=parent).exists():
            raise CommandError(f"{day} 没有代码为 {parent} 的区划。", returncode=2)
        columns = ["code", "name", "level", "valid_from", "valid_to"]
        found = [*known.children_of(parent).values(*columns)]
        if as_json:
            self.stdout.write(json.dumps({"divisions": found}, ensure_ascii=False, default=str))
            return
        for row in found:
            self.stdout.write(f"{row['code']}\t{row['name']}")
        self.stdout.write(f"共 {len(found)} 个")


def day_of(text: str) -> date:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if not day:
        raise CommandError(f"日期写成 2026-03-01 这样，“{text}”看不懂。", returncode=2)
    return day
