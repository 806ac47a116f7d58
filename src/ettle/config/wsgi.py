"""What the web server loads."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from ettle.kit.safety import refuse_unsafe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ettle.config.settings")
refuse_unsafe()
application = get_wsgi_application()
