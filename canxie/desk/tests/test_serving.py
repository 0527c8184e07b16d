"""`canxie run`, from an empty folder to pages, and to its end."""

import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings as ours
from django.core.management import CommandError

from canxie.config.logs import WithoutValues
from canxie.desk import serving

PATIENCE = 90.0
NAME, NUMBER = "李秀兰", "37990019600101001X"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class House:
    """`canxie run` in a process of its own, on SQLite in an empty folder."""

    def __init__(self, var, port):
        self.address, self.log = f"http://127.0.0.1:{port}", var / "log"
        env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        env |= {"VAR": str(var), "PORT": str(port), "PYTHONPATH": str(ours.BASE_DIR)}
        command = [sys.executable, "-c", "from canxie.config.console import main; main()", "run", "--people=200"]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(command, env=env, stdout=log, stderr=log)  # noqa: S603

    def wait_until(self, is_so):
        until = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.1)

    def opens(self, path):
        with suppress(URLError, ConnectionError):
            return urlopen(f"{self.address}{path}").read().decode()  # noqa: S310
        return ""

    def children(self):
        """Processes that have the folder of this house in their environment."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if f"VAR={self.log.parent}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(folder.name)
        return [pid for pid in found if pid != str(self.process.pid)]


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path, free_port())
    yield house
    house.process.terminate()
    house.process.wait()


def test_from_nothing_to_pages_and_to_the_end(house, tmp_path):
    house.wait_until(lambda: '"status": "ok"' in house.opens("/healthz"))
    house.wait_until(lambda: "按 Ctrl-C 停下。" in house.log.read_text())

    page = house.opens("/sign-in/?next=/households/CANARY/")
    (style,) = re.findall(r'href="(/static/ui/canxie\.[0-9a-f]{12}\.css)"', page)
    assert "@layer" in house.opens(style)
    gathered = [file for file in (tmp_path / "static").rglob("*") if file.is_file()]
    assert len(gathered) < 60
    assert sum(file.stat().st_size for file in gathered) < 3_000_000
    house.wait_until((tmp_path / "trail-heads.log").exists)  # the worker works
    assert len(house.children()) >= 3
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "keys").glob("*.1")} == {0o600}

    house.process.send_signal(signal.SIGINT)

    assert house.process.wait(timeout=PATIENCE) == 0
    assert house.children() == []
    log = house.log.read_text()
    assert f"残协通已经打开：{house.address}" in log
    assert re.search(r"^  commissioner +专职委员，\S", log, flags=re.MULTILINE)
    assert "GET /sign-in/ 200" in log
    assert "CANARY" not in log
    assert "Traceback" not in log


def test_a_port_that_is_taken_is_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match=r"的端口 \d+ 用不了.*。$") as refused:
            serving.must_be_free("127.0.0.1", taken.getsockname()[1])

    assert refused.value.returncode == 2


def test_the_log_says_where_it_broke_and_not_what_it_was_about():
    def breaks(name, number):
        try:
            int(name)
        except ValueError as error:
            raise LookupError(number) from error

    with pytest.raises(LookupError) as broken:
        breaks(NAME, NUMBER)
    record = logging.LogRecord("canxie", logging.ERROR, __file__, 1, "job %s broke", ("7",), broken._excinfo)

    told = WithoutValues("%(message)s").format(record)
    assert "job 7 broke" in told
    assert "in breaks" in told
    assert "builtins.LookupError" in told
    assert "builtins.ValueError" in told
    assert NAME not in told
    assert NUMBER not in told
