"""The system administrator sees how old the backup is, and makes one."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from canxie.engine.backups.models import BackupRun
from canxie.ground.accounts.roles import Role
from canxie.ground.accounts.tests.factories import PostFactory
from canxie.ground.divisions.tests.factories import VillageFactory
from tests.matrix import COUNTY

pytestmark = pytest.mark.django_db(transaction=True)


def ran(kind, **ago):
    known = {"file": "canxie-20261124-013000.backup", "seconds": 41.5, "size": 3_250_000, "rows": 1835, "files": 3}
    return BackupRun.objects.create(kind=kind, began_at=timezone.now() - timedelta(**ago), **known)


def test_the_backup_is_old_then_one_is_made(reader, settings, tmp_path):
    settings.VAR = settings.BACKUPS = tmp_path
    page = reader.page
    VillageFactory(code=COUNTY, name="示例县")
    reader.is_signed_in_as(PostFactory(user__name="邵明辉", role=Role.SYSTEM_ADMIN, path=COUNTY).user)
    reader.opens("/backups/")
    expect(page.locator(".head__lead")).to_contain_text("还没有备份过")
    reader.finds_nothing_wrong()

    ran("made", hours=30)
    reader.opens("/backups/")
    expect(page.locator(".head__lead")).to_contain_text("最近一次备份是 30 小时以前")
    reader.presses(page.get_by_role("button", name="现在备份一次"))
    expect(page.get_by_role("heading", level=1)).to_have_text("备份：等着开始")
    reader.finds_nothing_wrong()

    ran("made", hours=1)
    ran("drilled", days=3)
    reader.opens("/backups/")
    expect(page.locator(".head__lead")).to_have_text("备份是新的，也演练过，能恢复。")
    reader.finds_nothing_wrong()
    reader.satisfies_ibm()
