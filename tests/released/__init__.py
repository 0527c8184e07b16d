"""A small county as the release before left it, for tests of upgrading, backing up and bringing back."""

import json
import lzma
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from django.db import connection

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LEFT = {  # counted by hand in the two dumps
    "accounts_user": 32,
    "audit_auditentry": 7,
    "divisions_division": 27,
    "registry_certificate": 62,
    "registry_household": 52,
    "registry_person": 60,
    "registry_phone": 70,
    "visits_encounter": 421,
    "visits_visit": 343,
}


class Machine:
    """A machine of its own: a folder, keys, a database of the kind the tests run on; commands are processes."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.database = folder, database
        self.var, self.keys, self.backups = folder / "var", folder / "keys", folder / "backups"
        self.var.mkdir(parents=True)
        known = {"VAR": self.var, "KEYS": self.keys, "BACKUPS": self.backups, "DATABASE_URL": database}
        unset = {"CANXIE_DEMO": "0", "COLLECTED": "0", "DJANGO_SETTINGS_MODULE": "canxie.config.settings"}
        self.env = os.environ | {name: str(value) for name, value in known.items()} | unset

    def canxie(self, *arguments: object, **env: object) -> subprocess.CompletedProcess[str]:
        said = self.env | {name: str(value) for name, value in env.items()}
        command = [sys.executable, "-m", "canxie.config.console", *map(str, arguments)]
        return subprocess.run(command, env=said, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  # ours

    def answer(self, *arguments: object) -> dict:
        done = self.canxie(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def python(self, script: str) -> str:
        """Run a few lines of our own in a process of this machine; return what they print."""
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  # ours
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, script: str) -> int:
        """Run a few lines in a process that may be killed; return how it ended."""
        return subprocess.run([sys.executable, "-c", script], env=self.env, cwd=ROOT, check=False).returncode  # noqa: S603  # ours

    def ask(self, question: str) -> list:
        """Ask the database itself, past all our code."""
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.database.removeprefix("sqlite:///"))) as there:
                return there.execute(question).fetchall()
        with psycopg.connect(self.database) as there:
            return there.execute(question).fetchall()

    def do(self, statement: str) -> None:
        """Change the database itself, past all our code."""
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.database.removeprefix("sqlite:///"))) as there, there:
                there.execute(statement)
            return
        with psycopg.connect(self.database) as there:
            there.execute(statement)

    def counts(self) -> dict[str, int]:
        return {table: self.ask(f"SELECT COUNT(*) FROM {table}")[0][0] for table in LEFT}  # noqa: S608  # our own names

    def take_keys(self) -> None:
        """Lay the keys of the release where this machine looks for them."""
        self.keys.mkdir(mode=0o700)
        known = json.loads((HERE / "keys.json").read_text())
        for name, secret in known.items():
            (self.keys / name).write_bytes(bytes.fromhex(secret))
        (self.keys / "made").write_text("\n".join(name.removesuffix(".1") for name in known))


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    """Give a machine with nothing on it; its database is gone afterwards."""
    if connection.vendor == "sqlite":
        yield Machine(folder, f"sqlite:///{folder / 'var/canxie.db'}")
        return
    name, known = f"canxie_{secrets.token_hex(4)}", connection.settings_dict
    server = f"postgres://{known['USER']}@{known['HOST']}:{known['PORT']}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as there:
        there.execute(f'CREATE DATABASE "{name}"')
        try:
            yield Machine(folder, f"{server}/{name}")
        finally:
            there.execute(f'DROP DATABASE "{name}"')


@contextmanager
def county(folder: Path) -> Iterator[Machine]:
    """Give a machine with the county of the release before, as it left it."""
    with machine(folder) as here:
        here.take_keys()
        text = lzma.decompress((HERE / f"{connection.vendor}.sql.xz").read_bytes()).decode()
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(here.database.removeprefix("sqlite:///"))) as there:
                there.executescript(text)
        else:
            psql = [shutil.which("psql") or "psql", "--quiet", "--set=ON_ERROR_STOP=1", here.database]
            subprocess.run(psql, input=text, text=True, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # ours
        yield here
