"""Workers in processes of their own, beside the test's database."""

import os
import subprocess
import sys
import time
from urllib.parse import quote

from django.db import connection

SCRIPT = """
import sys
import django
django.setup()
from django.conf import settings
settings.VAR = sys.argv[1]
import canxie.engine.jobs.tests.kinds
from canxie.engine.jobs import worker
worker.PAUSE, worker.ROUND = 0.05, 0.2
worker.Worker().run()
"""


def address():
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    return f"postgres://{quote(known['USER'])}@{known['HOST']}:{known['PORT']}/{known['NAME']}"


def begin_worker(var):
    """Start a worker; whoever starts it ends it."""
    env = os.environ | {"DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "canxie.config.settings"}
    return subprocess.Popen([sys.executable, "-c", SCRIPT, str(var)], env=env)  # noqa: S603


def wait_until(is_so, seconds=90.0):
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)
