"""One settings module; every switch is an environment variable."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from jinja2 import StrictUndefined

from canxie.engine.keys import Keys


def flag(name: str) -> bool:
    """Read a switch: "1", "0" or absent. Any other spelling is an error, not a guess."""
    return {"1": True, "0": False}[os.environ.get(name, "0")]


BASE_DIR = Path(__file__).resolve().parents[2]
DEBUG = flag("DEBUG")
DEMO = flag("CANXIE_DEMO")  # an invented county: the pages say so, and list its accounts
HELP_PHONE = os.environ.get("HELP_PHONE", "00000000000" if DEMO else "")
VAR = Path(os.environ.get("VAR", BASE_DIR / "var"))  # what this machine makes
KEYS = Keys(VAR / "keys")
SECRET_KEY = KEYS.newest("secret_key").secret.hex()
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")
ROOT_URLCONF = "canxie.config.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "desk:sign_in"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "desk:sign_in"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks_db",
    "csp",
    "django_htmx",
    "canxie.engine.scoping",
    "canxie.engine.audit",
    "canxie.engine.sealing",
    "canxie.engine.ui",
    "canxie.engine.parameters",
    "canxie.engine.jobs",
    "canxie.ground.divisions",
    "canxie.ground.accounts",
    "canxie.ground.registry",
    "canxie.mechanisms.criteria",
    "canxie.mechanisms.matters",
    "canxie.duties.needs",
    "canxie.duties.visits",
    "canxie.desk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "canxie.engine.scoping.memory.one_memory_a_request",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "canxie.ground.accounts.middleware.scope_of_the_request",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "canxie.engine.ui.pages.whole_pages_replace_the_whole_page",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {"default-src": [SELF], "base-uri": [NONE], "form-action": [SELF], "frame-ancestors": [NONE]},
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "canxie.engine.ui.environment.environment",
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "canxie.engine.ui.looks.looks",
                "canxie.desk.shell.shell",
            ],
        },
    }
]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

STATIC_URL = "static/"
STATICFILES_DIRS = [
    ("govuk", BASE_DIR / "node_modules/govuk-frontend/dist/govuk"),
    ("htmx", BASE_DIR / "node_modules/htmx.org/dist"),
]

DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{VAR / 'canxie.db'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
    DATABASES["default"]["TEST"] = {"NAME": BASE_DIR / "var/test.db"}  # threads cannot share one in memory
