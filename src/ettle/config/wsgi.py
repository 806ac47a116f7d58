"""What the web server loads."""

from __future__ import annotations

import gc
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import Error as DatabaseError
from django.db import connection
from django.urls import resolve
from django.utils import timezone

from ettle.config.command_line import describe_error
from ettle.kit.operations.startup_checks import require_safe_settings
from ettle.kit.refusal import Refused

# What is loaded here stays for good. Looking through it for rubbish would take a tenth of the start, and again later a
# millisecond or more of some page, so it is set aside from the collector.
gc.disable()
os.umask(0o077)  # as under ./ettle: what the site writes is for its own account only
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ettle.config.settings")
try:
    require_safe_settings()
    application = get_wsgi_application()
    from ettle.kit.operations.secret_check import settle_secret  # these need the apps
    from ettle.kit.operations.site_address import answer_former_hosts, settle_address
    from ettle.kit.operations.site_command import require_site

    require_site()
    settle_address(timezone.now())
    settle_secret(timezone.now())
    answer_former_hosts()
    connection.close()
except (ImproperlyConfigured, DatabaseError, Refused) as error:
    # A sentence, without the traceback that the web server would print of an exception.
    sys.exit(describe_error(error))
resolve("/healthz")  # loads every page's code now, not while someone waits
gc.freeze()
gc.enable()
