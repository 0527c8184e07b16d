"""PostgreSQL brought back to a minute: a base backup, the archived log; what came after the minute is not there."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import psycopg
import pytest

from tests.released import Machine

AS_ROOT = os.getuid() == 0


class Server:
    """A server of our own in a folder, run by a user who is not root."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.wal = folder, folder / "data", folder / "wal"
        self.bin = max(Path("/usr/lib/postgresql").glob("*/bin"))
        self.port = 20000 + os.getpid() % 20000
        self.wal.mkdir()
        folder.chmod(0o711)
        for one in (folder, self.wal):
            if AS_ROOT:
                shutil.chown(one, "postgres", "postgres")

    def does(self, program: str, *arguments: object) -> None:
        command = [
            *(["runuser", "-u", "postgres", "--"] if AS_ROOT else []),
            str(self.bin / program),
            *map(str, arguments),
        ]
        with (self.folder / "log").open("ab") as log:
            subprocess.run(command, cwd=self.folder, stdout=log, stderr=log, check=True)  # noqa: S603  # ours

    def begins(self, data: Path) -> None:
        flags = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c archive_mode=on"
        archive = f"test ! -f {self.wal}/%f && cp %p {self.wal}/%f"
        self.does("pg_ctl", "start", "-w", "-D", data, "-o", f"{flags} -c archive_command='{archive}'")

    def ends(self, data: Path) -> None:
        self.does("pg_ctl", "stop", "-w", "-D", data, "-m", "fast")

    def ask(self, question: str) -> list:
        with psycopg.connect(f"postgres://canxie@127.0.0.1:{self.port}/county", autocommit=True) as there:
            return there.execute(question).fetchall()


@pytest.fixture
def server():
    folder = Path(subprocess.run(["/bin/mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip())
    made = Server(folder)
    made.does("initdb", "-D", made.data, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    made.begins(made.data)
    made.does("psql", "-h", folder, "-p", made.port, "-d", "postgres", "-c", "CREATE ROLE canxie LOGIN CREATEDB")
    made.does("createdb", "-h", folder, "-p", made.port, "-O", "canxie", "county")
    yield made
    for data in folder.glob("*"):
        if (data / "postmaster.pid").exists():
            made.ends(data)
    shutil.rmtree(folder)


def test_a_county_comes_back_as_it_was_at_that_minute(server, tmp_path):
    here = Machine(tmp_path / "county", f"postgres://canxie@127.0.0.1:{server.port}/county")
    assert here.canxie("migrate", "--verbosity", 0).returncode == 0
    server.does(
        "pg_basebackup", "-h", server.folder, "-p", server.port, "-D", server.folder / "base", "--checkpoint=fast"
    )

    done = here.canxie("demo", "--people", 60, "--files", tmp_path / "demo", "--yes")
    assert done.returncode == 0, done.stderr
    before = server.ask("SELECT COUNT(*) FROM audit_auditentry")
    time.sleep(1)
    [(moment,)] = server.ask("SELECT now()::text")
    time.sleep(1)
    server.ask("WITH gone AS (DELETE FROM registry_phone RETURNING 1) SELECT COUNT(*) FROM gone")
    server.does("psql", "-h", server.folder, "-p", server.port, "-d", "postgres", "-c", "SELECT pg_switch_wal()")
    time.sleep(2)
    server.ends(server.data)

    base = server.folder / "base"
    with (base / "postgresql.auto.conf").open("a") as settings:
        settings.write(f"restore_command = 'cp {server.wal}/%f %p'\nrecovery_target_time = '{moment}'\n")
        settings.write("recovery_target_action = 'promote'\n")
    server.does("psql", "--version")
    (base / "recovery.signal").touch()
    if AS_ROOT:
        shutil.chown(base / "recovery.signal", "postgres", "postgres")
    server.begins(base)
    time.sleep(2)

    assert server.ask("SELECT COUNT(*) FROM registry_phone")[0][0] > 50
    assert server.ask("SELECT COUNT(*) FROM audit_auditentry") == before
    assert here.answer("trail", "verify")["broken"] == []
