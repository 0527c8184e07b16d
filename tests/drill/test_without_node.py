"""`make run` in a fresh copy on a machine without Node: it comes from PyPI into .venv, and pages have their styles."""

import os
import re
import shutil
import signal
import subprocess
import sysconfig
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.faults.house import free_port

ROOT = Path(__file__).parents[2]
TOOLS = ("make", "bash", "sh", "env", "grep", "test", "touch", "uname")
"""All that this machine has, beside Python 3.11 with its venv module."""
MINUTES, MAKE = 10, shutil.which("make") or ""


@pytest.fixture
def machine(tmp_path):
    """Give a fresh copy, and the environment of a machine where no other program is found."""
    copy, programs, home = (tmp_path / name for name in ("copy", "bin", "home"))
    git = shutil.which("git")
    assert git
    subprocess.run([git, "clone", "--quiet", str(ROOT), str(copy)], check=True)  # noqa: S603  # ours
    programs.mkdir()
    home.mkdir()
    for name in TOOLS:
        (programs / name).symlink_to(Path(shutil.which(name) or name).resolve(strict=True))
    (programs / "python3").symlink_to(Path(sysconfig.get_config_var("BINDIR"), "python3.11").resolve(strict=True))
    unknown = ("VAR", "KEYS", "DATABASE_URL", "VIRTUAL_ENV", "PYTHONPATH", "DJANGO_SETTINGS_MODULE", "COLLECTED")
    kept = {name: value for name, value in os.environ.items() if name not in unknown}
    return copy, kept | {"PATH": str(programs), "HOME": str(home), "PORT": str(free_port())}


def test_node_comes_by_itself_and_the_pages_come(machine):
    copy, env = machine
    assert shutil.which("node", path=env["PATH"]) is None
    log = copy / "log"
    with log.open("w") as written:
        told = {"stdout": written, "stderr": written}
        run = subprocess.Popen([MAKE, "run"], cwd=copy, env=env, start_new_session=True, **told)  # noqa: S603  # ours
    try:
        address = f"http://127.0.0.1:{env['PORT']}"
        page = answered(f"{address}/", lambda: run.poll() is None)
        assert page, log.read_text()[-4000:]
        [style] = re.findall(r'href="(/static/govuk/[^"]+\.css)"', page)
        assert "govuk-button" in answered(f"{address}{style}", lambda: True)
        assert (copy / ".venv/bin/node").exists()
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGINT)  # as Ctrl-C would: make, and all that it started
            run.wait(60)

    again = subprocess.run([MAKE, "setup"], cwd=copy, env=env, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603  # ours
    assert "Nothing to be done for 'setup'" in again.stdout


def answered(address: str, is_there) -> str:
    """Fetch a page once it comes; nothing when what serves it has ended, or after so many minutes."""
    until = time.monotonic() + MINUTES * 60
    while is_there() and time.monotonic() < until:
        with suppress(URLError, ConnectionError, TimeoutError), urlopen(address, timeout=10) as page:  # noqa: S310  # ours
            return str(page.read().decode())
        time.sleep(0.5)
    return ""
