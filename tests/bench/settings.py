"""The product's settings, and what its peers need: they are never in the product's own."""

import os

from canxie.config.settings import *  # noqa: F403, TID251  # the same product, with peers beside it
from canxie.config.settings import (  # noqa: TID251  # as above
    DATABASES,
    INSTALLED_APPS,
    MIDDLEWARE,
    TEMPLATES,
    VAR,
)

ROOT_URLCONF = "tests.bench.urls"
DEBUG = False
ALLOWED_HOSTS = ["testserver"]
INSTALLED_APPS = [
    *INSTALLED_APPS,
    "django.contrib.admin",
    "import_export",
    "simple_history",
    "treebeard",
    "tests.bench.peers",
]
MIDDLEWARE = [*MIDDLEWARE]
ADMIN_TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
        ]
    },
}
TEMPLATES = [*TEMPLATES, ADMIN_TEMPLATES]
SILENCED_SYSTEM_CHECKS = ["admin.E403", "admin.E408", "admin.E409", "admin.E410"]

IS_SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
NAME = str(VAR / f"{os.environ['BENCH_NAME']}.db") if IS_SQLITE else os.environ["BENCH_NAME"]
DATABASES["default"]["TEST"] = {"NAME": NAME}
if "BENCH_INSIDE" in os.environ:  # a process beside the benchmark, in the same database
    DATABASES["default"]["NAME"] = NAME
