"""What a web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canxie.config.settings")
application = get_wsgi_application()
gc.collect()
gc.freeze()  # what was loaded stays: nobody looks through it again, and forked workers go on sharing it
gc.set_threshold(20_000, 20, 50)  # one page makes some ten thousand objects, nearly all gone with it
