"""Send on what nobody answered or accepted in time."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from canxie.mechanisms.matters.escalation import escalate_overdue


class Command(BaseCommand):
    help = "把到时没答复、没接收的事项转上一级"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *, as_json: bool, **options: Any) -> None:
        count = escalate_overdue(timezone.now())
        self.stdout.write(json.dumps({"escalated": count}) if as_json else f"转上一级 {count} 条")
