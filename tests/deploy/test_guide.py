"""The deployment guide, the units and the proxies: what a county copies, works.

Here apt, useradd, install -o, runuser and systemctl are stand-ins, and paths lie in a folder of their own; everything
of ours is real. `make drill` runs the same commands in a fresh Debian.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.deploy.guide import ROOT, blocks, commands

UNITS = ["canxie-web.service", "canxie-worker.service", "canxie-backup.service", "canxie-backup.timer"]
NAMES = {
    "timedatectl",
    "apt-get",
    "id",
    "install",
    "cd",
    "make",
    "runuser",
    "sed",
    "canxie",
    "cp",
    "systemctl",
    "curl",
    "tar",
}
STAND_IN = '#!/bin/sh\necho "$(basename "$0") $*" >>"$CALLS"\n'
INSTALL = """#!/bin/bash
# `install` without other users, who are not on this machine
said=(); while [ $# -gt 0 ]; do case "$1" in -o|-g) shift 2;; *) said+=("$1"); shift;; esac; done
exec /usr/bin/install "${said[@]}"
"""
CURL = '#!/bin/sh\necho "curl $*" >>"$CALLS"\n'


def run(command, **said):
    return subprocess.run(command, capture_output=True, text=True, check=False, **said)  # noqa: S603  # ours


@pytest.fixture
def units(tmp_path):
    """The units, with a program that is there."""
    for name in UNITS:
        text = (ROOT / "deploy" / name).read_text()
        (tmp_path / name).write_text(text.replace("/opt/canxie/.venv/bin/canxie", sys.executable))
    return tmp_path


@pytest.mark.parametrize("name", UNITS)
def test_systemd_takes_the_unit(units, name):
    done = run(["/usr/bin/systemd-analyze", "verify", "--man=no", str(units / name)])

    assert (done.returncode, done.stderr) == (0, "")


def test_the_guard_sees_a_unit_that_is_wrong(units):
    file = units / UNITS[0]
    file.write_text(file.read_text().replace("Restart=always", "Restart=sometimes\nNoSuchSetting=1"))

    assert "NoSuchSetting" in run(["/usr/bin/systemd-analyze", "verify", "--man=no", str(file)]).stderr


def test_the_timer_and_the_schedule_do_not_wake_at_once():
    timer = (ROOT / "deploy/canxie-backup.timer").read_text()
    assert run(["/usr/bin/systemd-analyze", "calendar", re.search("OnCalendar=(.*)", timer)[1]]).returncode == 0


def test_every_command_of_the_guide_is_one_that_we_know():
    lines = [line for block in blocks() for line in block.commands.splitlines() if line and not line.startswith("#")]

    assert len(lines) > 25
    assert {line.split()[0] for line in lines} <= NAMES


def test_every_file_that_it_names_is_there():
    named = re.findall(r"/opt/canxie/(deploy/[\w.-]+)|`(deploy/\w+(?:\.conf)?)`", (ROOT / "docs/deploy.md").read_text())

    assert len(named) > 5
    assert [path for pair in named for path in pair if path and not (ROOT / path).is_file()] == []


@pytest.fixture
def machine(tmp_path):
    """A folder that stands for a machine, and how to run the guide on it."""
    bin_, calls = tmp_path / "bin", tmp_path / "calls"
    bin_.mkdir()
    (tmp_path / "root").mkdir()
    scripts = dict.fromkeys(["apt-get", "timedatectl", "systemctl", "useradd", "make", "runuser"], STAND_IN)
    for name, text in (scripts | {"install": INSTALL, "curl": CURL}).items():
        (bin_ / name).write_text(text)
        (bin_ / name).chmod(0o755)
    for folder in ("etc/systemd/system", "usr/local/bin", "var/lib", "var/backups", "opt", "root"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    (tmp_path / "opt/canxie").symlink_to(ROOT)
    env = {name: value for name, value in os.environ.items() if name not in {"VAR", "DATABASE_URL", "CANXIE_DEMO"}}
    env |= {
        "PATH": f"{tmp_path / 'usr/local/bin'}:{bin_}:{os.environ['PATH']}",
        "CALLS": str(calls),
        "HOME": str(tmp_path),
    }
    return Machine(tmp_path, env)


class Machine:
    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self.folder, self.env = folder, env
        self.database = f"sqlite:///{folder}/var/lib/canxie/canxie.db"

    def here(self, text: str) -> str:
        """Let paths of the machine lie in its folder, and its own user be whoever runs the test."""
        text = re.sub(r"(?<![\w./])/(etc|var|opt/canxie|usr/local|root)\b", rf"{self.folder}/\1", text)
        return text.replace("runuser -u canxie -- ", "").replace(
            "postgres://%2Fvar%2Frun%2Fpostgresql/canxie", self.database
        )

    def follow(self, text: str) -> subprocess.CompletedProcess[str]:
        script = self.here(text)
        script = script.replace(
            f"install -o root -g canxie -m 640 {self.folder}/opt/canxie/deploy/canxie.env",
            f"install -m 640 {self.adapted('canxie.env')}",
        )
        script = script.replace(f"{self.folder}/opt/canxie/deploy/canxie.sh", str(self.adapted("canxie.sh")))
        return run(["/bin/bash", "-euo", "pipefail", "-c", script], env=self.env, cwd=self.folder)

    def adapted(self, name: str) -> Path:
        file = self.folder / name
        file.write_text(self.here((ROOT / "deploy" / name).read_text()))
        return file


@pytest.fixture
def database(machine):
    """A database that the guide's createdb would have made."""
    if connection.vendor == "sqlite":
        yield
        return
    known = connection.settings_dict
    server = f"postgres://{known['USER']}@{known['HOST']}:{known['PORT']}"
    machine.database = f"{server}/a_county"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as there:
        there.execute("CREATE DATABASE a_county")
        yield
        there.execute("DROP DATABASE a_county")


@pytest.mark.usefixtures("database")
def test_who_follows_the_guide_has_a_county_with_a_backup_that_comes_back(machine):
    done = machine.follow(commands())
    assert done.returncode == 0, done.stderr[-3000:]

    folder = machine.folder
    assert "首次密码只显示这一次" in done.stdout
    assert "演练做完，恢复出来的和备份一样" in done.stdout
    [backup] = (folder / "var/backups/canxie").glob("*.backup")
    assert (folder / "etc/canxie/keys/backup.1").stat().st_mode & 0o077 == 0
    calls = (folder / "calls").read_text()
    assert "systemctl enable --now canxie-web canxie-worker canxie-backup.timer" in calls
    assert "runuser -u postgres -- createdb" in calls

    answer = json.loads(machine.follow("canxie doctor --json || true").stdout)
    wrong = [one["name"] for one in answer["checks"] if not one["ok"]]
    assert wrong == ["worker"]  # systemctl is a stand-in: nobody started it

    assert machine.follow(commands("upgrade")).returncode == 0
    if connection.vendor == "sqlite":
        backup = max((folder / "var/backups/canxie").glob("*.backup"))  # the upgrade has made another
        shutil.rmtree(folder / "var/lib/canxie")
        (folder / "var/lib/canxie").mkdir()
        done = machine.follow(commands("restore").replace("canxie-20261124-013000.backup", backup.name))
        assert "恢复好了，和备份一样" in done.stdout, done.stderr
