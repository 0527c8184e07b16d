"""The product's settings, and what its peers need: they are never in the product's own."""

from canxie.config.settings import *  # noqa: F403, TID251  # the same product, with peers beside it
from canxie.config.settings import BASE_DIR, DATABASES, INSTALLED_APPS  # noqa: TID251  # as above

INSTALLED_APPS = [*INSTALLED_APPS]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": BASE_DIR / "var/bench.db"}
else:
    DATABASES["default"]["TEST"] = {"NAME": "canxie_bench"}
