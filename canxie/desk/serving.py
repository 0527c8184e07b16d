"""Web and worker as one: started together, stopped together, a worker that fell started again."""

import ctypes
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError

PYTHON = [sys.executable, "-m"]
UNUSED = [  # of what Node's packages bring, all but one style sheet and one script
    *["*.scss", "*.mjs", "*.mjs.map", "*.njk", "*.bundle.*", "*.min.js.map", "*.esm.*", "*.d.ts"],
    *["htmx.js", "htmax*", "govuk-frontend.min.js", "assets", "common", "components", "core", "custom-properties"],
    *["errors", "helpers", "macros", "objects", "overrides", "settings", "tools", "utilities"],
    *["editors", "ext", "scripts", "skills", "django_htmx"],
]
WEB = [
    *["gunicorn", "canxie.config.wsgi:application", "--preload", "--workers=2", "--threads=4", "--no-control-socket"],
    *["--graceful-timeout=20", "--timeout=60", "--log-level=error", "--access-logfile=-"],
    "--access-logformat=%(t)s %(m)s %(U)s %(s)s %(L)ss",  # no address, no query: both may name a person
]
PR_SET_PDEATHSIG = 1
PAUSE = 5.0
"""Seconds between two starts of a worker that falls again and again."""

GRACE = 30.0
"""Seconds that web and worker have to come to an end before they are made to."""


def serve(*, when_up: Callable[[], None], with_worker: bool = True) -> int:
    """Serve until Ctrl-C or a signal comes; return the exit code. Calls `when_up` once pages come."""
    must_be_free(settings.HOST, settings.PORT)
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda told, frame: asked.append(told))
    worker = start(["django", "worker"]) if with_worker else None
    gather_static_files()
    web = start([*WEB, f"--bind={settings.HOST}:{settings.PORT}"])
    fallen_at, is_told = 0.0, False
    while not asked and web.poll() is None:
        if not is_told and answers(settings.HOST, settings.PORT):
            when_up()
            is_told = True
        if worker and worker.poll() is not None and time.monotonic() - fallen_at > PAUSE:
            worker, fallen_at = start(["django", "worker"]), time.monotonic()
        time.sleep(0.1)
    stop(*filter(None, [web, worker]))
    return 0 if asked else 1


def gather_static_files() -> None:
    """Put style sheet, icons and script under hashed names into var/static, compressed; unless they are there."""
    stamp, now = Path(settings.STATIC_ROOT) / "stamp", fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return
    ignored = [f"--ignore={pattern}" for pattern in UNUSED]
    command = [*PYTHON, "django", "collectstatic", "--no-input", "--clear", "--verbosity=0", *ignored]
    subprocess.run(command, env=os.environ | {"COLLECTED": "1"}, check=True)  # noqa: S603  # all of it is ours
    stamp.write_text(now)


def fingerprint() -> str:
    """Tell one set of static files from another by their names, sizes and times."""
    found = [(path, storage) for finder in get_finders() for path, storage in finder.list(UNUSED)]
    told = sorted(f"{path} {storage.size(path)} {storage.get_modified_time(path)}" for path, storage in found)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def start(arguments: list[str]) -> subprocess.Popen[bytes]:
    """Start a process that Ctrl-C does not reach but through us, and that does not outlive us."""
    env = os.environ | {"COLLECTED": "1"}
    return subprocess.Popen([*PYTHON, *arguments], env=env, start_new_session=True, preexec_fn=end_with_parent)  # noqa: S603, PLW1509  # no thread runs yet


def end_with_parent() -> None:
    """Ask the kernel for a SIGTERM when the parent dies, however it does; Linux only."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop(*processes: subprocess.Popen[bytes]) -> None:
    """End them all at once, and wait for each; who does not come to an end is made to."""
    for process in processes:
        process.terminate()
    until = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def must_be_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            message = f"{host} 的端口 {port} 用不了，可能有别的程序占着：换一个，例如 PORT={port + 10}。"
            raise CommandError(message, returncode=2) from error


def answers(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1" if host == "0.0.0.0" else host, port)) == 0  # noqa: S104  # only compared
