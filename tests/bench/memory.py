"""Export once in a process that does nothing else, and print the most memory it had, in MiB."""

import os
import resource
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
django.setup()

if __name__ == "__main__":
    from tests.bench.rows.files import export

    assert export()
    sys.stdout.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}\n")
