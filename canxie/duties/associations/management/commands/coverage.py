"""Answer how far a place is covered, and which villages are missing."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date

from canxie.duties.associations import counting, planned
from canxie.ground.divisions.models import Division


class Command(BaseCommand):
    help = "一个地方有几个村、几个有残协、还差哪些村，今天的或过去某一天的"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="CODE", help="区划代码，如 379900")
        parser.add_argument("--on", metavar="DATE", help="哪一天，如 2026-03-01；不写就是今天")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, code: str, on: str | None, as_json: bool, **options: Any) -> None:
        day = day_of(on, timezone.localdate())
        if not Division.objects.valid_on(day).filter(code=code).exists():
            raise CommandError(f"{day} 没有代码为 {code} 的区划。", returncode=2)
        figures = counting.covered(code, day)
        rows = planned.told(counting.gaps(code, day), day, with_names=False)
        gaps = [{"code": row.code, "name": row.name, "reason": row.reason} for row in rows]
        answer = {"villages": figures.villages, "covered": figures.covered, "gaps": gaps}
        if as_json:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            for row in rows:
                self.stdout.write(f"{row.code}\t{row.name}\t{row.reason}")
            self.stdout.write(f"{figures.villages} 个村（社区），{figures.covered} 个有残协，还差 {figures.missing} 个")
        if not figures.villages:
            raise CommandError(f"{day} 这里没有在册的村（社区）。", returncode=1)


def day_of(text: str | None, today: date) -> date:
    if text is None:
        return today
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise CommandError(f"日期写成 2026-03-01 这样，“{text}”看不懂。", returncode=2)
    if day > today:
        raise CommandError(f"{day} 还没到，没有数。", returncode=2)
    return day
