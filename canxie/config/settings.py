"""One settings module; every switch is an environment variable."""

import os
from datetime import timedelta
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
KEYS = Keys(Path(os.environ.get("KEYS", VAR / "keys")))
BACKUPS = Path(os.environ.get("BACKUPS", VAR / "backups"))  # a disk of its own, in a real county
SECRET_KEY = KEYS.newest("secret_key").secret.hex()
HOST, PORT = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))  # where `serve` listens
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", f"localhost,127.0.0.1,{HOST}").split(",")
CSRF_FAILURE_VIEW = "canxie.desk.account.unsent.too_old"
ROOT_URLCONF = "canxie.config.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "desk:sign_in"
NEWCOMERS_GO_TO = "desk:first_password"
OPEN_TO_NEWCOMERS = {  # to whoever still has to change a first password
    NEWCOMERS_GO_TO,
    "desk:sign_out",
    "desk:help",
    "desk:accessibility",
    "desk:healthz",
    "ui:look",
}
AUTHENTICATION_BACKENDS = ["canxie.ground.accounts.backends.OfSessions"]
PASSWORD_HASHERS = ["canxie.ground.accounts.hashers.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name"]},
    },
]
ENROL_AT = "desk:factors"
OPEN_TO_ENROL = {ENROL_AT, "desk:factor_code", "desk:factor_passkey"}
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
MFA_ADAPTER = "canxie.ground.accounts.mfa.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "残协通"
MFA_TOTP_TOLERANCE = 1  # a clock that is half a minute wrong still lets in
MFA_RECOVERY_CODE_DIGITS = 10
SIGN_IN_PER_MINUTE = 60  # of an address: a whole office may stand behind one
COMMISSIONER_STAYS = timedelta(days=30)
SESSION_ENGINE = "canxie.ground.accounts.session_store"
SESSION_COOKIE_AGE = int(COMMISSIONER_STAYS.total_seconds())
PROXIES = int(os.environ.get("PROXIES", "0"))  # of our own in front of us, which write X-Forwarded-For
HTTPS = flag("CANXIE_HTTPS")
if HTTPS:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    if PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks_db",
    "csp",
    "django_htmx",
    "allauth.account",  # the next one asks for its tables; none of its pages or addresses is used
    "allauth.mfa",
    "canxie.engine.scoping",
    "canxie.engine.audit",
    "canxie.engine.sealing",
    "canxie.engine.ui",
    "canxie.engine.parameters",
    "canxie.engine.jobs",
    "canxie.engine.files",
    "canxie.engine.backups",
    "canxie.ground.divisions",
    "canxie.ground.accounts",
    "canxie.ground.registry",
    "canxie.ground.registry.roster",
    "canxie.ground.registry.watch",
    "canxie.mechanisms.criteria",
    "canxie.mechanisms.measures",
    "canxie.mechanisms.registers",
    "canxie.mechanisms.matters",
    "canxie.duties.needs",
    "canxie.duties.visits",
    "canxie.duties.associations",
    "canxie.duties.guidance",
    "canxie.duties.groups",
    "canxie.duties.officers",
    "canxie.duties.townships",
    "canxie.duties.contacts",
    "canxie.desk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "canxie.engine.scoping.memory.one_memory_a_request",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "canxie.desk.account.unsent.held_until_signed_in",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # asked for by its second factors: they look for the request
    "canxie.ground.accounts.middleware.scope_of_the_request",
    "canxie.ground.accounts.middleware.first_things_first",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "canxie.engine.ui.pages.whole_pages_replace_the_whole_page",
    "canxie.desk.account.unsent.shown_again",
    "canxie.ground.accounts.middleware.too_many_wait",
    "canxie.ground.registry.middleware.so_many_files_a_day",
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
                "canxie.desk.account.unsent.forms_that_say_for_whom",
            ],
        },
    }
]

FILE_UPLOAD_HANDLERS = ["canxie.engine.files.uploads.InMemory"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
if flag("COLLECTED"):  # `serve` has gathered them there: hashed names, kept by browsers for ever, and compressed
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # uploads go into engine/files
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    MIDDLEWARE.insert(1, "whitenoise.middleware.WhiteNoiseMiddleware")
STATICFILES_DIRS = [
    ("govuk", BASE_DIR / "node_modules/govuk-frontend/dist/govuk"),
    ("htmx", BASE_DIR / "node_modules/htmx.org/dist"),
]

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{VAR / 'canxie.db'}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }
    DATABASES["default"]["TEST"] = {"NAME": BASE_DIR / "var/test.db"}  # threads cannot share one in memory
else:
    # A condition on everyone costs much by estimate and little in truth: compiling it takes longer than asking it.
    DATABASES["default"]["OPTIONS"] = {"options": "-c jit=off"}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "canxie.config.logs.WithoutValues", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "canxie": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING"},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},  # `runserver`, for developers
    },
}
