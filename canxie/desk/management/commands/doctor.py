"""Say what is wrong with this machine and how to mend it."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from canxie.desk.doctor.checks import CHECKS
from canxie.desk.doctor.findings import Finding, examined


class Command(BaseCommand):
    help = "检查这台机器：数据库、时间、字体、磁盘、密钥、后台任务、备份、HTTPS；哪里不对，怎么修"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json", help="只输出一个 JSON 对象")

    def handle(self, *, as_json: bool, **options: Any) -> None:
        findings = [examined(name, label, check) for name, (label, check) in CHECKS.items()]
        is_well = all(finding.is_well for finding in findings)
        if as_json:
            told = [
                {"name": one.name, "ok": one.is_well, "troubles": [trouble._asdict() for trouble in one.troubles]}
                for one in findings
            ]
            self.stdout.write(json.dumps({"ok": is_well, "checks": told}, ensure_ascii=False))
        else:
            self.say(findings)
        if not is_well:
            sys.exit(1)

    def say(self, findings: list[Finding]) -> None:
        for one in findings:
            if one.is_well:
                self.stdout.write(f"  正常  {one.label}")
            for trouble in one.troubles:
                self.stdout.write(f"  不对  {one.label}：{trouble.words}")
                self.stdout.write(f"        怎么修：{trouble.mend}")
        count = sum(len(one.troubles) for one in findings)
        self.stdout.write(f"共 {count} 处要修。" if count else "都正常。")
