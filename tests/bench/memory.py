"""Do one thing in a process that does nothing else, and print the most memory it had, in MiB.

Without arguments an export; with a file and a township, an import.
"""

import os
import re
import sys
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
django.setup()


def main(arguments: list[str]) -> None:
    from tests.bench.rows import files, roster  # noqa: PLC0415  # Django is up by now

    if arguments:
        path, township = arguments
        assert roster.imported(Path(path), township)
    else:
        assert files.export()
    most = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())  # getrusage tells the parent's too
    assert most
    sys.stdout.write(f"{int(most[1]) / 1024}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
