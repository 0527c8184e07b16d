"""Fill an empty database with an invented county."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress, TimeElapsedColumn

from canxie.engine.audit.trail import recording
from canxie.engine.demos import Counts, Demo, Run, in_order, steps
from canxie.engine.scoping.memory import remembering
from canxie.ground.divisions.models import Division
from canxie.ground.registry.models import Person

PLACE, PROVINCE = "379900", "37"
MOST, LEAST, MOST_OF_PROVINCE = 200_000, 60, 5_000_000


class Command(BaseCommand):
    help = "在空库里编造一个演示县：区划、工作人员、残疾人、走访和需求，都是编的"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, help="编多少位残疾人（默认 20000；全省 3000000）")
        parser.add_argument(
            "--province", action="store_true", help="编一个全省：真实的区划，编造的人（只用 PostgreSQL）"
        )
        parser.add_argument("--seed", type=int, default=int(PLACE), help="同一个数、同一天，编出来的一样")
        parser.add_argument("--files", type=Path, default=settings.BASE_DIR / "var/demo", help="试导入的名册放哪里")
        parser.add_argument("--yes", action="store_true", help="不是演示环境（CANXIE_DEMO=1）也编")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, people: int | None, seed: int, files: Path, province: bool, **options: Any) -> None:
        people = people or (3_000_000 if province else 20_000)
        check(people, seed, yes=options["yes"], province=province)
        began, place = time.monotonic(), PROVINCE if province else PLACE
        demo = Demo(place, people, seed, timezone.localdate(), files)
        counts = (build_province if province else build)(demo, Console(stderr=True))
        seconds = round(time.monotonic() - began, 1)
        if options["as_json"]:
            self.stdout.write(json.dumps({"seconds": seconds, "counts": counts}, ensure_ascii=False))
        else:
            said = "，".join(f"{what} {number}" for what, number in counts.items())
            self.stdout.write(f"演示{'省' if province else '县'}编好了，用了 {seconds} 秒：{said}。")


def check(people: int, seed: int, *, yes: bool, province: bool) -> None:
    """Refuse what would mix invented people with real ones, or what cannot be."""
    most = MOST_OF_PROVINCE if province else MOST
    if not LEAST <= people <= most:
        raise CommandError(f"人数要在 {LEAST} 到 {most} 之间。", returncode=2)
    if province and connection.vendor != "postgresql":
        raise CommandError(
            "一个省的人要几个进程同时写，SQLite 做不到：先设 DATABASE_URL 指向 PostgreSQL。", returncode=2
        )
    if seed < 0:
        raise CommandError("种子不能是负数。", returncode=2)
    if not (settings.DEMO or yes):
        raise CommandError("这里不是演示环境。要在这个库里编造人，加上 --yes，或者先设 CANXIE_DEMO=1。", returncode=2)
    if Person.objects.exists() or Division.objects.below(PROVINCE if province else PLACE[:4]).exists():
        raise CommandError("这个库里已经有人了，演示县只编进空库。", returncode=2)


def build(demo: Demo, console: Console) -> Counts:
    """Run every room's step. All or nothing: one that was broken off leaves an empty database, to begin again."""
    steps.discover()
    with recording(), remembering():
        return walk([(step.label, step.run) for step in in_order()], demo, console)


def build_province(demo: Demo, console: Console) -> Counts:
    """Run the steps of the rooms that can fill a province. One that was broken off wants a new database."""
    steps.discover()
    return walk([(step.label, step.wide) for step in in_order(wide=True) if step.wide], demo, console)


def walk(runs: Iterable[tuple[str, Run]], demo: Demo, console: Console) -> Counts:
    counts = Counts()
    with Progress(*Progress.get_default_columns(), TimeElapsedColumn(), console=console) as progress:
        for label, run in runs:
            told = telling(progress, label)
            counts |= run(demo, told)
            told(1.0)
    return counts


def telling(progress: Progress, label: str) -> Callable[[float], None]:
    """Draw one more bar, and return who hears how much of it is done."""
    bar = progress.add_task(label, total=1.0)
    return lambda done: progress.update(bar, completed=done)
