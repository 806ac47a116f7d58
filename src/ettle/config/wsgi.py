"""What the web server loads."""

from __future__ import annotations

import gc
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import resolve

from ettle.kit.operations.startup_checks import require_safe_settings

# What is loaded here stays for good. Looking through it for rubbish would take a tenth of the start, and again later a
# millisecond or more of some page, so it is set aside from the collector.
gc.disable()
os.umask(0o077)  # as under ./ettle: what the site writes is for its own account only
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ettle.config.settings")
try:
    require_safe_settings()
except ImproperlyConfigured as error:
    sys.exit(str(error))  # the sentences, without the traceback that the web server would print of an exception
application = get_wsgi_application()
resolve("/healthz")  # loads every page's code now, not while somebody waits
gc.freeze()
gc.enable()
