"""What `canxie doctor` looks at, each in a few lines: the part that is wrong, in words, and how to mend it."""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import typst
from django.conf import settings
from django.db import connection
from django.utils import timezone

from canxie.desk import health
from canxie.desk.doctor.findings import Check, Trouble, from_health
from canxie.engine.audit.models import AuditEntry, ChainCheck
from canxie.engine.backups.restoring import mark
from canxie.engine.backups.rotating import unfinished
from canxie.engine.backups.standing import standing
from canxie.engine.files import storing
from canxie.engine.jobs.declarations import schedule
from canxie.engine.jobs.models import ScheduledRun
from canxie.engine.jobs.worker import anybody_works
from canxie.ground.accounts.demo_accounts import DEMO_ACCOUNTS
from canxie.ground.accounts.models import User
from canxie.ground.registry.models import Person

CHINESE = re.compile(r"CJK|Han (Sans|Serif)|Sim(Sun|Hei)|Song|Hei|Kai|Ming|WenQuanYi|Zen Hei|Micro Hei", re.IGNORECASE)
INVENTED = "379900"
"""The area of invented people: nobody real ever lives there."""

LATE = timedelta(days=2)
SPACE = 2
"""As many times the database must be free on the disk of the backups: the next one, and room to prove it."""


def database() -> Iterator[Trouble]:
    health.database()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for pragma, wanted in (("journal_mode", "wal"), ("synchronous", 2)):
                cursor.execute(f"PRAGMA {pragma}")
                if cursor.fetchone()[0] != wanted:
                    yield Trouble(f"SQLite 的 {pragma} 被改过，断电可能丢数据。", "去掉对它的改动，重新启动。")
            return
        cursor.execute("SHOW synchronous_commit")
        if (said := cursor.fetchone()[0]) not in ("on", "remote_write", "remote_apply"):
            mend = "在 postgresql.conf 里写 synchronous_commit = on，再运行 systemctl reload postgresql。"
            yield Trouble(f"PostgreSQL 的 synchronous_commit 是 {said}，断电可能丢数据。", mend)
        cursor.execute("SHOW server_version_num")
        if int(cursor.fetchone()[0]) < 150000:
            yield Trouble("PostgreSQL 的版本低于 15。", "升级到 15 或更新的版本。")


def clock() -> Iterator[Trouble]:
    """The machine's own clock against what it has written, and against the database's."""
    now, last = timezone.now(), AuditEntry.objects.order_by("-done_at").first()
    mend = "运行 timedatectl set-ntp true，等时间对上再让人用。"
    if last and last.done_at > now + timedelta(minutes=2):
        yield Trouble("机器的时间比最后一条操作记录还早，时钟倒退过。", mend)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            if abs(cursor.fetchone()[0] - timezone.now()) > timedelta(seconds=30):
                yield Trouble("数据库那台机器的时间和这台差 30 秒以上。", mend)
    if timezone.get_current_timezone_name() != "Asia/Shanghai" or timezone.localtime(now).utcoffset() != timedelta(
        hours=8
    ):
        yield Trouble("时区不是东八区，日期会差一天。", "运行 timedatectl set-timezone Asia/Shanghai，再重新启动服务。")


def fonts() -> Iterator[Trouble]:
    families = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).families()
    if not any(CHINESE.search(family) for family in families):
        yield Trouble("没有中文字体，打印出来的字是方块。", "运行 apt install fonts-noto-cjk。")


def disk() -> Iterator[Trouble]:
    health.disk()
    backups = existing(Path(settings.BACKUPS))
    needed = SPACE * size()
    if (free := shutil.disk_usage(backups).free) < needed:
        words = f"放备份的磁盘只剩 {free // 1024**2} MB，下一次备份可能放不下（要 {needed // 1024**2} MB）。"
        yield Trouble(words, f"清出空间，或者把 BACKUPS 换到别的磁盘（现在是 {settings.BACKUPS}）。")


def keys() -> Iterator[Trouble]:
    folder = settings.KEYS.folder
    if not folder.is_dir():
        yield Trouble(f"没有密钥文件夹 {folder}。", "把密钥的副本放回去；新装的机器先运行 canxie init。")
        return
    health.keys()
    for name in ("secret_key", "trail", "seal", "blind", "backup"):
        if not settings.KEYS.versions(name):
            yield Trouble(f"密钥文件夹里没有 {name}。", f"把密钥的副本放回 {folder}；新装的机器先运行 canxie init。")
    loose = [file.name for file in folder.glob("*.[0-9]*") if file.stat().st_mode & 0o077]
    if loose or folder.stat().st_mode & 0o077:
        yield Trouble("别的用户也能读密钥。", f"运行 chmod 700 {folder} 和 chmod 600 {folder}/*。")
    for name in unfinished():
        yield Trouble(f"换密钥 {name} 没有换完。", f"再运行一次 canxie keys rotate {name}，它接着做。")
    for place in (storing.root(), Path(settings.BACKUPS)):
        if folder.resolve().is_relative_to(place.resolve()):
            yield Trouble(f"密钥在 {place} 里面，会和数据一起被拿走。", "把密钥文件夹移到别处，用 KEYS= 指过去。")


def worker() -> Iterator[Trouble]:
    if not anybody_works():
        yield Trouble(
            "后台任务没有在运行：导入、备份、定时任务都停着。",
            "运行 systemctl start canxie-worker（或者 canxie worker）。",
        )


def schedule_() -> Iterator[Trouble]:
    for run in (
        ScheduledRun.objects.filter(name__in=[*schedule], done_at=None).exclude(error="").order_by("name", "period")
    ):
        words = f"定时任务“{schedule[run.name].label}”试了 {run.tries} 次没有做成（{run.error}）。"
        yield Trouble(words, "看看后台任务的日志；原因排除后它自己会再做。")
    last = ScheduledRun.objects.exclude(done_at=None).order_by("-done_at").first()
    if last and last.done_at and timezone.now() - last.done_at > LATE:
        yield Trouble("定时任务两天没有做过了。", "运行 systemctl restart canxie-worker，再看它的日志。")


def backups() -> Iterator[Trouble]:
    if mark().exists():
        yield Trouble(
            "上一次恢复没有做完，库里的数据没有核对过。", "再运行一次 canxie restore 备份文件，做完以前不要让人用。"
        )
    for words in standing(timezone.now()).troubles:
        said, _, mend = words.partition("：")
        yield Trouble(f"{said}。", mend)


def trail() -> Iterator[Trouble]:
    last = ChainCheck.objects.order_by("-checked_at").first()
    if last and last.broken:
        yield Trouble(
            f"操作记录有 {len(last.broken)} 处断链，有人改过数据库。",
            "不要动数据库，请审计管理员用 canxie trail verify 核对，报告上级。",
        )
    elif last and timezone.now() - last.checked_at > LATE:
        yield Trouble("操作记录两天没有核对过了。", "看看后台任务有没有在运行，或者现在运行 canxie trail verify。")


def https() -> Iterator[Trouble]:
    if settings.DEMO:
        return
    if settings.DEBUG:
        yield Trouble("调试模式开着，出错的页面会露出数据。", "把 DEBUG=1 去掉，重新启动。")
    if not settings.HTTPS:
        yield Trouble(
            "没有开 HTTPS：密码会明文传输，手机上也装不了离线。", "按 docs/deploy.md 配好证书，设 CANXIE_HTTPS=1。"
        )
    elif not settings.PROXIES:
        yield Trouble("开了 HTTPS，却没有说前面有代理，页面会来回跳转。", "设 PROXIES=1。")
    if {*settings.ALLOWED_HOSTS} <= {"localhost", "127.0.0.1", settings.HOST}:
        yield Trouble("没有写域名，别的电脑打不开。", "设 ALLOWED_HOSTS=你们的域名。")


def demo() -> Iterator[Trouble]:
    real = Person.objects.exclude(path__startswith=INVENTED).order_by("pk").exists()
    if settings.DEMO and real:
        yield Trouble("演示模式开着，库里却有真人：谁都能用公开的密码登录。", "马上把 CANXIE_DEMO=1 去掉，重新启动。")
    known = User.objects.filter(username__in=[account.username for account in DEMO_ACCOUNTS], is_active=True)
    if (
        not settings.DEMO
        and known.order_by("pk").exists()
        and Person.objects.filter(path__startswith=INVENTED).exists()
    ):
        yield Trouble("这是演示县的库，里面有密码公开的演示账号。", "正式用要换一个空库，重新运行 canxie init。")


CHECKS: dict[str, tuple[str, Check]] = {
    "database": ("数据库", database),
    "migrations": ("数据库的版本", from_health(health.migrations)),
    "clock": ("时间和时区", clock),
    "fonts": ("中文字体", fonts),
    "disk": ("磁盘", disk),
    "keys": ("密钥", keys),
    "worker": ("后台任务", worker),
    "schedule": ("定时任务", schedule_),
    "backups": ("备份", backups),
    "trail": ("操作记录", trail),
    "https": ("HTTPS", https),
    "demo": ("演示模式", demo),
}


def size() -> int:
    """Bytes of the database, and of the files beside it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        database_ = int(cursor.fetchone()[0])
    return database_ + sum(file.stat().st_size for file in storing.root().glob("*/*"))


def existing(folder: Path) -> Path:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder if os.access(folder, os.R_OK) else Path(settings.VAR)
