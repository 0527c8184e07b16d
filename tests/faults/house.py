"""A whole house in processes of its own: web, worker, folder and database, to be killed and started again."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from urllib.error import URLError
from urllib.request import urlopen
from uuid import uuid4

import psycopg
from django.conf import settings

PATIENCE = 90.0
CANXIE = "import sys; sys.argv[0] = 'canxie'; from canxie.config.console import main; main()"
SCRIPT = "import json, sys, django; django.setup(); told = json.load(sys.stdin)\n"


def own_database(var: Path, server: str) -> str:
    """Make a database that nobody else uses on a server of PostgreSQL, or name a file of SQLite when there is none."""
    if not server.startswith("postgres"):
        return f"sqlite:///{var / 'canxie.db'}"
    name = f"faults_{uuid4().hex[:12]}"
    with closing(psycopg.connect(server, autocommit=True)) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]  # a name of our own
    return f"{server.rsplit('/', 1)[0]}/{name}"


class House:
    """Web and worker on a free port. `address` is where pages come from."""

    def __init__(self, var: Path, database: str) -> None:
        self.var, self.database, self.port = var, database, free_port()
        self.address, self.log = f"http://127.0.0.1:{self.port}", var / "log"
        self.process: subprocess.Popen[bytes] | None = None
        kept = {name: value for name, value in os.environ.items() if name != "COLLECTED"}
        self.env = kept | {
            "VAR": str(var),
            "PORT": str(self.port),
            "DATABASE_URL": database,
            "CANXIE_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "canxie.config.settings",
            "PYTHONPATH": str(settings.BASE_DIR),
        }

    def canxie(self, *arguments: str) -> list[str]:
        return [sys.executable, "-c", CANXIE, *arguments]

    def asks(self, script: str, **told: object) -> object:
        """Run lines of Python beside the house's database; they find `told` and print JSON."""
        return json.loads(self.run([sys.executable, "-c", SCRIPT + script], json.dumps(told)))

    def run(self, command: list[str], sent: str = "") -> str:
        done = subprocess.run(command, env=self.env, input=sent, capture_output=True, text=True, check=False)  # noqa: S603  # ours
        assert done.returncode == 0, done.stderr
        return done.stdout

    def invent(self, people: int) -> None:
        self.run(self.canxie("migrate", "--verbosity=0"))
        self.run(self.canxie("demo", f"--people={people}", f"--files={self.var / 'demo'}"))

    def serve(self) -> None:
        """Start, and return once pages come."""
        with self.log.open("a") as log:
            self.process = subprocess.Popen(self.canxie("serve"), env=self.env, stdout=log, stderr=log)  # noqa: S603  # ours
        self.wait_until(self.is_up)

    def wait_until(self, is_so, seconds: float = PATIENCE) -> None:
        until = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < until, self.log.read_text()[-4000:]
            time.sleep(0.05)

    def is_up(self) -> bool:
        with suppress(URLError, ConnectionError, TimeoutError), urlopen(f"{self.address}/healthz", timeout=5):  # noqa: S310  # ours
            return True
        return False

    def pids(self, word: str = "") -> list[int]:
        """List the processes of this house whose command holds the word: those with its folder in their environment."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                is_ours = f"VAR={self.var}".encode() in (folder / "environ").read_bytes().split(b"\0")
                if is_ours and word in command_of(int(folder.name)):
                    found.append(int(folder.name))
        return found

    def kill(self, word: str = "") -> None:
        """Kill its processes as a cut of power would: none of them gets to say anything."""
        for pid in self.pids(word):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if not word and self.process:
            self.process.wait()

    def kill_one(self, word: str, chance: Random) -> None:
        """Kill one process whose parent has the word in its command too: a hand, not the head."""
        hands = [pid for pid in self.pids(word) if word in command_of(parent_of(pid)) or word == "worker"]
        with suppress(ProcessLookupError):
            os.kill(chance.choice(hands), signal.SIGKILL)

    def close(self) -> None:
        self.kill()
        if self.database.startswith("postgres"):
            server, name = self.database.rsplit("/", 1)
            with closing(psycopg.connect(f"{server}/postgres", autocommit=True)) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{name}"')  # type: ignore[call-overload]  # our own


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
