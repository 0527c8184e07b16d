"""Let the appointed commissioners of a county hold their office by a term of their association."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from canxie.duties.officers.adopting import adopt
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.divisions.models import Division
from canxie.ground.powers import Power


class Command(BaseCommand):
    help = "把一个地方的专职委员任命转成残协任期，权限一秒不断"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("place", metavar="CODE", help="县、乡镇或村的代码")
        parser.add_argument("--json", action="store_true", dest="as_json", help="只输出一个 JSON 对象")

    def handle(self, *, place: str, as_json: bool, **options: Any) -> None:
        if not Division.objects.valid_on(timezone.localdate()).filter(code=place).exists():
            raise CommandError(f"今天没有代码为 {place} 的地方。", returncode=2)
        count = adopt(by=Scope(SYSTEM, {Power.ACCOUNTS_APPOINT: (place,)}), place=place, at=timezone.now())
        self.stdout.write(json.dumps({"terms": count}) if as_json else f"{count} 名专职委员的任命转成了残协任期。")
