"""A PostgreSQL of one's own, to be stopped and started: the tests' own serves others at the same time."""

import os
import shlex
import subprocess
from pathlib import Path

from django.conf import settings

TOLD = 'echo "$DATABASE_URL"; echo "$POSTGRES_HOME"; echo "$POSTGRES_BIN"; exec cat'


class Cluster:
    """It lives as long as this object is open. `address` is a database in it."""

    def __init__(self) -> None:
        command = [str(settings.BASE_DIR / "tools/with-postgres"), "sh", "-c", TOLD]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603  # ours
        assert self.process.stdout
        self.address, home, bin_ = [self.process.stdout.readline().strip() for _ in range(3)]
        self.home, self.bin = Path(home), Path(bin_)

    def stop(self) -> None:
        """Break it off, as a crash would: no transaction comes to an end."""
        self.control("stop", "-m", "immediate")

    def start(self) -> None:
        """Start it again with the same options, as its server wrote them down."""
        told = shlex.split((self.home / "data/postmaster.opts").read_text())
        options = shlex.join(told[told.index("-D") + 2 :])
        self.control("start", "-w", "-l", str(self.home / "data/log"), "-o", options)

    def control(self, *arguments: str) -> None:
        command = [str(self.bin / "pg_ctl"), *arguments, "-D", str(self.home / "data")]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, cwd=self.home, capture_output=True)  # noqa: S603  # ours

    def close(self) -> None:
        self.process.communicate("")
