"""Whether the house stands: asked by whoever watches it, told without a word about anybody."""

import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from canxie.engine.audit.models import AuditEntry
from canxie.engine.keys import UnknownKey
from canxie.engine.scoping.http import unguarded

ROOM = 200 * 1024 * 1024
"""Bytes that must be free: less, and the next upload or backup may fill the disk."""


class Down(Exception):
    """A part does not work; the message says which and why, in one sentence."""


@never_cache
@require_safe
@login_not_required
@unguarded("says which parts work, and nothing of what is in them")
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all parts work, 503 with the reasons when one does not."""
    parts = {name: told(check) for name, check in CHECKS.items()}
    is_well = all(said == "ok" for said in parts.values())
    return JsonResponse({"status": "ok" if is_well else "down", **parts}, status=200 if is_well else 503)


def told(check: Callable[[], None]) -> str:
    try:
        check()
    except Down as down:
        return str(down)
    except (DatabaseError, OSError) as error:
        return f"没有回应（{type(error).__name__}）"
    return "ok"


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def migrations() -> None:
    executor = MigrationExecutor(connection)
    if behind := len(executor.migration_plan(executor.loader.graph.leaf_nodes())):
        raise Down(f"数据库差 {behind} 步没有更新：运行 canxie migrate。")


def keys() -> None:
    """The newest line of the trail can still be verified, so its key is the one it was written with."""
    last = AuditEntry.objects.order_by("-done_at").first()
    if last is None:
        return
    before = AuditEntry.objects.filter(county=last.county, number=last.number - 1).first()
    try:
        fits = last.digest == last.digest_after(before.digest if before else "")
    except UnknownKey:
        fits = False
    if not fits:
        raise Down("密钥和数据对不上：把备份的密钥放回 var/keys。")


def disk() -> None:
    folder = Path(settings.VAR)
    if (free := shutil.disk_usage(folder).free) < ROOM:
        raise Down(f"磁盘只剩 {free // 1024**2} MB：清出一些空间。")
    probe = folder / ".healthz"
    probe.write_text("ok")
    probe.unlink(missing_ok=True)


CHECKS = {"database": database, "migrations": migrations, "keys": keys, "disk": disk}
