"""`canxie doctor`: each thing is broken, and it says so and how to mend it; mended, it is well."""

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from canxie.desk.doctor.checks import CHECKS
from canxie.desk.doctor.findings import examined
from canxie.engine.audit.models import ChainCheck
from canxie.engine.audit.tests.test_chain import write
from canxie.engine.backups.models import BackupRun
from canxie.engine.jobs.models import ScheduledRun
from canxie.engine.jobs.worker import alive
from canxie.engine.keys import Keys
from canxie.ground.accounts.tests.factories import UserFactory
from canxie.ground.registry.tests.factories import PersonFactory
from tests.matrix import COUNTY

ROOT = Path(__file__).parents[3]
NAMES = ("secret_key", "trail", "seal", "blind", "backup")


@pytest.fixture(autouse=True)
def house(settings, tmp_path):
    """A machine of its own on which all is well, but for what a test breaks."""
    settings.VAR, settings.BACKUPS, settings.KEYS = tmp_path / "var", tmp_path / "backups", Keys(tmp_path / "keys")
    settings.VAR.mkdir()
    for name in NAMES:
        settings.KEYS.newest(name)
    settings.DEMO, settings.DEBUG, settings.HTTPS, settings.PROXIES = False, False, True, 1
    settings.ALLOWED_HOSTS = ["canxie.example.gov.cn"]
    return tmp_path


def said(name):
    """What one check says is wrong, and how to mend it, in one text."""
    return " ".join(f"{one.words} {one.mend}" for one in examined(name, *CHECKS[name]).troubles)


def run(kind, ago, **fields):
    known = {"file": "a.backup", "seconds": 1, "size": 1, "rows": 1, "files": 0}
    return BackupRun.objects.create(kind=kind, began_at=timezone.now() - ago, **known | fields)


@pytest.mark.usefixtures("true_clock")  # files and the database have another
@pytest.mark.django_db
class TestChecks:
    def test_all_is_well_on_a_machine_that_is_kept(self, settings, capsys):
        run("made", timedelta(hours=2))
        run("drilled", timedelta(days=2))
        with alive("a-worker"):
            call_command("doctor", "--json")

        answer = json.loads(capsys.readouterr().out)
        assert (answer["ok"], len(answer["checks"])) == (True, 12)

    def test_speaks_chinese_and_ends_with_1_when_something_is_wrong(self, capsys):
        with pytest.raises(SystemExit) as ended:
            call_command("doctor")

        text = capsys.readouterr().out
        assert ended.value.code == 1
        assert "不对  后台任务：后台任务没有在运行" in text
        assert "怎么修：运行 systemctl start canxie-worker" in text
        assert "共 3 处要修。" in text  # no worker, no backup, no drill

    def test_a_migration_that_was_not_run(self):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'backups'")

        assert said("migrations") == "数据库差 1 步没有更新。 运行 canxie migrate。"

    def test_a_clock_that_went_back(self, time_machine):
        write(COUNTY)
        assert said("clock") == ""

        time_machine.move_to(datetime.now(UTC) - timedelta(days=1), tick=True)
        assert "时钟倒退过" in said("clock")

    def test_a_time_zone_of_elsewhere(self):
        with timezone.override("Europe/Berlin"):
            assert "时区不是东八区" in said("clock")

    def test_a_disk_without_room_for_the_next_backup(self, monkeypatch):
        monkeypatch.setattr("canxie.desk.doctor.checks.SPACE", 10**9)

        assert "下一次备份可能放不下" in said("disk")

    def test_a_folder_that_is_gone(self, settings):
        settings.VAR.rmdir()

        assert "没有回应" in said("disk")

    def test_keys_that_are_lost_loose_or_among_the_data(self, settings, house):
        shutil.copytree(house / "keys", house / "var" / "files" / "keys")
        settings.KEYS = Keys(house / "var" / "files" / "keys")
        assert "会和数据一起被拿走" in said("keys")

        settings.KEYS = Keys(house / "keys")
        (house / "keys" / "seal.1").chmod(0o644)
        assert "别的用户也能读密钥" in said("keys")
        (house / "keys" / "seal.1").unlink()
        assert said("keys").startswith("密钥文件夹里没有 seal。")
        shutil.rmtree(house / "keys")
        assert said("keys").startswith("没有密钥文件夹")

    def test_keys_of_other_data(self, settings, house):
        write(COUNTY)
        settings.KEYS = Keys(house / "others")
        for name in NAMES:
            settings.KEYS.newest(name)

        assert "密钥和数据对不上" in said("keys")

    def test_a_worker_that_is_dead(self, settings):
        with alive("a-worker"):
            assert said("worker") == ""
        (settings.VAR / "jobs/workers/dead").touch()  # killed: its file is there, and nobody holds it

        assert "后台任务没有在运行" in said("worker")

    def test_scheduled_work_that_breaks_or_stands_still(self):
        now = timezone.now()
        ScheduledRun.objects.create(name="files.erase", period=now, tries=3, error="OSError")
        assert "“清除到期的文件”试了 3 次没有做成（OSError）" in said("schedule")

        ScheduledRun.objects.update(done_at=now - timedelta(days=3), error="")
        assert "两天没有做过" in said("schedule")

    def test_backups_that_are_old_or_not_rehearsed_or_half_restored(self, settings):
        assert "还没有备份过。" in said("backups")
        run("made", timedelta(hours=30))
        assert "最近一次备份是 30 小时以前" in said("backups")
        assert "canxie restore --drill" in said("backups")
        (settings.VAR / "restoring").touch()
        assert "没有核对过" in said("backups")

    def test_a_trail_that_was_tampered_with_or_not_looked_at(self):
        ChainCheck.objects.create(checked_at=timezone.now() - timedelta(days=3), seconds=1, entries=1, broken={})
        assert "两天没有核对过" in said("trail")

        ChainCheck.objects.create(checked_at=timezone.now(), seconds=1, entries=1, broken={COUNTY: 2})
        assert "有 1 处断链" in said("trail")

    @pytest.mark.parametrize(
        ("name", "value", "words"),
        [
            ("HTTPS", False, "没有开 HTTPS"),
            ("PROXIES", 0, "设 PROXIES=1"),
            ("DEBUG", True, "调试模式开着"),
            ("ALLOWED_HOSTS", ["localhost", "127.0.0.1"], "没有写域名"),
        ],
    )
    def test_settings_that_are_not_for_a_real_county(self, settings, name, value, words):
        assert said("https") == ""
        setattr(settings, name, value)

        assert words in said("https")
        settings.DEMO = True
        assert said("https") == ""

    def test_demo_mode_beside_real_people(self, settings):
        settings.DEMO = True
        PersonFactory(path="379900001001")
        assert said("demo") == ""

        PersonFactory(path="370102001001")
        assert "演示模式开着，库里却有真人" in said("demo")

    def test_a_real_county_on_top_of_the_demo(self):
        PersonFactory(path="379900001001")
        assert said("demo") == ""

        UserFactory(username="commissioner")
        assert "密码公开的演示账号" in said("demo")


@pytest.mark.django_db(transaction=True)
def test_settings_of_the_database_that_lose_data():
    off = {"sqlite": "PRAGMA synchronous = OFF", "postgresql": "SET synchronous_commit = off"}
    assert said("database") == ""
    with connection.cursor() as cursor:
        cursor.execute(off[connection.vendor])
    found = said("database")
    connection.close()  # the next one is as it should be

    assert "断电可能丢数据" in found


class TestMachines:
    """What can only be broken for a whole process: in a mount space of its own, where the test is root of it."""

    def answer(self, house, before, **env):
        known = {"VAR": house / "var", "KEYS": house / "keys", "DJANGO_SETTINGS_MODULE": "canxie.config.settings"}
        known |= {"DATABASE_URL": f"sqlite:///{house / 'var/canxie.db'}"} | env
        command = f"{before} exec {sys.executable} -m canxie.config.console doctor --json"
        apart = ["unshare", "--map-root-user", "--mount", "sh", "-c", command]
        said_ = os.environ | {name: str(value) for name, value in known.items()}
        done = subprocess.run(apart, env=said_, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  # ours
        assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
        checks = json.loads(done.stdout)["checks"]
        return {one["name"]: " ".join(trouble["words"] for trouble in one["troubles"]) for one in checks}

    def test_a_machine_without_chinese_fonts(self, house):
        found = self.answer(house, "mount -t tmpfs none /usr/share/fonts &&")

        assert found["fonts"] == "没有中文字体，打印出来的字是方块。"
        assert "没有更新" in found["migrations"]  # a database with nothing in it

    def test_a_disk_that_is_full_and_a_database_that_is_away(self, house):
        full = f"mount -t tmpfs -o size=64k none {house / 'var'} &&"
        found = self.answer(house, full, DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")

        assert found["database"] == "没有回应（OperationalError）。"
        assert found["disk"].startswith("磁盘只剩 0 MB")
        assert found["fonts"] == ""
