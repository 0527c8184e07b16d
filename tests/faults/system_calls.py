"""The calls that processes make to the kernel: watched, or made to fail, by strace."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def watched(pids: list[int], log: Path, *options: str) -> Iterator[None]:
    """Trace running processes, with their threads, while the block runs; each line of the log has its time."""
    strace = shutil.which("strace")
    assert strace, "strace is missing: apt install strace"
    attached = [f"--attach={pid}" for pid in pids]
    command = [strace, "-f", "-ttt", "-y", "-s", "60", f"--output={log}", *options, *attached]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracing:  # noqa: S603  # ours
        try:
            assert tracing.stderr
            told = [tracing.stderr.readline() for _ in pids]
            assert all("attached" in line for line in told), told
            time.sleep(0.3)  # their threads too
            yield
        finally:
            tracing.terminate()
            tracing.communicate()
