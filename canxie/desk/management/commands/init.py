"""Set up a real county on an empty database: keys, divisions, the first clerk, three administrators."""

import json
import re
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from canxie.desk.management.commands.run import KEYS
from canxie.engine.audit.trail import recording
from canxie.engine.keys import UnknownKey
from canxie.engine.scoping.memory import remembering
from canxie.engine.scoping.scope import SYSTEM, Scope
from canxie.ground.accounts.founding import FOUNDERS, Founded, Founder, NotEmpty, found
from canxie.ground.accounts.models import User
from canxie.ground.divisions.actions import load
from canxie.ground.divisions.models import Division, Level
from canxie.ground.divisions.national import AS_OF, listed
from canxie.ground.powers import Power
from canxie.kernel.pinyin import syllables

DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
USERNAME = re.compile(r"[a-z0-9][a-z0-9.\-]{2,59}")
THERE = "这个数据库里已经有账号了。canxie init 只用一次；要重来，换一个空的数据库。"
LOST = "密钥丢了：{} 建过，现在找不到。从密钥的备份里拿回来放好，再来一次；密钥不会重新建。"


class Command(BaseCommand):
    help = "在空的数据库里建一个真的县：密钥、区划、第一位县残联干事和三个管理员。问什么答什么，或者用选项说"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--county", metavar="CODE", help="6 位县（市、区）代码，如 370102")
        parser.add_argument("--domain", metavar="NAME", help="网址的域名，如 canxie.example.cn")
        for key, role in FOUNDERS.items():
            parser.add_argument(f"--{key}", metavar="姓名[:用户名]", help=f"{role.label}；不写用户名就用姓名的拼音")
        parser.add_argument("--json", action="store_true", dest="as_json", help="只输出一个 JSON 对象")

    def handle(self, *, as_json: bool, **options: Any) -> None:
        if settings.DEMO:
            raise CommandError("现在是演示模式（CANXIE_DEMO=1），不能建真的县。去掉它再来。", returncode=2)
        if None in (options["county"], options["domain"], *(options[key] for key in FOUNDERS)) and sys.stdin.isatty():
            self.prepare()  # before anybody has answered questions in vain
        county = county_of(self.asked(options["county"], "县（市、区）代码"))
        domain = domain_of(self.asked(options["domain"], "域名"))
        founders = founders_of({key: self.asked(options[key], role.label) for key, role in FOUNDERS.items()})
        self.prepare()
        made, divisions = self.found(county, founders)
        where = self.write_environment(domain)
        told = [
            {"role": one.founder.role.label, "name": one.founder.name, "username": one.founder.username}
            | {"first_password": one.password}
            for one in made
        ]
        if as_json:
            answer = {"county": county, "domain": domain, "divisions": divisions, "environment": where}
            self.stdout.write(json.dumps(answer | {"accounts": told}, ensure_ascii=False))
            return
        name = Division.objects.filter(code=county).latest("valid_from").name
        self.stdout.write(f"{name}建好了：区划 {divisions} 个。服务的环境写在 {where}，密钥在 {settings.KEYS.folder}。")
        self.stdout.write("密钥不在数据里：另外备份，和数据的备份分开放。首次密码只显示这一次，记下交给本人：")
        for one in told:
            self.stdout.write(f"  {one['role']}\t{one['name']}\t{one['username']}\t{one['first_password']}")

    def asked(self, said: str | None, what: str) -> str:
        """Take what an option says, or ask for it where somebody can answer."""
        if said is not None:
            return said.strip()
        if not sys.stdin.isatty():
            raise CommandError(f"没有说{what}。用选项说，canxie init --help 看怎么写。", returncode=2)
        self.stderr.write(f"{what}：", ending="")
        return input().strip()

    def prepare(self) -> None:
        """Bring keys and tables there; refuse what is not empty before anything is asked."""
        for name in (*KEYS, "limits"):
            try:
                settings.KEYS.newest(name)
            except UnknownKey:
                raise CommandError(LOST.format(name), returncode=1) from None
        try:
            call_command("migrate", interactive=False, verbosity=0)
            is_used = User.objects.exists()
        except DatabaseError as error:
            raise CommandError(f"数据库用不了：{str(error).splitlines()[0]}", returncode=1) from None
        if is_used:
            raise CommandError(THERE, returncode=1)

    def found(self, county: str, founders: list[Founder]) -> tuple[list[Founded], int]:
        """Load the province and make the accounts, all in one transaction or nothing of it."""
        scope = Scope(SYSTEM, {Power.DIVISIONS_CHANGE: (county[:2],)})
        rows = listed(county[:2])
        self.stderr.write(f"装入 {len(rows)} 个区划……")
        try:
            with remembering(), recording():
                load(by=scope, code=county[:2], rows=rows, as_of=AS_OF, told=lambda _: None)
                return found(county=county, founders=founders, at=timezone.now()), len(rows)
        except NotEmpty:
            raise CommandError(THERE, returncode=1) from None
        except ValidationError as refusal:
            raise CommandError("".join(refusal.messages), returncode=2) from None

    def write_environment(self, domain: str) -> str:
        """Write what the service has to be started with; nothing in it is secret."""
        file = settings.VAR / "canxie.env"
        lines = {
            "VAR": settings.VAR,
            "ALLOWED_HOSTS": f"{domain},127.0.0.1",
            "CANXIE_HTTPS": 1,
            "CANXIE_DEMO": 0,
            "PROXIES": 1,
        }
        file.write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
        return str(file)


def county_of(code: str) -> str:
    if not re.fullmatch(r"\d{6}", code):
        raise CommandError("县（市、区）代码是 6 位数字，如 370102。", returncode=2)
    if len(code) != Level.COUNTY or not listed(code):
        raise CommandError(f"全国区划表（{AS_OF}）里没有 {code}。", returncode=2)
    return code


def domain_of(name: str) -> str:
    if not DOMAIN.fullmatch(name):
        raise CommandError("域名写成 canxie.example.cn 这样，不带 https:// 和路径。", returncode=2)
    return name


def founders_of(said: dict[str, str]) -> list[Founder]:
    """Read name and user name of each. The three administrators and the clerk are four people."""
    founders = []
    for key, text in said.items():
        name, _, username = text.partition(":")
        name, username = name.strip(), username.strip() or "".join(syllables(name.strip() or "?"))
        if not name or len(name) > 30:
            raise CommandError(f"{FOUNDERS[key].label}要写姓名，最多 30 个字。", returncode=2)
        if not USERNAME.fullmatch(username):
            raise CommandError(f"用户名 {username} 不行：至少 3 个，只用小写字母、数字、点和横线。", returncode=2)
        founders.append(Founder(FOUNDERS[key], name, username))
    for what in ("name", "username"):
        all_of_them = [getattr(one, what) for one in founders]
        if len({*all_of_them}) < len(all_of_them):
            raise CommandError("县残联干事和三个管理员要是四个人，一人一个账号，谁也不能兼。", returncode=2)
    return founders
