"""Fill an empty database with an invented county."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from canxie.engine.audit.trail import recording
from canxie.engine.demos import Counts, Demo, in_order, steps
from canxie.engine.scoping.memory import remembering
from canxie.ground.divisions.models import Division
from canxie.ground.registry.models import Person

PLACE = "379900"
MOST, LEAST = 200_000, 60


class Command(BaseCommand):
    help = "在空库里编造一个演示县：区划、工作人员、残疾人、走访和需求，都是编的"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, default=20_000, help="编多少位残疾人（默认 20000）")
        parser.add_argument("--seed", type=int, default=int(PLACE), help="同一个数、同一天，编出来的一样")
        parser.add_argument("--files", type=Path, default=settings.BASE_DIR / "var/demo", help="试导入的名册放哪里")
        parser.add_argument("--yes", action="store_true", help="不是演示环境（CANXIE_DEMO=1）也编")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, people: int, seed: int, files: Path, **options: Any) -> None:
        check(people, seed, yes=options["yes"])
        began, demo = time.monotonic(), Demo(PLACE, people, seed, timezone.localdate(), files)
        counts = build(demo, Console(stderr=True))
        seconds = round(time.monotonic() - began, 1)
        if options["as_json"]:
            self.stdout.write(json.dumps({"seconds": seconds, "counts": counts}, ensure_ascii=False))
        else:
            said = "，".join(f"{what} {number}" for what, number in counts.items())
            self.stdout.write(f"演示县编好了，用了 {seconds} 秒：{said}。")


def check(people: int, seed: int, *, yes: bool) -> None:
    """Refuse what would mix invented people with real ones, or what cannot be."""
    if not LEAST <= people <= MOST:
        raise CommandError(f"人数要在 {LEAST} 到 {MOST} 之间。", returncode=2)
    if seed < 0:
        raise CommandError("种子不能是负数。", returncode=2)
    if not (settings.DEMO or yes):
        raise CommandError("这里不是演示环境。要在这个库里编造人，加上 --yes，或者先设 CANXIE_DEMO=1。", returncode=2)
    if Person.objects.exists() or Division.objects.below(PLACE[:4]).exists():
        raise CommandError("这个库里已经有人了，演示县只编进空库。", returncode=2)


def build(demo: Demo, console: Console) -> Counts:
    """Run every room's step. All or nothing: one that was broken off leaves an empty database, to begin again."""
    steps.discover()
    counts = Counts()
    with recording(), remembering(), Progress(console=console) as progress:
        for step in in_order():
            bar = progress.add_task(step.label, total=1.0)
            counts |= step.run(demo, lambda done, bar=bar: progress.update(bar, completed=done))  # type: ignore[misc]
            progress.update(bar, completed=1.0)
    return counts
